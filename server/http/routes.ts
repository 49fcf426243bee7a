import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Span } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { CONSOLE_HOME, type ConsoleDependencies, createConsole, UPLOAD_PATH } from "../console/index.ts";
import type { Conversations } from "../conversations.ts";
import type { Library } from "../library/types.ts";
import { httpMetrics } from "../ops/http-metrics.ts";
import type { Metrics } from "../ops/metrics.ts";
import { documentPage, documentsPage, doorPage, messagePage, zaloCallbackPage } from "../pages/index.ts";
import type { Runtime } from "../runtime.ts";
import { type Assets, sendAsset } from "./assets.ts";
import { hasBearer } from "./bearer.ts";
import { addChat, addDoor } from "./chat.ts";
import type { AddressOf } from "./client-address.ts";
import { type ControlDependencies, createControl } from "./control.ts";
import { createCountedFor } from "./counted-for.ts";
import { visitorsOnly } from "./guard.ts";
import { problemOf, requestError, sendProblem } from "./problem.ts";
import { decodeBody, isJson, parseQuestion } from "./question.ts";
import { knownHostsOnly, securityHeaders } from "./security.ts";
import { show } from "./show.ts";
import { createVisitorCookie } from "./visitor.ts";
import { createWebhooks, type WebhooksDependencies } from "./webhooks.ts";

export interface RoutesDependencies {
  ask: Runtime["ask"];
  conversations: Conversations;
  /** Who may use the pages and the API. */
  webChat: Config["webChat"];
  library: Library;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  assets: Assets;
  /** Told about faults of ours, for the log. */
  report(error: unknown): void;
  /** Where a request comes from; null when it cannot be told. Absent: nobody can tell. */
  addressOf?: AddressOf;
  /** The address that people and platforms use; null: this machine's own names only. */
  publicUrl?: string | null;
  webhooks?: WebhooksDependencies | null;
  control?: ControlDependencies;
  /** Null: no console. */
  console?: ConsoleDependencies | null;
  metrics?: Pick<Metrics, "http">;
}

/** 2,000 characters of question and the history of a script, in the worst encoding, with room to spare. */
const MAX_BODY = 256 * 1024;

/** Every address that the server answers. */
export function createRoutes(dependencies: RoutesDependencies): Hono {
  const { webChat, conversations, control, metrics, report } = dependencies;
  const publicUrl = dependencies.publicUrl ?? null;
  const cookie = createVisitorCookie(publicUrl);
  const isOwner = (context: Context) => control !== undefined && hasBearer(context, control.token);
  const app = new Hono();
  if (metrics) app.use(httpMetrics(metrics));
  app.use(securityHeaders());
  // Before everything that asks who is asking: the platforms' calls are verified by the channel, on the raw bytes.
  if (dependencies.webhooks) app.route("/", createWebhooks(dependencies.webhooks));
  app.use(knownHostsOnly(publicUrl, isOwner));
  const smallBody = bodyLimit({
    maxSize: MAX_BODY,
    onError: () => {
      throw requestError("request.too_large", `The body is larger than ${MAX_BODY} bytes.`);
    },
  });
  // Uploads have a limit of their own, behind the check of who sends them.
  app.use((context, next) => (context.req.path === UPLOAD_PATH ? next() : smallBody(context, next)));
  if (dependencies.console) app.route(CONSOLE_HOME, createConsole(dependencies.console));
  if (control) app.route("/", createControl(control));
  addPublic(app, dependencies);
  if (webChat === "enrolled") addDoor(app, { ...dependencies, cookie });
  app.use(visitorsOnly({ webChat, conversations, cookie, isOwner }));
  addApi(app, dependencies, createCountedFor({ ...dependencies, cookie, isOwner }));
  addChat(app, { ...dependencies, cookie });
  addPages(app, dependencies);
  app.notFound((context) => fail(context, requestError("page.not_found", "No such page."), webChat));
  app.onError((error, context) => {
    if (problemOf(error).status >= 500) report(error);
    return fail(context, error, webChat);
  });
  return app;
}

/** What everybody may see. */
function addPublic(app: Hono, { ready, assets }: RoutesDependencies): void {
  app.get("/healthz", async (context) => {
    await ready();
    return context.json({ status: "ok" }, 200, { "Cache-Control": "no-store" });
  });
  app.get("/assets/:name", (context) => sendAsset(context, assets));
  app.get("/zalo/callback", (context) => {
    // The code stands in the address.
    context.header("Referrer-Policy", "no-referrer");
    return show(context, zaloCallbackPage());
  });
}

function addApi(app: Hono, { ask }: RoutesDependencies, countedFor: ReturnType<typeof createCountedFor>): void {
  app.post("/api/ask", async (context) => {
    if (!isJson(context.req.header("content-type"))) {
      throw requestError("request.wrong_type", "Content-Type must be application/json.");
    }
    const question = parseQuestion(decodeBody(await context.req.arrayBuffer()));
    return context.json(await ask(question, "http", { countedFor: countedFor(context) }), 200, {
      "Cache-Control": "no-store",
    });
  });
  app.all("/api/ask", (context) => {
    context.header("Allow", "POST");
    throw requestError("request.method", "Use POST.");
  });
}

function addPages(app: Hono, { library }: RoutesDependencies): void {
  app.get("/documents", async (context) =>
    show(context, documentsPage(await library.list(), (context.req.query("tim") ?? "").slice(0, 200))),
  );
  app.get("/documents/:id{[0-9]{1,15}}", async (context) => {
    const version = wholeNumber(context.req.query("v"));
    const document = await library.find(Number(context.req.param("id")), version);
    if (document === null) throw requestError("document.not_found", "No such document or version.");
    return show(context, documentPage(document, quotedSpan(context, document.text.length)));
  });
}

function quotedSpan(context: Context, length: number): Span | null {
  const start = wholeNumber(context.req.query("from"));
  const end = wholeNumber(context.req.query("to"));
  return start === null || end === null || start >= end || end > length ? null : { start, end };
}

const wholeNumber = (value: string | undefined) =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;

/** A person's browser gets a page, everything else a problem. Where the pages are off there is none. */
function fail(context: Context, error: unknown, webChat: RoutesDependencies["webChat"]): Response | Promise<Response> {
  const wantsPage = (context.req.header("accept") ?? "").includes("text/html") && !context.req.path.startsWith("/api/");
  if (!wantsPage || webChat === "off") return sendProblem(context, error);
  const problem = problemOf(error);
  if (problem.code === "visitor.not_enrolled") return show(context, doorPage(null), problem.status);
  const title = problem.status === 404 ? "Không tìm thấy" : "Chưa thực hiện được";
  return show(context, messagePage(title, problem.detail), problem.status);
}

import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Answer, Question } from "../../bot/index.ts";
import type { Span } from "../../retrieval/index.ts";
import { CONSOLE_HOME, type ConsoleDependencies, createConsole, UPLOAD_PATH } from "../console/index.ts";
import type { Library } from "../library/types.ts";
import { chatPage, documentPage, documentsPage, type Html, messagePage, type Turn, turnHtml } from "../pages/index.ts";
import { type Assets, sendAsset } from "./assets.ts";
import { type ControlDependencies, createControl } from "./control.ts";
import { type Problem, problemOf, requestError, sendProblem } from "./problem.ts";
import { decodeBody, isJson, MAX_HISTORY, parseHistory, parseQuestion } from "./question.ts";
import { knownHostsOnly, securityHeaders } from "./security.ts";
import { createWebhooks, type WebhooksDependencies } from "./webhooks.ts";

export interface RoutesDependencies {
  ask(question: Question, channel: string): Promise<Answer>;
  library: Library;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  assets: Assets;
  /** Told about faults of ours, for the log. */
  report(error: unknown): void;
  /** The address that people and platforms use; null: this machine's own names only. */
  publicUrl?: string | null;
  webhooks?: WebhooksDependencies | null;
  control?: ControlDependencies;
  /** Null: no console. */
  console?: ConsoleDependencies | null;
}

/** 2,000 characters of question and six messages of history, in the worst encoding, with room to spare. */
const MAX_BODY = 256 * 1024;

/** Every address that the server answers. */
export function createRoutes(dependencies: RoutesDependencies): Hono {
  const app = new Hono();
  app.use(securityHeaders());
  // Before everything that asks who is asking: the platforms' calls are verified by the channel, on the raw bytes.
  if (dependencies.webhooks) app.route("/", createWebhooks(dependencies.webhooks));
  app.use(knownHostsOnly(dependencies.publicUrl ?? null));
  const smallBody = bodyLimit({
    maxSize: MAX_BODY,
    onError: () => {
      throw requestError("request.too_large", `The body is larger than ${MAX_BODY} bytes.`);
    },
  });
  // Uploads have a limit of their own, behind the check of who sends them.
  app.use((context, next) => (context.req.path === UPLOAD_PATH ? next() : smallBody(context, next)));
  if (dependencies.console) app.route(CONSOLE_HOME, createConsole(dependencies.console));
  if (dependencies.control) app.route("/", createControl(dependencies.control));
  addApi(app, dependencies);
  addPages(app, dependencies);
  app.notFound((context) => fail(context, requestError("page.not_found", "No such page.")));
  app.onError((error, context) => {
    if (problemOf(error).status >= 500) dependencies.report(error);
    return fail(context, error);
  });
  return app;
}

function addApi(app: Hono, { ask, ready }: RoutesDependencies): void {
  app.post("/api/ask", async (context) => {
    if (!isJson(context.req.header("content-type"))) {
      throw requestError("request.wrong_type", "Content-Type must be application/json.");
    }
    const question = parseQuestion(decodeBody(await context.req.arrayBuffer()));
    return context.json(await ask(question, "http"), 200, { "Cache-Control": "no-store" });
  });
  app.all("/api/ask", (context) => {
    context.header("Allow", "POST");
    throw requestError("request.method", "Use POST.");
  });
  app.get("/healthz", async (context) => {
    await ready();
    return context.json({ status: "ok" }, 200, { "Cache-Control": "no-store" });
  });
}

function addPages(app: Hono, dependencies: RoutesDependencies): void {
  const { library, assets } = dependencies;
  app.get("/assets/:name", (context) => sendAsset(context, assets));
  app.get("/", async (context) => {
    const question = context.req.query("q");
    if (question !== undefined) return answerPage(context, dependencies, { question, earlier: [] });
    return show(context, chatPage({ documents: await library.list(), turn: null, earlier: [] }));
  });
  app.post("/", async (context) => {
    const form = new URLSearchParams(decodeBody(await context.req.arrayBuffer()));
    const earlier = parseHistory(form.get("history") ?? "[]");
    return answerPage(context, dependencies, { question: form.get("q") ?? "", earlier });
  });
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

interface Asked {
  question: string;
  earlier: Question["history"] & object;
}

/** The answer as a page, or as the page's part when the script asks for just that. A refused question keeps its words. */
async function answerPage(context: Context, dependencies: RoutesDependencies, asked: Asked): Promise<Response> {
  const { turn, status } = await takeTurn(dependencies, asked);
  if (context.req.header("x-fragment") === "turn") return show(context, turnHtml(turn), status);
  const documents = await dependencies.library.list();
  return show(context, chatPage({ documents, turn, earlier: asked.earlier }), status);
}

async function takeTurn(
  { ask, report }: RoutesDependencies,
  { question, earlier }: Asked,
): Promise<{ turn: Turn; status: 200 | Problem["status"] }> {
  try {
    const answer = await ask({ question, history: earlier }, "web");
    const said = [
      ...earlier,
      { role: "user" as const, content: question },
      { role: "assistant" as const, content: answer.answer },
    ];
    return { turn: { question, outcome: { answer }, history: said.slice(-MAX_HISTORY) }, status: 200 };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) report(error);
    return { turn: { question, outcome: { fault: problem.detail }, history: earlier }, status: problem.status };
  }
}

function quotedSpan(context: Context, length: number): Span | null {
  const start = wholeNumber(context.req.query("from"));
  const end = wholeNumber(context.req.query("to"));
  return start === null || end === null || start >= end || end > length ? null : { start, end };
}

const wholeNumber = (value: string | undefined) =>
  value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : null;

async function show(context: Context, content: Html, status: 200 | Problem["status"] = 200): Promise<Response> {
  return context.html(content, status, { "Cache-Control": "no-store" });
}

/** A person's browser gets a page, everything else a problem. */
function fail(context: Context, error: unknown): Response | Promise<Response> {
  const wantsPage = (context.req.header("accept") ?? "").includes("text/html") && !context.req.path.startsWith("/api/");
  if (!wantsPage) return sendProblem(context, error);
  const problem = problemOf(error);
  const title = problem.status === 404 ? "Không tìm thấy" : "Chưa thực hiện được";
  return show(context, messagePage(title, problem.detail), problem.status);
}

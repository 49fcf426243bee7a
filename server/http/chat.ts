import type { Context, Hono } from "hono";
import { type IncomingContent, type Reply, readWebForm, takenFor } from "../../bot/index.ts";
import type { Conversations, Said } from "../conversations.ts";
import type { Library } from "../library/types.ts";
import { chatPage, doorPage, type Exchange, exchangeHtml } from "../pages/index.ts";
import { type Problem, problemOf, requestError } from "./problem.ts";
import { decodeBody } from "./question.ts";
import { show } from "./show.ts";
import { messageOf, speakerOf, type VisitorCookie } from "./visitor.ts";

export interface ChatDependencies {
  conversations: Conversations;
  library: Pick<Library, "list">;
  cookie: VisitorCookie;
  report(error: unknown): void;
}

/** The page for questions: the web's channel of the one pipeline. */
export function addChat(app: Hono, dependencies: ChatDependencies): void {
  app.get("/", async (context) => {
    const text = context.req.query("q");
    if (text === undefined) return chat(context, dependencies, dependencies.cookie.read(context), null);
    return answer(context, dependencies, { kind: "text", text });
  });
  app.post("/", async (context) => answer(context, dependencies, readWebForm(await formOf(context))));
}

/** The code of an invitation, from somebody whom the guard does not know yet: `handle` judges it, as on every channel. */
export function addDoor(app: Hono, dependencies: ChatDependencies): void {
  const { conversations, cookie } = dependencies;
  // The address that the page has after the code was taken, opened again.
  app.get("/enter", (context) => context.redirect("/", 303));
  app.post("/enter", async (context) => {
    const code = ((await formOf(context)).get("code") ?? "").slice(0, 64);
    const token = cookie.keep(context);
    const { replies } = await conversations.say(messageOf(token, { kind: "joined", code }));
    const isIn = await conversations.admits(speakerOf(token));
    if (isIn) return chat(context, dependencies, token, { words: null, outcome: { replies } });
    return show(context, doorPage(replies.map(textOf).join(" ") || "Xin chờ một giờ rồi thử lại."), 401);
  });
}

const formOf = async (context: Context) => new URLSearchParams(decodeBody(await context.req.arrayBuffer()));

const textOf = (reply: Reply) => ("text" in reply ? reply.text : "");

/** The answer as a page, or as the page's part when the script asks for just that. */
async function answer(context: Context, dependencies: ChatDependencies, content: IncomingContent): Promise<Response> {
  const token = tokenFor(context, dependencies.cookie);
  const { exchange, status } = await exchangeOf(dependencies, token, content);
  if (context.req.header("x-fragment") === "turn") return show(context, exchangeHtml(exchange), status);
  return chat(context, dependencies, token, exchange, status);
}

/** A link from elsewhere comes without the cookie (SameSite): it must not take the place of the one that is there. */
function tokenFor(context: Context, cookie: VisitorCookie): string {
  const isForeign = context.req.header("sec-fetch-site") === "cross-site";
  return isForeign ? cookie.once() : cookie.keep(context);
}

async function exchangeOf(
  { conversations, report }: ChatDependencies,
  token: string,
  content: IncomingContent,
): Promise<{ exchange: Exchange; status: 200 | Problem["status"] }> {
  const words = wordsOf(content);
  try {
    const said = await conversations.say(messageOf(token, content));
    const refusal = refusalOf(content, said);
    if (refusal === null) return { exchange: { words, outcome: { replies: said.replies } }, status: 200 };
    return { exchange: { words, outcome: { fault: refusal.detail } }, status: refusal.status };
  } catch (error) {
    const { status, detail } = problemOf(error);
    if (status >= 500) report(error);
    return { exchange: { words, outcome: { fault: detail } }, status };
  }
}

function wordsOf(content: IncomingContent): string | null {
  if (content.kind === "text") return content.text;
  if (content.kind !== "action" || content.action.kind !== "feedback") return null;
  return content.action.verdict === "up" ? "👍" : "👎";
}

/** A question that got no answer keeps its words in the form, with the reason. */
function refusalOf(content: IncomingContent, { status, replies }: Said): Pick<Problem, "status" | "detail"> | null {
  if (status === "ignored") return problemOf(requestError("visitor.too_fast", "Over the limit, and told before."));
  if (status !== "notice" || content.kind !== "text" || takenFor(content.text) !== "question") return null;
  return { status: 422, detail: replies.map(textOf).join("\n") };
}

async function chat(
  context: Context,
  { conversations, library }: ChatDependencies,
  token: string | null,
  now: Exchange | null,
  status: 200 | Problem["status"] = 200,
): Promise<Response> {
  const turns = token === null ? [] : await conversations.turns(speakerOf(token));
  return show(context, chatPage({ documents: await library.list(), turns, now }), status);
}

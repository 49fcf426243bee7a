import type { Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { type HandleOptions, type IncomingContent, type Reply, readWebForm, takenFor } from "../../bot/index.ts";
import type { Conversations, Said } from "../conversations.ts";
import type { Library } from "../library/types.ts";
import { chatPage, doorPage, type Exchange, exchangeHtml, type Html } from "../pages/index.ts";
import type { AddressOf } from "./client-address.ts";
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

export interface DoorDependencies extends ChatDependencies {
  addressOf?: AddressOf;
}

/** A wrong code, after the door has said so often enough. */
const TOO_MANY_TRIES =
  "Chưa vào được: đã thử quá nhiều mã không đúng. Xin liên hệ quản trị viên để nhận mã; mã đúng dùng được ngay.";

/** The page for questions: the web's channel of the one pipeline. */
export function addChat(app: Hono, dependencies: ChatDependencies): void {
  app.get("/", async (context) => {
    const text = context.req.query("q");
    if (text === undefined) return chat(context, dependencies, dependencies.cookie.read(context), null);
    return answer(context, dependencies, { kind: "text", text });
  });
  app.post("/", async (context) => {
    const content = readWebForm(await formOf(context));
    const asksForStream = context.req.header("accept")?.startsWith("text/event-stream") ?? false;
    return asksForStream ? stream(context, dependencies, content) : answer(context, dependencies, content);
  });
}

/** The code of an invitation, from somebody whom the guard does not know yet: `handle` judges it, as on every channel. */
export function addDoor(app: Hono, dependencies: DoorDependencies): void {
  const { conversations, cookie, addressOf } = dependencies;
  // The address that the page has after the code was taken, opened again.
  app.get("/enter", (context) => context.redirect("/", 303));
  app.post("/enter", async (context) => {
    const code = ((await formOf(context)).get("code") ?? "").slice(0, 64);
    const token = cookie.keep(context);
    const origin = addressOf?.(context) ?? null;
    const { replies, status } = await conversations.say(messageOf(token, { kind: "joined", code }, origin));
    const isIn = await conversations.admits(speakerOf(token));
    if (isIn) return chat(context, dependencies, token, { words: null, outcome: { replies } });
    if (status === "ignored") {
      context.header("Retry-After", "3600");
      return show(context, doorPage(TOO_MANY_TRIES), 429);
    }
    return show(context, doorPage(replies.map(textOf).join(" ")), 401);
  });
}

const formOf = async (context: Context) => new URLSearchParams(decodeBody(await context.req.arrayBuffer()));

const textOf = (reply: Reply) => ("text" in reply ? reply.text : "");

/** The answer as a page, or as the page's part when the script asks for just that. */
async function answer(context: Context, dependencies: ChatDependencies, content: IncomingContent): Promise<Response> {
  const token = tokenFor(context, dependencies.cookie);
  const { exchange, status } = await exchangeOf(dependencies, token, { content });
  if (context.req.header("x-fragment") === "turn") {
    return show(context, await turnHtml(dependencies, token, { exchange, content }), status);
  }
  return chat(context, dependencies, token, exchange, status);
}

/**
 * The turn as events: "sentence" for each that is proven while a model still writes, then "turn" with the page's part,
 * stored by then, which takes their place.
 */
function stream(context: Context, dependencies: ChatDependencies, content: IncomingContent): Response {
  const token = tokenFor(context, dependencies.cookie);
  // A proxy that buffers would show the sentences together with the turn.
  context.header("X-Accel-Buffering", "no");
  const response = streamSSE(context, async (events) => {
    const send = (event: string, value: unknown) => events.writeSSE({ event, data: JSON.stringify(value) });
    let sent = Promise.resolve();
    const onSentence = (text: string) => {
      sent = sent.then(() => send("sentence", text));
    };
    const { exchange, status } = await exchangeOf(dependencies, token, { content, onSentence });
    await sent;
    await send("turn", { status, html: String(await turnHtml(dependencies, token, { exchange, content })) });
  });
  // Set afterwards: the helper's own "no-cache" would let it be kept.
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/** A link from elsewhere comes without the cookie (SameSite): it must not take the place of the one that is there. */
function tokenFor(context: Context, cookie: VisitorCookie): string {
  const isForeign = context.req.header("sec-fetch-site") === "cross-site";
  return isForeign ? cookie.once() : cookie.keep(context);
}

async function exchangeOf(
  { conversations, report }: ChatDependencies,
  token: string,
  { content, onSentence }: HandleOptions & { content: IncomingContent },
): Promise<{ exchange: Exchange; status: 200 | Problem["status"] }> {
  const words = wordsOf(content);
  try {
    const said = await conversations.say(messageOf(token, content), { onSentence });
    const refusal = refusalOf(content, said);
    if (refusal === null) return { exchange: { words, outcome: { replies: said.replies } }, status: 200 };
    return { exchange: { words, outcome: { fault: refusal.detail } }, status: refusal.status };
  } catch (error) {
    const { status, detail } = problemOf(error);
    if (status >= 500) report(error);
    return { exchange: { words, outcome: { fault: detail } }, status };
  }
}

/** The page's part, below what has been corrected since the person last looked. Of a thumb's only the effect is shown. */
async function turnHtml(
  { conversations }: ChatDependencies,
  token: string,
  { exchange, content }: { exchange: Exchange; content: IncomingContent },
): Promise<Html> {
  const corrections = content.kind === "action" ? [] : await conversations.corrections(speakerOf(token));
  return exchangeHtml({ ...exchange, corrections });
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
  const speaker = token === null ? null : speakerOf(token);
  const turns = speaker === null ? [] : await conversations.turns(speaker);
  const documents = await library.list();
  // Last: from here on they count as shown.
  const corrections = speaker === null ? [] : await conversations.corrections(speaker);
  return show(context, chatPage({ documents, turns, now, corrections }), status);
}

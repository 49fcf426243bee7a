import type { ServerResponse } from "node:http";
import type { Behaviour, ChatCall } from "./index.ts";

const textOf = (say: string | object) => (typeof say === "string" ? say : JSON.stringify(say));

export function sendChat(response: ServerResponse, call: ChatCall, behaviour: Behaviour): void {
  if ("hang" in behaviour) return;
  if ("status" in behaviour) sendStatus(response, call, behaviour);
  else if ("raw" in behaviour)
    response.writeHead(200, { "content-type": behaviour.type ?? "application/json" }).end(behaviour.raw);
  else if (call.stream) sendStream(response, call, behaviour);
  else sendWhole(response, call, behaviour);
}

function sendWhole(response: ServerResponse, call: ChatCall, said: Said): void {
  const body = JSON.stringify(completion(call, said));
  response.writeHead(200, { "content-type": "application/json" });
  if ("cutAfter" in said) response.write(body.slice(0, said.cutAfter), () => response.destroy());
  else response.end(body);
}

/** Real services repeat parts of the request in their errors: a client that passes those on would leak it. */
function sendStatus(
  response: ServerResponse,
  call: ChatCall,
  { status, error, headers = {} }: Extract<Behaviour, { status: number }>,
): void {
  const prompt = call.messages.map(({ content }) => content).join("\n");
  const body = { error: { message: `cannot do this: ${prompt}`, type: "test", param: null, code: null, ...error } };
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

type Said = Extract<Behaviour, { say: string | object }>;

function completion(call: ChatCall, said: Said): object {
  const {
    finish = "stop",
    tokens = 100,
    refusal = null,
  } = said as { finish?: string; tokens?: number; refusal?: string };
  const message = { role: "assistant", content: refusal === null ? textOf(said.say) : null, refusal };
  return {
    ...{ id: "chatcmpl-test", object: "chat.completion", created: 1, model: call.model },
    choices: [{ index: 0, message, finish_reason: finish, logprobs: null }],
    usage: { prompt_tokens: tokens - 10, completion_tokens: 10, total_tokens: tokens },
  };
}

/** Characters of one piece: small, so that claims arrive in the middle of words. */
const PIECE = 7;

function sendStream(response: ServerResponse, call: ChatCall, said: Said): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const text = textOf(said.say);
  const end = "cutAfter" in said ? said.cutAfter : text.length;
  const send = (choices: object[], more: object = {}) =>
    response.write(`data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", choices, ...more })}\n\n`);
  for (let at = 0; at < end; at += PIECE)
    send([{ index: 0, delta: { content: text.slice(at, Math.min(at + PIECE, end)) }, finish_reason: null }]);
  if ("cutAfter" in said) {
    response.write(": \n", () => response.destroy());
    return;
  }
  send([{ index: 0, delta: {}, finish_reason: said.finish ?? "stop" }]);
  if (call.stream_options) send([], { usage: { total_tokens: said.tokens ?? 100 } });
  response.end("data: [DONE]\n\n");
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendChat } from "./chat.ts";
import { type EmbeddingsBehaviour, sendEmbeddings } from "./embeddings.ts";

export interface ChatCall {
  model: string;
  messages: { role: string; content: string }[];
  stream?: boolean;
  stream_options?: object;
  response_format?: { type: string; json_schema?: { name: string; strict: boolean; schema: object } };
  max_tokens?: number;
  max_completion_tokens?: number;
  temperature?: number;
}

/** What the server does with one chat call. */
export type Behaviour =
  /** An answer as the protocol has it; an object is sent as JSON. */
  | { say: string | object; finish?: string; tokens?: number; refusal?: string }
  /** A status, with what services write beside it; `{prompt}` in it is replaced by what was asked. */
  | { status: number; error?: object; headers?: Record<string, string> }
  /** Takes the call and never answers. */
  | { hang: true }
  /** The beginning of an answer, then the connection breaks. */
  | { cutAfter: number; say: string | object }
  /** Bytes that are no answer of the protocol. */
  | { raw: string; type?: string };

export type Chat = (call: ChatCall, index: number) => Behaviour;

export interface ModelServer {
  /** Up to "/v1". */
  url: string;
  chats: ChatCall[];
  embeddings: { model: string; input: string[]; encoding_format?: string; dimensions?: number }[];
  /** Authorization headers as they came. */
  keys: (string | undefined)[];
  /** What it does from now on. */
  chat: Chat;
  embed: EmbeddingsBehaviour;
  /** Resolves when so many chat calls have come in. */
  asked(count: number): Promise<void>;
  close(): Promise<void>;
}

/** A server of OpenAI's protocol over loopback, whose every fault and lie is a test's choice. */
export async function startModelServer(chat: Chat = () => ({ status: 404 })): Promise<ModelServer> {
  const waiting: { count: number; resolve: () => void }[] = [];
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    open.add(response);
    response.on("close", () => open.delete(response));
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await bodyOf(request)) as never;
    state.keys.push(request.headers.authorization);
    if (request.url === "/v1/embeddings") {
      state.embeddings.push(body);
      return sendEmbeddings(response, body, state.embed);
    }
    if (request.url !== "/v1/chat/completions") return void response.writeHead(404).end();
    const call = body as ChatCall;
    state.chats.push(call);
    for (const one of waiting.filter(({ count }) => count <= state.chats.length)) one.resolve();
    return sendChat(response, call, state.chat(call, state.chats.length - 1));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const state: ModelServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    ...{ chats: [], embeddings: [], keys: [], chat, embed: {} },
    asked: (count) =>
      new Promise((resolve) => {
        if (state.chats.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        for (const response of open) response.destroy();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return state;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

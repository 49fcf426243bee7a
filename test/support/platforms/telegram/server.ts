import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, PlannedFaults } from "./faults.ts";
import { isObject, METHODS, type MethodsContext, type Payload, unknownMethod } from "./methods.ts";
import { BotApiRefusal } from "./refusal.ts";

/** One call of the Bot API as it came in. */
export interface Call {
  method: string;
  payload: Payload;
  /** 200, the code of the refusal, or null when no answer was given. */
  code: number | null;
  description: string | null;
}

export interface ApiServerOptions {
  token: string;
  port: number;
  context: Omit<MethodsContext, "closed">;
  faults: PlannedFaults;
  calls: Call[];
  changed(): void;
}

export interface ApiServer {
  root: string;
  close(): Promise<void>;
}

/** `/bot<token>/<method>` over loopback. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const server = createServer((request, response) => {
    void handle(options, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port, "127.0.0.1", resolve));
  return { root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(options: ApiServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, token = "", method = ""] = /^\/bot([^/]*)\/(\w+)$/.exec(pathname) ?? [];
  const payload = { ...Object.fromEntries(searchParams), ...(await bodyOf(request)) };
  const call: Call = { method, payload, code: null, description: null };
  options.calls.push(call);
  options.changed();
  const fault = options.faults.take(method);
  if (await interrupted(fault, call, response)) return options.changed();
  const answer = await answered(options, { token, call, fault }, closing(response));
  if (fault?.kind === "slow") await delay(fault.ms);
  // The caller may see the effect as soon as the answer is written, so waiters must see it no later.
  options.changed();
  if (fault?.kind === "lost") return void response.socket?.destroy();
  call.code = answer.ok ? 200 : answer.error_code;
  call.description = answer.ok ? null : answer.description;
  response.writeHead(call.code, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
}

function closing(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  return gone.signal;
}

/** True when the fault leaves nothing to do. */
async function interrupted(fault: Fault | null, call: Call, response: ServerResponse): Promise<boolean> {
  if (fault?.kind === "hang") return true;
  if (fault?.kind === "reset") {
    response.socket?.destroy();
    return true;
  }
  if (fault?.kind !== "page") return false;
  call.code = fault.status;
  response.writeHead(fault.status, { "Content-Type": "text/html" }).end("<html><h1>Bad Gateway</h1></html>");
  return true;
}

type Answer =
  | { ok: true; result: unknown }
  | { ok: false; error_code: number; description: string; parameters?: object };

async function answered(
  { token: expected, context }: ApiServerOptions,
  { token, call, fault }: { token: string; call: Call; fault: Fault | null },
  closed: AbortSignal,
): Promise<Answer> {
  try {
    if (!/^\d+:[\w-]+$/.test(token)) throw new BotApiRefusal(404, "Not Found");
    if (token !== expected) throw new BotApiRefusal(401, "Unauthorized");
    if (fault?.kind === "refuse") throw refused(fault);
    const method = Object.hasOwn(METHODS, call.method) ? METHODS[call.method] : undefined;
    if (!method) return unknownMethod();
    return { ok: true, result: await method(call.payload, { ...context, closed }) };
  } catch (error) {
    if (!(error instanceof BotApiRefusal)) throw error;
    const { code, message, parameters } = error;
    return { ok: false, error_code: code, description: message, ...(parameters ? { parameters } : {}) };
  }
}

function refused({ code, description, retryAfter, migrateTo }: Extract<Fault, { kind: "refuse" }>): BotApiRefusal {
  return new BotApiRefusal(code, description, {
    ...(retryAfter === undefined ? {} : { retry_after: retryAfter }),
    ...(migrateTo === undefined ? {} : { migrate_to_chat_id: migrateTo }),
  });
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  if (!(request.headers["content-type"] ?? "").includes("json")) return Object.fromEntries(new URLSearchParams(text));
  const body = JSON.parse(text) as unknown;
  return isObject(body) ? body : {};
}

import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, Method, Reply } from "./types.ts";

export interface Faults {
  /** The next `times` calls of the method go wrong this way. */
  add(method: Method, fault: Fault, times: number): void;
  next(method: Method): Fault | null;
}

export function createFaults(): Faults {
  const waiting = new Map<Method, Fault[]>();
  return {
    add: (method, fault, times) => {
      waiting.set(method, [...(waiting.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    next: (method) => waiting.get(method)?.shift() ?? null,
  };
}

/** Answers a call, with or without a fault. Returns what was answered; null when nothing readable was. */
export async function answer(
  response: ServerResponse,
  fault: Fault | null,
  perform: () => Reply,
): Promise<Reply | null> {
  switch (fault?.kind) {
    case "silent":
      return null;
    case "reset":
      response.destroy();
      return null;
    case "lost-answer":
      perform();
      response.destroy();
      return null;
    case "html":
      response.writeHead(fault.status, { "Content-Type": "text/html" }).end("<html><body>Bad gateway</body></html>");
      return null;
    case "error":
      return sendJson(response, { status: fault.status ?? 200, body: { error: fault.code, message: "refused" } });
    case "slow":
      await delay(fault.ms);
  }
  return sendJson(response, perform());
}

function sendJson(response: ServerResponse, reply: Reply): Reply {
  response.writeHead(reply.status, { "Content-Type": "application/json" }).end(JSON.stringify(reply.body));
  return reply;
}

import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** What goes wrong on the way, whatever the platform. */
export type TransportFault =
  /** A proxy's page instead of JSON. */
  | { kind: "html"; status: number }
  /** The connection is cut and nothing was done. */
  | { kind: "reset" }
  /** It is done, and then the connection is cut: the caller is in doubt. */
  | { kind: "lost-answer" }
  | { kind: "slow"; ms: number }
  /** Never answered. */
  | { kind: "silent" };

export interface Faults<Method extends string, Fault> {
  /** The next `times` calls of the method go wrong this way. */
  add(method: Method, fault: Fault, times: number): void;
  next(method: Method): Fault | null;
}

export function createFaults<Method extends string, Fault>(): Faults<Method, Fault> {
  const waiting = new Map<Method, Fault[]>();
  return {
    add: (method, fault, times) => {
      waiting.set(method, [...(waiting.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    next: (method) => waiting.get(method)?.shift() ?? null,
  };
}

/**
 * Answers a call, with or without a fault: one of the way, or a refusal in the platform's own form. `perform` does what
 * the method does. Returns what was answered; null when nothing readable was.
 */
export async function answer(
  response: ServerResponse,
  fault: TransportFault | { kind: "refusal"; reply: Reply } | null,
  perform: () => Reply | Promise<Reply>,
): Promise<Reply | null> {
  switch (fault?.kind) {
    case "silent":
      return null;
    case "reset":
      response.destroy();
      return null;
    case "lost-answer":
      await perform();
      response.destroy();
      return null;
    case "html":
      response.writeHead(fault.status, { "Content-Type": "text/html" }).end("<html><body>Bad gateway</body></html>");
      return null;
    case "refusal":
      return sendJson(response, fault.reply);
    case "slow":
      await delay(fault.ms);
  }
  return sendJson(response, await perform());
}

function sendJson(response: ServerResponse, reply: Reply): Reply {
  response.writeHead(reply.status, { "Content-Type": "application/json" }).end(JSON.stringify(reply.body));
  return reply;
}

import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Fault } from "./types.ts";

export interface Reply {
  status: number;
  body: Record<string, unknown>;
}

export interface Faults {
  /** The next `times` calls of the method go wrong this way. */
  add(method: string, fault: Fault, times: number): void;
  next(method: string): Fault | null;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  return {
    add: (method, fault, times) => {
      waiting.set(method, [...(waiting.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    next: (method) => waiting.get(method)?.shift() ?? null,
  };
}

/** Answers a call, with or without a fault. `perform` does what the method does. */
export async function answer(
  response: ServerResponse,
  fault: Fault | null,
  perform: () => Promise<Reply>,
): Promise<void> {
  switch (fault?.kind) {
    case "silent":
      return;
    case "reset":
      response.destroy();
      return;
    case "lost-answer":
      await perform();
      response.destroy();
      return;
    case "html":
      response.writeHead(fault.status, { "Content-Type": "text/html" }).end("<html><body>Bad gateway</body></html>");
      return;
    case "refuse":
      sendJson(response, refused(fault));
      return;
    case "slow":
      await delay(fault.ms);
  }
  sendJson(response, await perform());
}

function refused({ code, description = "refused", retryAfter }: Extract<Fault, { kind: "refuse" }>): Reply {
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  return { status: code, body: { ok: false, error_code: code, description, ...parameters } };
}

function sendJson(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

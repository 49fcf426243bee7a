import { setTimeout as delay } from "node:timers/promises";
import type { DeliverOptions, Delivery, DoubleEvent, ZaloBotDoubleOptions } from "./types.ts";

export interface Registered {
  url: string;
  secret: string;
}

const HEADER = "X-Bot-Api-Secret-Token";

export interface Webhook {
  registered: Registered | null;
  deliver(event: DoubleEvent, options: DeliverOptions): Promise<Delivery>;
  /** Zalo's own look at an address: nobody has seen it, but an empty POST came once. */
  probe(registered: Registered): Promise<boolean>;
  /** Resolves when no redelivery is outstanding. */
  settled(): Promise<void>;
  stop(): void;
}

export function createWebhook({ body = "flat", redelivery }: ZaloBotDoubleOptions): Webhook {
  const stopping = new AbortController();
  const outstanding = new Set<Promise<unknown>>();
  const webhook: Webhook = {
    registered: null,
    deliver: async (event, { times = 1, secret }) => {
      const to = webhook.registered;
      if (to === null) throw new Error("no webhook is registered");
      const headers = {
        "Content-Type": "application/json",
        ...secretHeader(secret === undefined ? to.secret : secret),
      };
      const content = JSON.stringify(body === "flat" ? event : { ok: true, result: event });
      const call = () => post(to.url, headers, content, stopping.signal);
      const statuses: (number | null)[] = [];
      for (let time = 0; time < times; time += 1) statuses.push(await call());
      if (!isTaken(statuses.at(-1) ?? null)) track(outstanding, redeliver(call, redelivery, stopping.signal));
      return { messageId: messageIdOf(event), status: statuses[0] ?? null };
    },
    probe: async ({ url, secret }) => isTaken(await post(url, secretHeader(secret), null, stopping.signal)),
    settled: async () => {
      while (outstanding.size > 0) await Promise.all(outstanding);
    },
    stop: () => stopping.abort(),
  };
  return webhook;
}

const isTaken = (status: number | null) => status !== null && status >= 200 && status < 300;

const secretHeader = (secret: string | null): Record<string, string> => (secret === null ? {} : { [HEADER]: secret });

export function messageIdOf({ message }: DoubleEvent): string | null {
  return typeof message?.message_id === "string" ? message.message_id : null;
}

async function redeliver(
  call: () => Promise<number | null>,
  { times, delayMs }: { times: number; delayMs: number } = { times: 0, delayMs: 0 },
  signal: AbortSignal,
): Promise<void> {
  for (let time = 0; time < times && !signal.aborted; time += 1) {
    await delay(delayMs, undefined, { signal }).catch(() => {});
    if (isTaken(await call())) return;
  }
}

function track(outstanding: Set<Promise<unknown>>, work: Promise<unknown>): void {
  const tracked = work.finally(() => outstanding.delete(tracked));
  outstanding.add(tracked);
}

/** Null when nobody answered. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: string | null,
  signal: AbortSignal,
): Promise<number | null> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(30_000)]);
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal: within });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

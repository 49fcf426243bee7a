import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { DeliverOptions, Delivery, DoubleEvent, ZaloOaDoubleOptions } from "./types.ts";

const SCHEDULE_MS = [30_000, 300_000, 900_000, 1_800_000, 3_600_000];

export interface Webhook {
  url: string | null;
  /** Off after a delivery that was tried to the end, until somebody switches it on again. */
  isEnabled: boolean;
  deliver(event: DoubleEvent, options?: DeliverOptions): Promise<Delivery>;
  /** Events that `work` makes are kept back, and handed over last first. */
  reversed<T>(work: () => Promise<T>): Promise<T>;
  /** The console's check of an address: an unsigned `{}` that only a 200 passes. */
  probe(url: string, body?: string): Promise<boolean>;
  /** Resolves when no delivery is outstanding. */
  settled(): Promise<void>;
  stop(): void;
}

interface Settings {
  options: ZaloOaDoubleOptions;
  appId: string;
  oaSecretKey: string;
}

interface State {
  settings: Settings;
  webhook: Webhook;
  stopping: AbortSignal;
  outstanding: Set<Promise<unknown>>;
  deliveries: number;
}

export function createWebhook(settings: Settings): Webhook {
  const stopping = new AbortController();
  let kept: (() => Promise<unknown>)[] | null = null;
  const webhook: Webhook = {
    url: null,
    isEnabled: true,
    deliver: async (event, options = {}) => {
      if (kept === null) return deliver(state, event, options);
      kept.push(() => deliver(state, event, options));
      return { eventId: eventIdOf(event), status: null };
    },
    reversed: async (work) => {
      kept = [];
      const result = await work();
      const late = kept.reverse();
      kept = null;
      for (const handOver of late) await handOver();
      return result;
    },
    probe: async (url, body = "{}") => (await post(state, url, { body, headers: {} })).status === 200,
    settled: async () => {
      while (state.outstanding.size > 0) await Promise.all(state.outstanding);
    },
    stop: () => stopping.abort(),
  };
  const state: State = { settings, webhook, stopping: stopping.signal, outstanding: new Set(), deliveries: 0 };
  return webhook;
}

async function deliver(state: State, event: DoubleEvent, { times = 1, secret }: DeliverOptions): Promise<Delivery> {
  const { webhook, settings } = state;
  const eventId = eventIdOf(event);
  const { url } = webhook;
  if (url === null || !webhook.isEnabled) return { eventId, status: null };
  // Neither the order of keys nor the spaces are promised: every other body has spaces.
  state.deliveries += 1;
  const body = JSON.stringify(event, null, state.deliveries % 2 === 0 ? 1 : undefined);
  const key = secret === undefined ? settings.oaSecretKey : secret;
  const headers =
    key === null ? {} : { "X-ZEvent-Signature": sign(settings, { body, timestamp: event.timestamp, key }) };
  const call = (retry: number) =>
    post(state, url, { body, headers: { ...headers, ...(retry > 0 ? { num_retry: String(retry) } : {}) } });
  const first = await call(0);
  for (let retry = 1; retry < times; retry += 1) await call(retry);
  if (isToRepeat(settings.options, first)) track(state, redeliver(state, call));
  return { eventId, status: first.status };
}

export function sign({ appId, options }: Settings, signed: { body: string; timestamp: string; key: string }): string {
  const { body, timestamp, key } = signed;
  const mac = createHash("sha256").update(`${appId}${body}${timestamp}${key}`, "utf8").digest("hex");
  return options.signature === "bare" ? mac : `mac=${mac}`;
}

interface Answered {
  /** Null when nobody answered within the deadline. */
  status: number | null;
  isConnected: boolean;
}

function isToRepeat({ redeliverOn = "any-failure" }: ZaloOaDoubleOptions, { status, isConnected }: Answered): boolean {
  return redeliverOn === "connection" ? !isConnected : status !== 200;
}

async function redeliver(state: State, call: (retry: number) => Promise<Answered>): Promise<void> {
  const { settings, stopping, webhook } = state;
  for (const [index, ms] of (settings.options.redeliverAfterMs ?? SCHEDULE_MS).entries()) {
    await delay(ms, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted || !isToRepeat(settings.options, await call(index + 1))) return;
  }
  webhook.isEnabled = false;
}

function track({ outstanding }: State, work: Promise<unknown>): void {
  const tracked = work.finally(() => outstanding.delete(tracked));
  outstanding.add(tracked);
}

async function post(
  { settings, stopping }: State,
  url: string,
  { body, headers }: { body: string; headers: Record<string, string> },
): Promise<Answered> {
  const deadline = AbortSignal.timeout(settings.options.webhookDeadlineMs ?? 2_000);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...headers },
      body,
      signal: AbortSignal.any([stopping, deadline]),
    });
    await response.arrayBuffer();
    return { status: response.status, isConnected: true };
  } catch {
    return { status: null, isConnected: deadline.aborted };
  }
}

export function eventIdOf(event: DoubleEvent): string {
  const message = event.message as { msg_id?: unknown } | undefined;
  return typeof message?.msg_id === "string" ? message.msg_id : `${event.event_name}:${event.timestamp}`;
}

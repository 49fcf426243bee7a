import { BotApiRefusal } from "./refusal.ts";

export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

export interface Delivery {
  updateId: number;
  /** 1 the first time. */
  attempt: number;
  /** Null when no answer came. */
  status: number | null;
}

export interface Webhook {
  url: string;
  secret: string | null;
  maxConnections: number;
}

export interface UpdatesOptions {
  /** Milliseconds before the second, third… attempt; the last one repeats. */
  redelivery: readonly number[];
  webhookTimeoutMs: number;
  changed(): void;
}

/** Updates on their way to the bot: each is kept until it is acknowledged, by 200 or by a higher offset. */
export interface Updates {
  push(lane: number, content: Omit<Update, "update_id">): Update;
  poll(request: { offset: number; limit: number; timeoutMs: number; closed: AbortSignal }): Promise<Update[]>;
  /** Null: none. */
  setWebhook(webhook: Webhook | null, drop: boolean): void;
  setAllowed(allowed: readonly string[]): void;
  /** Once, now, whatever has become of it before; its status. */
  deliver(update: Update, headers?: Record<string, string>): Promise<number | null>;
  readonly deliveries: readonly Delivery[];
  pending(): Update[];
  known(updateId: number): Update | undefined;
  info(): Record<string, unknown>;
  close(): void;
}

interface Waiting {
  update: Update;
  lane: number;
  attempts: number;
  notBefore: number;
}

export function createUpdates({ redelivery, webhookTimeoutMs, changed }: UpdatesOptions): Updates {
  const all = new Map<number, Update>();
  const deliveries: Delivery[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const busy = new Set<number>();
  let waiting: Waiting[] = [];
  let allowed: readonly string[] = [];
  let webhook: Webhook | null = null;
  let lastError: { date: number; message: string } | null = null;
  let poller: { wake(): void; end(error: BotApiRefusal): void } | null = null;
  let last = 700_000_000;
  let closed = false;

  const later = (ms: number, action: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };

  const post = async (
    to: Webhook,
    update: Update,
    headers: Record<string, string> = to.secret === null ? {} : { "X-Telegram-Bot-Api-Secret-Token": to.secret },
  ): Promise<number | null> => {
    try {
      const response = await fetch(to.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(update),
        redirect: "manual",
        signal: AbortSignal.timeout(webhookTimeoutMs),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  };

  /** As Telegram: in order inside a chat, several chats at a time. */
  const pump = () => {
    if (webhook === null || closed) return;
    const seen = new Set<number>();
    for (const head of waiting) {
      if (busy.size >= webhook.maxConnections) return;
      if (seen.has(head.lane)) continue;
      seen.add(head.lane);
      if (!busy.has(head.lane) && head.notBefore <= Date.now()) void attempt(webhook, head);
    }
  };

  const attempt = async (to: Webhook, one: Waiting) => {
    busy.add(one.lane);
    one.attempts += 1;
    const status = await post(to, one.update);
    busy.delete(one.lane);
    deliveries.push({ updateId: one.update.update_id, attempt: one.attempts, status });
    if (status !== null && status >= 200 && status < 300) {
      waiting = waiting.filter((other) => other !== one);
    } else {
      const message = status === null ? "Connection failed" : `Wrong response from the webhook: ${status}`;
      lastError = { date: Math.floor(Date.now() / 1_000), message };
      const pause = redelivery[Math.min(one.attempts, redelivery.length) - 1] ?? 1_000;
      one.notBefore = Date.now() + pause;
      // One more: a timer may fire within the millisecond before its time.
      later(pause + 1, pump);
    }
    changed();
    pump();
  };

  const available = (offset: number, limit: number) => {
    waiting = waiting.filter(({ update }) => update.update_id >= offset);
    changed();
    return waiting.slice(0, limit).map(({ update }) => update);
  };

  return {
    deliveries,
    push: (lane, content) => {
      last += 1;
      const update: Update = { update_id: last, ...content };
      const isWanted = allowed.length === 0 || Object.keys(content).some((kind) => allowed.includes(kind));
      all.set(last, update);
      if (isWanted) waiting.push({ update, lane, attempts: 0, notBefore: 0 });
      poller?.wake();
      pump();
      changed();
      return update;
    },
    poll: async ({ offset, limit, timeoutMs, closed: gone }) => {
      if (webhook !== null) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      }
      poller?.end(conflict("terminated by other getUpdates request; make sure that only one bot instance is running"));
      const ready = available(offset, limit);
      if (ready.length > 0 || timeoutMs === 0) return ready;
      await new Promise<void>((resolve, reject) => {
        const mine = { wake: done, end: (error: BotApiRefusal) => done(error) };
        const timer = setTimeout(done, timeoutMs);
        poller = mine;
        function done(error?: unknown): void {
          clearTimeout(timer);
          if (poller === mine) poller = null;
          gone.removeEventListener("abort", done);
          if (error instanceof BotApiRefusal) reject(error);
          else resolve();
        }
        gone.addEventListener("abort", done);
      });
      return available(offset, limit);
    },
    setWebhook: (next, drop) => {
      webhook = next;
      lastError = null;
      if (drop) waiting = [];
      if (next !== null) {
        poller?.end(conflict("terminated by setWebhook request"));
        for (const one of waiting) one.notBefore = 0;
      }
      pump();
    },
    setAllowed: (next) => {
      allowed = next;
    },
    deliver: async (update, headers) => {
      if (webhook === null) throw new Error("no webhook is set");
      const status = await post(webhook, update, headers);
      deliveries.push({ updateId: update.update_id, attempt: 0, status });
      return status;
    },
    pending: () => waiting.map(({ update }) => update),
    known: (updateId) => all.get(updateId),
    info: () => ({
      url: webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: waiting.length,
      ...(webhook ? { max_connections: webhook.maxConnections, ip_address: "127.0.0.1" } : {}),
      ...(allowed.length > 0 ? { allowed_updates: allowed } : {}),
      ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
    }),
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      poller?.wake();
    },
  };
}

const conflict = (detail: string) => new BotApiRefusal(409, `Conflict: ${detail}`);

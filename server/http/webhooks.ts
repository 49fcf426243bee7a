import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Channel, ChannelName, Received } from "../../bot/index.ts";
import type { Inbox, Observe, QueueLog } from "../queue/index.ts";
import { faultCode } from "../queue/types.ts";

export type AcknowledgedOutcome = "stored" | "duplicate" | "ignored" | "probe" | "refused" | "failed";

export interface WebhooksDependencies {
  /** Those that a platform calls; a channel in polling mode has no address. */
  channels: readonly Channel[];
  inbox: Pick<Inbox, "store">;
  log: QueueLog;
  metrics: { received(channel: ChannelName, outcome: AcknowledgedOutcome, seconds: number): void };
  /** Called after something new was stored. */
  stored(): void;
  /** Path and body of files with which a platform proves that the domain is ours. */
  files?: readonly { path: string; body: string }[];
  observe?: Observe;
}

/** No platform's event comes near it; a longer body is no event of theirs. */
const MAX_BODY = 256 * 1024;

/** `/webhooks/<channel>`: verify, store, 200. Nothing is answered here: the platforms wait two seconds at most. */
export function createWebhooks(dependencies: WebhooksDependencies): Hono {
  const app = new Hono();
  for (const { path, body } of dependencies.files ?? []) app.get(path, (context) => context.html(body));
  for (const channel of dependencies.channels) {
    const path = `/webhooks/${channel.name}`;
    app.post(
      path,
      bodyLimit({
        maxSize: MAX_BODY,
        onError: (context) => refuse(context, dependencies, channel.name, 413, "too_large"),
      }),
      (context) => acknowledge(context, dependencies, channel),
    );
    app.all(path, (context) => context.body(null, 405, { Allow: "POST" }));
  }
  return app;
}

async function acknowledge(context: Context, dependencies: WebhooksDependencies, channel: Channel): Promise<Response> {
  const { metrics, observe } = dependencies;
  const started = performance.now();
  observe?.("received");
  const body = new Uint8Array(await context.req.arrayBuffer());
  const received = channel.receive({ header: (name) => context.req.header(name) ?? null, body });
  if (received.kind === "refused") return refuse(context, dependencies, channel.name, received.status, received.reason);
  const outcome = await store(dependencies, channel, received);
  metrics.received(channel.name, outcome, (performance.now() - started) / 1000);
  // The platform sends it again: the one case in which it must not get its 200.
  if (outcome === "failed") return context.json({ ok: false }, 503, { "Retry-After": "5" });
  return context.json({ ok: true });
}

async function store(
  { inbox, log, stored, observe }: WebhooksDependencies,
  channel: Channel,
  received: Exclude<Received, { kind: "refused" }>,
): Promise<AcknowledgedOutcome> {
  if (received.kind === "probe") return "probe";
  if (received.events.length === 0) return "ignored";
  try {
    const { stored: traceIds } = await inbox.store(channel.name, received.events);
    observe?.("stored");
    for (const traceId of traceIds) log.info({ traceId, channel: channel.name }, "received");
    if (traceIds.length === 0) return "duplicate";
    stored();
    return "stored";
  } catch (error) {
    log.error({ channel: channel.name, fault: faultCode(error), error }, "an event could not be stored");
    return "failed";
  }
}

function refuse(
  context: Context,
  { metrics, log }: WebhooksDependencies,
  channel: ChannelName,
  status: 400 | 401 | 413,
  reason: string,
): Response {
  metrics.received(channel, "refused", 0);
  log.warn({ channel, status, reason }, "webhook call refused");
  return context.json({ ok: false }, status);
}

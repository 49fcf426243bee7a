import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { QueueDepth } from "../queue/index.ts";
import { within } from "./within.ts";

export interface Metrics {
  /** A webhook call until its answer: the platforms wait two seconds. */
  received(
    channel: string,
    outcome: "stored" | "duplicate" | "ignored" | "probe" | "refused" | "failed",
    seconds: number,
  ): void;
  /** From the webhook to the commit of the answer. */
  handled(channel: string, status: string, seconds: number): void;
  /** From the commit to the platform's answer. */
  sent(
    channel: string,
    result: "sent" | "retry" | "held" | "blocked" | "undeliverable" | "doubt" | "failed",
    seconds: number,
  ): void;
  /** `route` is the pattern, "/documents/:id": an address as it came would make a series each. */
  http(route: string, method: string, status: number, seconds: number): void;
  /** In Prometheus' text format; reads the queue. */
  text(): Promise<string>;
  contentType: string;
}

export interface MetricsOptions {
  queue(): Promise<QueueDepth[]>;
  /** Less than Prometheus waits (10 s), so that a database that hangs costs the queue's figures alone. */
  queueTimeoutMs?: number;
}

/** An acknowledgement takes about a millisecond and may take 2 s; an answer takes seconds; a held message waits days. */
const ACKNOWLEDGEMENT = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];
const HTTP = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const WORK = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** Figures of one process, in a registry of its own. */
export function createMetrics({ queue, queueTimeoutMs = 5000 }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[], buckets: number[]) =>
    new Histogram({ name: `trich_dan_${name}`, help, labelNames, buckets, registers: [registry] });
  const received = histogram(
    "acknowledgement_seconds",
    "Webhook call until its answer.",
    ["channel", "outcome"],
    ACKNOWLEDGEMENT,
  );
  const handled = histogram("answer_seconds", "Webhook until the answer is committed.", ["channel", "status"], WORK);
  const sent = histogram("delivery_seconds", "Commit until the platform's answer.", ["channel", "result"], WORK);
  const http = histogram("http_seconds", "HTTP request until its response.", ["route", "method", "status"], HTTP);
  const readQueue = queueGauges(registry, queue, queueTimeoutMs);
  const [channelLabel, statusLabel, routeLabel] = [bounded(10), bounded(20), bounded(60)];
  return {
    received: (channel, outcome, seconds) => received.observe({ channel: channelLabel(channel), outcome }, seconds),
    handled: (channel, status, seconds) =>
      handled.observe({ channel: channelLabel(channel), status: statusLabel(status) }, seconds),
    sent: (channel, result, seconds) => sent.observe({ channel: channelLabel(channel), result }, seconds),
    http: (route, method, status, seconds) =>
      http.observe({ route: routeLabel(route), method: methodLabel(method), status: String(status) }, seconds),
    text: async () => {
      await readQueue();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** Returns the reading. What could not be read is absent, not old. */
function queueGauges(registry: Registry, queue: MetricsOptions["queue"], timeoutMs: number): () => Promise<void> {
  const labelNames = ["queue", "channel", "state"] as const;
  const gauge = (name: string, help: string, names: readonly (typeof labelNames)[number][]) =>
    new Gauge({ name: `trich_dan_queue_${name}`, help, labelNames: [...names], registers: [registry] });
  const messages = gauge("messages", "Events and messages that are not finished.", labelNames);
  const oldest = gauge("oldest_seconds", "Age of the oldest of them.", labelNames);
  const readable = gauge("readable", "1 when the queue could be read for this scrape.", []);
  return async () => {
    const depths = await within(timeoutMs, queue).catch(() => null);
    messages.reset();
    oldest.reset();
    readable.set(depths === null ? 0 : 1);
    for (const { queue: name, channel, state, count, oldestSeconds } of depths ?? []) {
      messages.set({ queue: name, channel, state }, count);
      oldest.set({ queue: name, channel, state }, oldestSeconds);
    }
  };
}

/** A label with more values than there can be is a mistake, and each of them a series for ever. */
function bounded(most: number): (value: string) => string {
  const seen = new Set<string>();
  return (value) => {
    if (seen.size < most) seen.add(value);
    return seen.has(value) ? value : "other";
  };
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

const methodLabel = (method: string) => (METHODS.includes(method) ? method : "other");

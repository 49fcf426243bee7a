import { describe, expect, it } from "vitest";
import { createMetrics, type MetricsOptions } from "../../server/ops/metrics.ts";
import type { QueueDepth } from "../../server/queue/index.ts";

const depth = (count: number, entry: Partial<QueueDepth> = {}): QueueDepth => ({
  ...{ queue: "inbound", channel: "telegram", state: "new", count, oldestSeconds: 12.5 },
  ...entry,
});
const metricsOf = (queue: MetricsOptions["queue"] = async () => [], options: Partial<MetricsOptions> = {}) =>
  createMetrics({ queue, ...options });
/** Ours alone, without the process' own. */
const linesOf = (text: string) => text.split("\n").filter((line) => line.startsWith("trich_dan_"));

describe("the metrics", () => {
  it("count each call, answer, delivery and page with its time", async () => {
    const metrics = metricsOf();
    metrics.received("telegram", "stored", 0.002);
    metrics.received("telegram", "duplicate", 0.001);
    metrics.handled("telegram", "answered", 0.4);
    metrics.sent("zalo-oa", "retry", 2);
    metrics.http("/documents/:id", "GET", 200, 0.03);
    const lines = linesOf(await metrics.text());
    expect(lines).toEqual(
      expect.arrayContaining([
        'trich_dan_acknowledgement_seconds_count{channel="telegram",outcome="stored"} 1',
        'trich_dan_acknowledgement_seconds_bucket{le="0.0025",channel="telegram",outcome="stored"} 1',
        'trich_dan_acknowledgement_seconds_bucket{le="0.001",channel="telegram",outcome="stored"} 0',
        'trich_dan_acknowledgement_seconds_count{channel="telegram",outcome="duplicate"} 1',
        'trich_dan_answer_seconds_sum{channel="telegram",status="answered"} 0.4',
        'trich_dan_delivery_seconds_count{channel="zalo-oa",result="retry"} 1',
        'trich_dan_http_seconds_count{route="/documents/:id",method="GET",status="200"} 1',
      ]),
    );
  });

  it("hold the process' own figures, apart for each registry", async () => {
    const text = await metricsOf().text();
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(metricsOf().contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it("bound every label, whatever is handed over", async () => {
    const metrics = metricsOf();
    for (let i = 0; i < 200; i += 1) {
      metrics.http(`/documents/${i}`, i % 2 === 0 ? "GET" : `X${i}`, 200, 0);
      metrics.handled(`channel-${i}`, `status ${i}`, 0);
    }
    const text = await metrics.text();
    const values = (label: string) =>
      new Set([...text.matchAll(new RegExp(`${label}="([^"]*)"`, "g"))].map(([, v]) => v));
    expect(values("route").size).toBe(61);
    expect(values("channel").size).toBe(11);
    expect([...values("method")]).toEqual(["GET", "other"]);
    expect(values("status").has("other")).toBe(true);
  });
});

describe("the queue", () => {
  it("is read at each scrape, and what is gone is gone", async () => {
    const states = [[depth(3), depth(1, { queue: "outgoing", state: "held" })], [depth(2)]];
    const metrics = metricsOf(async () => states.shift() ?? []);
    expect(linesOf(await metrics.text())).toEqual([
      'trich_dan_queue_messages{queue="inbound",channel="telegram",state="new"} 3',
      'trich_dan_queue_messages{queue="outgoing",channel="telegram",state="held"} 1',
      'trich_dan_queue_oldest_seconds{queue="inbound",channel="telegram",state="new"} 12.5',
      'trich_dan_queue_oldest_seconds{queue="outgoing",channel="telegram",state="held"} 12.5',
      "trich_dan_queue_readable 1",
    ]);
    expect(linesOf(await metrics.text())).toEqual([
      'trich_dan_queue_messages{queue="inbound",channel="telegram",state="new"} 2',
      'trich_dan_queue_oldest_seconds{queue="inbound",channel="telegram",state="new"} 12.5',
      "trich_dan_queue_readable 1",
    ]);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("the database is away"))],
    [
      "throws at once",
      () => {
        throw new Error("the database is away");
      },
    ],
    ["never answers", () => new Promise<never>(() => {})],
  ])("that %s costs its own figures and not the scrape", async (_, broken) => {
    let reads = 0;
    const metrics = metricsOf(() => (reads++ === 0 ? Promise.resolve([depth(3)]) : broken()), { queueTimeoutMs: 20 });
    await metrics.text();
    metrics.handled("telegram", "answered", 1);
    const lines = linesOf(await metrics.text());
    expect(lines.filter((line) => line.startsWith("trich_dan_queue"))).toEqual(["trich_dan_queue_readable 0"]);
    expect(lines).toContain('trich_dan_answer_seconds_count{channel="telegram",status="answered"} 1');
  });
});

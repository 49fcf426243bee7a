import { describe, expect, it } from "vitest";
import { createMetrics } from "../../server/ops/metrics.ts";
import { createOpsRoutes, type OpsOptions, startOpsServer } from "../../server/ops/ops-server.ts";
import { openTestDatabase } from "../support/database.ts";

const metrics = createMetrics({ queue: async () => [] });
const fails = () => Promise.reject(new Error("Sở Tài chính, geheim"));
const routesOf = (options: Partial<OpsOptions> = {}) => createOpsRoutes({ metrics, checks: {}, ...options });

describe("the server for operation", () => {
  it("serves its three addresses over HTTP on a listener of its own, and nothing else", async () => {
    const db = await openTestDatabase();
    const checks = { database: async () => void (await db.query("select 1 as one")) };
    const server = await startOpsServer({ host: "127.0.0.1", port: 0, metrics, checks });
    const get = (path: string) => fetch(`${server.address}${path}`);
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    expect(await (await get("/readyz")).json()).toEqual({ status: "ok" });
    const scraped = await get("/metrics");
    expect(scraped.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await scraped.text()).toContain("trich_dan_queue_readable 1");
    for (const path of ["/", "/documents", "/api/ask"]) expect((await get(path)).status).toBe(404);
    await server.stop(0);
    await db.close();
    await expect(get("/healthz")).rejects.toThrow();
  });

  it("says by name what is not ready, without the fault's words, while the process is alive", async () => {
    const app = routesOf({ checks: { database: fails, queue: async () => {}, migrations: fails } });
    const response = await app.request("/readyz");
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "unready", failing: ["database", "migrations"] });
    expect((await app.request("/healthz")).status).toBe(200);
    expect((await app.request("/metrics")).status).toBe(200);
  });

  it("is not ready when a check does not come back", async () => {
    const app = routesOf({ checks: { database: () => new Promise(() => {}) }, timeoutMs: 20 });
    expect((await app.request("/readyz")).status).toBe(503);
  });

  it("reports a check once when it begins to fail, and again after it held", async () => {
    const reported: string[] = [];
    let away = true;
    const app = routesOf({
      checks: { database: () => (away ? fails() : Promise.resolve()) },
      report: (check) => void reported.push(check),
    });
    await app.request("/readyz");
    await app.request("/readyz");
    expect(reported).toEqual(["database"]);
    away = false;
    expect((await app.request("/readyz")).status).toBe(200);
    away = true;
    await app.request("/readyz");
    expect(reported).toEqual(["database", "database"]);
  });

  it("names its own settings when the port is taken", async () => {
    const first = await startOpsServer({ host: "127.0.0.1", port: 0, metrics, checks: {} });
    const port = Number(new URL(first.address).port);
    await expect(startOpsServer({ host: "127.0.0.1", port, metrics, checks: {} })).rejects.toMatchObject({
      code: "ops.cannot_listen",
      message: expect.stringContaining("OPS_PORT"),
    });
    await first.stop(0);
  });
});

import { Hono } from "hono";
import { expect, it } from "vitest";
import { httpMetrics } from "../../server/ops/http-metrics.ts";

it("counts a request under its pattern, never under the address that was asked for", async () => {
  const counted: unknown[][] = [];
  const app = new Hono();
  app.use(httpMetrics({ http: (route, method, status) => void counted.push([route, method, status]) }));
  app.use(async (context, next) => (context.req.header("x-refuse") ? context.text("no", 421) : next()));
  app.get("/documents/:id{[0-9]{1,15}}", (context) => context.text("here"));
  app.route(
    "/",
    new Hono().post("/webhooks/telegram", (context) => context.json({ ok: true })),
  );
  app.get("/broken", () => {
    throw new Error("a fault of ours");
  });
  app.onError((_, context) => context.text("fault", 500));
  await app.request("/documents/17");
  await app.request("/webhooks/telegram", { method: "POST" });
  await app.request("/broken");
  await app.request("/documents/17", { headers: { "x-refuse": "1" } });
  await app.request("/wp-login.php?user=admin");
  expect(counted).toEqual([
    ["/documents/:id{[0-9]{1,15}}", "GET", 200],
    ["/webhooks/telegram", "POST", 200],
    ["/broken", "GET", 500],
    ["/documents/:id{[0-9]{1,15}}", "GET", 421],
    ["/*", "GET", 404],
  ]);
});

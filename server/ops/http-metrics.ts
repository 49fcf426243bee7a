import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Metrics } from "./metrics.ts";

/** Counts each request under the pattern of its route. The first middleware of all, so that a refusal is counted too. */
export function httpMetrics({ http }: Pick<Metrics, "http">): MiddlewareHandler {
  return async (context, next) => {
    const started = performance.now();
    await next();
    http(routePath(context, -1), context.req.method, context.res.status, (performance.now() - started) / 1000);
  };
}

import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import type { Metrics } from "./metrics.ts";

/** Counts each request under the pattern of its route. The first middleware of all, so that a refusal is counted too. */
export function httpMetrics({ http }: Pick<Metrics, "http">): MiddlewareHandler {
  return async (context, next) => {
    const started = performance.now();
    await next();
    http(patternOf(context), context.req.method, context.res.status, (performance.now() - started) / 1000);
  };
}

/** The middlewares match everything and may stand behind the route too. */
function patternOf(context: Context): string {
  return (
    matchedRoutes(context)
      .map(({ path }) => path)
      .findLast((path) => path !== "/*") ?? "/*"
  );
}

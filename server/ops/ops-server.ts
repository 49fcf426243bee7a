import { Hono } from "hono";
import { AppError, isAppError } from "../../retrieval/index.ts";
import { type Listening, listen } from "../process/listen.ts";
import type { Metrics } from "./metrics.ts";
import { within } from "./within.ts";

export interface OpsOptions {
  metrics: Pick<Metrics, "text" | "contentType">;
  /** By name, what must hold before work is sent here: each throws when it does not. */
  checks: Readonly<Record<string, () => Promise<void>>>;
  /** Told once when a check begins to fail, for the log: a probe asks every few seconds. */
  report?(check: string, error: unknown): void;
  /** For each check; less than a probe waits. */
  timeoutMs?: number;
}

const PLAIN = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

/** `/healthz` (the process lives), `/readyz` (work may be sent here), `/metrics`. Knows nothing of documents. */
export function createOpsRoutes({ metrics, checks, report = () => {}, timeoutMs = 3000 }: OpsOptions): Hono {
  const app = new Hono();
  let known: readonly string[] = [];
  app.get("/healthz", (context) => context.json({ status: "ok" }, 200, PLAIN));
  app.get("/readyz", async (context) => {
    const failures = await failuresOf(checks, timeoutMs);
    for (const { name, error } of failures) if (!known.includes(name)) report(name, error);
    known = failures.map(({ name }) => name);
    if (failures.length === 0) return context.json({ status: "ok" }, 200, PLAIN);
    return context.json({ status: "unready", failing: known }, 503, PLAIN);
  });
  app.get("/metrics", async (context) =>
    context.body(await metrics.text(), 200, { ...PLAIN, "Content-Type": metrics.contentType }),
  );
  return app;
}

async function failuresOf(
  checks: OpsOptions["checks"],
  timeoutMs: number,
): Promise<{ name: string; error: unknown }[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await within(timeoutMs, check);
        return [];
      } catch (error) {
        return [{ name, error }];
      }
    }),
  );
  return results.flat();
}

/**
 * A listener of its own, so that no proxy in front of the pages can reach the figures by a wrong rule.
 * @throws AppError `ops.cannot_listen`
 */
export async function startOpsServer(options: OpsOptions & { host: string; port: number }): Promise<Listening> {
  const { host, port } = options;
  const routes = createOpsRoutes(options);
  try {
    return await listen({ fetch: (request) => routes.fetch(request), host, port });
  } catch (cause) {
    if (!isAppError(cause)) throw cause;
    throw new AppError({
      code: "ops.cannot_listen",
      message: `Cannot listen on ${host}:${port} for operation: the port is taken or refused. Choose other values for OPS_HOST and OPS_PORT.`,
      cause,
    });
  }
}

import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { requestError } from "./problem.ts";
import { decodeBody } from "./question.ts";

/** What a command of the command line came to. */
export interface CommandResult {
  /** Exit code. */
  code: number;
  out: string;
  err: string;
}

export interface ControlDependencies {
  /** Known only to who can read `server.json` beside the database. */
  token: string;
  run(argv: string[]): Promise<CommandResult>;
}

const command = z.object({ argv: z.array(z.string().max(4000)).max(100) });

/**
 * `POST /control {argv}`: the embedded database admits one process, so the one that has it carries out the commands of
 * the others. Without the right token the address does not exist.
 */
export function createControl({ token, run }: ControlDependencies): Hono {
  const app = new Hono();
  app.post("/control", async (context) => {
    const given = context.req.header("authorization") ?? "";
    if (!isSame(given, `Bearer ${token}`)) throw requestError("page.not_found", "No such page.");
    const parsed = command.safeParse(JSON.parse(decodeBody(await context.req.arrayBuffer())));
    if (!parsed.success) throw requestError("request.invalid", "The body must be {argv}.");
    return context.json(await run(parsed.data.argv), 200, { "Cache-Control": "no-store" });
  });
  return app;
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

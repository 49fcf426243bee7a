import { Hono } from "hono";
import { stream } from "hono/streaming";
import { z } from "zod";
import { hasBearer } from "./bearer.ts";
import { requestError } from "./problem.ts";
import { decodeBody, parseJson } from "./question.ts";

/** What a command writes, as it writes it, and at last its exit code. */
export type CommandPart = { out: string } | { err: string } | { code: number };

export interface ControlDependencies {
  /** Known only to who can read `server.json` beside the database. */
  token: string;
  /** Resolves with the exit code. */
  /** `write` resolves when the reader has taken the part. */
  run(argv: string[], write: (part: CommandPart) => Promise<unknown>): Promise<number>;
}

const command = z.object({ argv: z.array(z.string().max(4000)).max(100) });

/**
 * `POST /control {argv}`: the embedded database admits one process, so the one that has it carries out the commands of
 * the others. Answers with a `CommandPart` a line, as they come: indexing a folder takes minutes. Without the right
 * token the address does not exist.
 */
export function createControl({ token, run }: ControlDependencies): Hono {
  const app = new Hono();
  app.post("/control", async (context) => {
    if (!hasBearer(context, token)) throw requestError("page.not_found", "No such page.");
    const parsed = command.safeParse(parseJson(decodeBody(await context.req.arrayBuffer())));
    if (!parsed.success) throw requestError("request.invalid", "The body must be {argv}.");
    const { argv } = parsed.data;
    context.header("Content-Type", "application/x-ndjson");
    context.header("Cache-Control", "no-store");
    return stream(context, async (output) => {
      // In order: each write waits for the one before it.
      let written = Promise.resolve<unknown>(null);
      const write = (part: CommandPart) => {
        written = written.then(() => output.write(`${JSON.stringify(part)}\n`));
        return written;
      };
      write({ code: await run(argv, write) });
      await written;
    });
  });
  return app;
}

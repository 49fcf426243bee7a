import { runReplay } from "./audit/replay.ts";
import type { Surroundings } from "./command.ts";
import { usageError } from "./usage.ts";

/** `audit replay …`. Returns the exit code. */
export async function runAudit(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [command, ...rest] = args;
  if (command === "replay") return runReplay(rest, surroundings);
  throw usageError(command === undefined ? "No audit command given." : `There is no command audit ${command}.`);
}

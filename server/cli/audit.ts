import { runAuditExport } from "./audit/export.ts";
import { runLogCommand } from "./audit/log.ts";
import { runReplay } from "./audit/replay.ts";
import { runVerifyManifest } from "./audit/verify-manifest.ts";
import type { Surroundings } from "./command.ts";

/** `audit …`: what is done with the log of answers. Returns the exit code. */
export async function runAudit(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case "replay":
      return runReplay(rest, surroundings);
    case "export":
      return runAuditExport(rest, surroundings);
    case "verify-manifest":
      return runVerifyManifest(rest, surroundings.stdout);
    default:
      return runLogCommand(args, surroundings);
  }
}

import { runAuditExport } from "./audit/export.ts";
import { runVerifyManifest } from "./audit/verify-manifest.ts";
import type { Surroundings } from "./command.ts";
import { usageError } from "./usage.ts";

/** `audit export | verify-manifest`. Returns the exit code. */
export async function runAudit(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const [command, ...rest] = args;
  if (command === "export") return runAuditExport(rest, surroundings);
  if (command === "verify-manifest") return runVerifyManifest(rest, surroundings.stdout);
  throw usageError(command === undefined ? "No audit command given." : `There is no command audit ${command}.`);
}

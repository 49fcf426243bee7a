import { Readable } from "node:stream";
import type { Config } from "../config.ts";
import type { CommandPart } from "../http/control.ts";
import type { Runtime } from "../runtime.ts";
import { runCommand } from "./command.ts";
import { localUser } from "./user.ts";

/** Runs a command that another process was given, with the runtime that is open here. Resolves with the exit code. */
export function runForAnother(
  argv: readonly string[],
  { config, runtime, write }: { config: Config; runtime: Runtime; write(part: CommandPart): unknown },
): Promise<number> {
  return runCommand(argv, {
    config: () => config,
    stdin: Readable.from([]),
    stdout: { write: (out) => write({ out }) },
    stderr: { write: (err) => write({ err }) },
    // The command closes what it opened; this one stays open.
    open: async () => ({ ...runtime, close: async () => {} }),
    fetch,
    // Who can read the token of the data folder is its owner, as this process is.
    user: localUser(),
  });
}

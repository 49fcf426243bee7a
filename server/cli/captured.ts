import { Readable } from "node:stream";
import type { Config } from "../config.ts";
import type { CommandResult } from "../http/control.ts";
import type { Runtime } from "../runtime.ts";
import { runCommand } from "./command.ts";

/** Runs a command that another process was given, with the runtime that is open here, and keeps what it writes. */
export async function runCaptured(
  argv: readonly string[],
  { config, runtime }: { config: Config; runtime: Runtime },
): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(argv, {
    config: () => config,
    stdin: Readable.from([]),
    stdout: { write: (text) => void out.push(text) },
    stderr: { write: (text) => void err.push(text) },
    // The command closes what it opened; this one stays open.
    open: async () => ({ ...runtime, close: async () => {} }),
    fetch,
  });
  return { code, out: out.join(""), err: err.join("") };
}

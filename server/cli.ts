import { openRuntime } from "./app.ts";
import { runCommand } from "./cli/command.ts";
import { readConfig, silenceTracing } from "./config.ts";

silenceTracing();

// A reader that goes away (`npm run ask … | head -1`) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runCommand(process.argv.slice(2), {
  config: () => readConfig(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  open: openRuntime,
  fetch,
});

import { openRuntime } from "./app.ts";
import { runCommand } from "./cli/command.ts";
import { localUser } from "./cli/user.ts";
import { type Config, readConfig } from "./config.ts";
import { createLog } from "./ops/log.ts";
import type { Runtime } from "./runtime.ts";

// A reader that goes away (`npm run ask … | head -1`) is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exitCode = await runCommand(process.argv.slice(2), {
  config: () => readConfig(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  open: openLoggingAside,
  fetch,
  user: localUser(),
});

/** Standard output is the command's own: another program may read it. */
function openLoggingAside(config: Config): Promise<Runtime> {
  return openRuntime(config, {
    log: createLog({ ...config.log, secrets: config.secrets, destination: process.stderr }),
  });
}

import { openRuntime } from "../../server/app.ts";
import { runForAnother } from "../../server/cli/for-another.ts";
import { readConfig } from "../../server/config.ts";
import { type Role, serve } from "../../server/process/serve.ts";

/**
 * The real server, but for one thing: with KILL_AT=step:n it ends itself by SIGKILL the n-th time that it passes the
 * step; with HANG=yes nothing that it handles comes to an end, as with a chat model that does not answer. Argument: its
 * role.
 */
const [step, count = "1"] = (process.env.KILL_AT ?? "").split(":");
let left = Number(count);

const config = readConfig();
await serve({
  config,
  role: (process.argv[2] ?? "all") as Role,
  open: () =>
    openRuntime(config, {
      pipeline: (real) => (process.env.HANG ? { ...real, handle: () => new Promise(() => {}) } : real),
      observe: (passed) => {
        if (passed !== step) return;
        left -= 1;
        if (left === 0) process.kill(process.pid, "SIGKILL");
      },
    }),
  say: () => {},
  command: (argv, runtime, write) => runForAnother(argv, { config, runtime, write }),
});
console.log("serving");

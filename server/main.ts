import { parseArgs } from "node:util";
import { AppError } from "../retrieval/index.ts";
import { openRuntime } from "./app.ts";
import { runForAnother } from "./cli/for-another.ts";
import { readConfig } from "./config.ts";
import { faultSentence } from "./process/fault.ts";
import { type Role, serve } from "./process/serve.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;
const ROLES = ["web", "worker", "all"] as const;

async function main(): Promise<void> {
  const role = readRole(process.argv.slice(2));
  const config = readConfig();
  const serving = await serve({
    config,
    role,
    open: openRuntime,
    say: (line) => console.log(line),
    command: (argv, runtime, write) => runForAnother(argv, { config, runtime, write }),
  });
  if (serving.address === null) console.log("Trích Dẫn is ready: worker, answering and sending.");
  else greet(serving.address, serving.example);
  console.log("Press Ctrl+C to stop.");
  await stopSignal();
  console.log("Stopping…");
  await serving.stop();
}

function greet(address: string, example: string | null): void {
  console.log(`Trích Dẫn is ready: ${address}`);
  console.log(example === null ? "No documents yet: npm run index -- PATH…" : `Ask, for example: ${example}`);
}

function readRole(args: string[]): Role {
  const { values } = parseArgs({ args, options: { role: { type: "string", default: "all" } }, strict: false });
  const role = ROLES.find((name) => name === values.role);
  if (role !== undefined) return role;
  throw new AppError({ code: "server.unknown_role", message: `--role must be one of ${ROLES.join(", ")}.` });
}

/** The first signal stops in order; a second one, from somebody who will not wait, ends at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of STOP_SIGNALS) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(130));
      });
    }
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(`Trích Dẫn could not start. ${faultSentence(error)}`);
  process.exit(1);
}

import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { faultSentence } from "../process/fault.ts";
import type { Runtime } from "../runtime.ts";
import { withPasswordHash } from "./accounts.ts";
import { runAdmin } from "./admin.ts";
import { runAsk } from "./ask.ts";
import { runAudit } from "./audit.ts";
import { runChannels } from "./channels.ts";
import { hereOrThere } from "./forward.ts";
import { runIndex } from "./index-files.ts";
import { USAGE, usageError } from "./usage.ts";
import { runZalo } from "./zalo.ts";
import { zaloDependencies } from "./zalo-dependencies.ts";

/** A terminal or a pipe. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/** Everything that a command touches outside the program. */
export interface Surroundings {
  /** Throws when a setting is wrong. */
  config(): Config;
  stdin: Readable;
  stdout: Output;
  stderr: Output;
  open(config: Config): Promise<Runtime>;
  fetch: typeof fetch;
  /** Who runs the command, as the operating system names them. */
  user: string;
}

/** Runs one command. Returns the exit code: 0 done, 1 failed or something failed, 2 wrong use. */
export async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const [command, ...rest] = argv;
  try {
    switch (command) {
      case "index":
        return await indexHereOrThere(rest, surroundings);
      case "ask":
        return await runAsk(rest, surroundings.config(), surroundings);
      case "admin":
      case "channels":
        return await runWithRuntime(command, argv, surroundings);
      case "audit":
        return await runAudit(rest, surroundings);
      case "zalo":
        return await runZalo(rest, zaloDependencies(surroundings));
      case "help":
      case "--help":
        surroundings.stdout.write(`${USAGE}\n`);
        return 0;
      default:
        throw usageError(command === undefined ? "No command given." : `There is no command ${command}.`);
    }
  } catch (error) {
    surroundings.stderr.write(`${faultSentence(error)}\n`);
    return isAppError(error) && error.code === "usage" ? 2 : 1;
  }
}

/** Short commands on what the database holds: carried out by the server where that has the database. */
async function runWithRuntime(
  command: "admin" | "channels",
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { open, stdout } = surroundings;
  const config = surroundings.config();
  const isAccount = command === "admin" && argv[1] === "account";
  // A password is read where somebody types it, and only its hash is handed on.
  const args = isAccount ? ["account", ...(await withPasswordHash(argv.slice(2), surroundings))] : argv.slice(1);
  return hereOrThere([command, ...args], config, surroundings, async () => {
    const runtime = await open(config);
    try {
      return await (command === "admin"
        ? runAdmin(args, runtime, stdout, surroundings.stderr)
        : runChannels(args, { config, runtime, stdout }));
    } finally {
      await runtime.close();
    }
  });
}

/** The server may run in another folder: it gets whole paths. */
async function indexHereOrThere(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const config = surroundings.config();
  const whole = args.map((arg) => (arg.startsWith("-") ? arg : resolve(arg)));
  return hereOrThere(["index", ...whole], config, surroundings, () => runIndex([...args], config, surroundings));
}

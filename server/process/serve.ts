import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, type IngestProgress } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { loadAssets } from "../http/assets.ts";
import { createAddressOf } from "../http/client-address.ts";
import type { CommandPart, ControlDependencies } from "../http/control.ts";
import { createRoutes } from "../http/routes.ts";
import { startOpsServer } from "../ops/ops-server.ts";
import { exampleQuestions } from "../pages/index.ts";
import type { Runtime } from "../runtime.ts";
import { leaveAddress } from "./address-file.ts";
import { type Fetch, type Listening, listen } from "./listen.ts";

const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));
const ASSETS = fileURLToPath(new URL("../pages/assets", import.meta.url));
const GRACE_MS = 10_000;

/** "web" takes in, "worker" answers and sends, "all" does both in one process. */
export type Role = "web" | "worker" | "all";

export interface ServeOptions {
  config: Config;
  role?: Role;
  open(config: Config): Promise<Runtime>;
  /** One line for whoever started it. */
  say(line: string): void;
  /** Carries out a command of the command line with the runtime that is open. Resolves with the exit code. */
  command(argv: string[], runtime: Runtime, write: (part: CommandPart) => unknown): Promise<number>;
}

export interface Serving {
  /** Null for a worker: nobody calls it. */
  address: string | null;
  /** A question that the held documents can answer; null when none is held. */
  example: string | null;
  stop(): Promise<void>;
}

/**
 * Takes the port first, so that a busy one is told at once and not after the samples were indexed; answers 503 until
 * the database is open. On a failure everything taken is given back.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, role = "all" } = options;
  checkRole(config, role);
  if (role === "worker") return work(options, await prepare(options));
  let fetch: Fetch = startingRoutes(config);
  const listening = await listen({
    fetch: (request, env) => fetch(request, env),
    host: config.host,
    port: config.port,
  });
  try {
    const runtime = await prepare(options);
    const token = randomBytes(32).toString("base64url");
    const control: ControlDependencies = { token, run: (argv, write) => options.command(argv, runtime, write) };
    const assets = loadAssets(ASSETS);
    const closing = new AbortController();
    const { publicUrl } = config;
    const addressOf = createAddressOf(config.trustedProxies);
    const console = { ...runtime.console, publicUrl, addressOf, closing: closing.signal };
    const routes = createRoutes({
      ...runtime,
      webChat: config.webChat,
      publicUrl,
      addressOf,
      control,
      assets,
      console,
    });
    fetch = (request, env) => routes.fetch(request, env);
    const { address } = listening;
    const removeAddress = config.databaseUrl === null ? leaveAddress(config.dataDir, { address, token }) : () => {};
    const stopTaking = async () => {
      removeAddress();
      closing.abort();
      await listening.stop(GRACE_MS);
    };
    const [example = null] = exampleQuestions(await runtime.library.list());
    const { stop } = await work(options, runtime, stopTaking);
    return { address, example, stop };
  } catch (error) {
    await listening.stop(0);
    throw error;
  }
}

/** Processes share a PostgreSQL; the embedded database admits one. */
function checkRole(config: Config, role: Role): void {
  if (role === "all" || config.databaseUrl !== null) return;
  throw new AppError({
    code: "server.role_needs_server",
    message: `--role ${role} shares its database with other processes, and the embedded database admits one. Set DATABASE_URL, or leave --role away.`,
  });
}

/** What runs beside the web: the queue and the listener for operation. Stops in the order in which work flows. */
async function work(
  { config, role = "all" }: ServeOptions,
  runtime: Runtime,
  stopTaking: () => Promise<void> = async () => {},
): Promise<Serving> {
  const working = role === "web" ? null : (runtime.queue?.work() ?? null);
  const reading = role === "web" ? null : runtime.jobs.work();
  // The web chat writes answers too.
  const auditing = runtime.audit.work();
  const reporting = role === "web" ? null : runtime.weeklyReport.work();
  if (role !== "web") await runtime.reindexer.recover().catch(runtime.report);
  let ops: Listening | null = null;
  try {
    ops = await startOps(config, runtime, working);
  } catch (error) {
    await Promise.all([working?.stop(), reading?.stop(), reporting?.stop(), runtime.reindexer.stop(), auditing.stop()]);
    await runtime.close();
    throw error;
  }
  const stop = async () => {
    await stopTaking();
    await atMost(
      GRACE_MS,
      Promise.all([working?.stop(), reading?.stop(), reporting?.stop(), runtime.reindexer.stop()]),
    );
    // After the last answer.
    await atMost(GRACE_MS, auditing.stop());
    await ops?.stop(0);
    await runtime.close();
  };
  return { address: null, example: null, stop };
}

/** What hangs is left: it was not committed, and another process takes it over when its lease ends. */
async function atMost(ms: number, work: Promise<unknown> | undefined): Promise<void> {
  const limit = AbortSignal.timeout(ms);
  const late = new Promise<void>((resolve) => limit.addEventListener("abort", () => resolve(), { once: true }));
  await Promise.race([work, late]);
}

async function startOps(
  { ops: { host, port } }: Config,
  { ready, metrics, report }: Runtime,
  working: { check(): Promise<void> } | null,
): Promise<Listening | null> {
  if (port === null) return null;
  const checks = { database: ready, ...(working === null ? {} : { queue: () => working.check() }) };
  return startOpsServer({ host, port, metrics, checks, report: (_, error) => report(error) });
}

async function prepare({ config, open, say, role = "all" }: ServeOptions): Promise<Runtime> {
  const runtime = await open(config);
  try {
    for (const notice of runtime.notices) say(notice);
    if (config.samples && role !== "worker") await indexSamples(runtime, say);
    return runtime;
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** Only into an empty database: somebody who removed the samples does not want them back. */
async function indexSamples(runtime: Runtime, say: (line: string) => void): Promise<void> {
  if ((await runtime.count()) > 0) return;
  say("First start: indexing the bundled samples.");
  const onProgress = ({ done, total, file }: IngestProgress) => say(`  ${done}/${total} ${basename(file.path)}`);
  const files = await runtime.index([SAMPLES], { onProgress, collection: "samples" });
  const failed = files.filter(({ outcome }) => outcome === "failed");
  for (const { path, reason } of failed) say(`  ${path} could not be indexed: ${reason}`);
}

/** A platform that calls meanwhile gets a 503 too, and calls again. */
function startingRoutes(config: Config): Fetch {
  const error = new AppError({ code: "server.starting", message: "The server is starting.", retryable: true });
  const refuse = (): Promise<never> => Promise.reject(error);
  const library = { list: refuse, find: refuse };
  const routes = createRoutes({
    ask: refuse,
    conversations: { say: refuse, admits: refuse, turns: refuse, corrections: refuse },
    // Nobody is let in or turned away yet.
    webChat: "open",
    library,
    ready: refuse,
    assets: loadAssets(ASSETS),
    report: () => {},
    publicUrl: config.publicUrl,
  });
  for (const path of ["/webhooks/:channel", "/enter", "/quan-tri/*"]) routes.all(path, refuse);
  return (request) => routes.fetch(request);
}

import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, type IngestProgress } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { loadAssets } from "../http/assets.ts";
import { createRoutes } from "../http/routes.ts";
import { exampleQuestions } from "../pages/index.ts";
import type { Runtime } from "../runtime.ts";
import { leaveAddress } from "./address-file.ts";
import { type Fetch, listen } from "./listen.ts";

const SAMPLES = fileURLToPath(new URL("../../samples", import.meta.url));
const ASSETS = fileURLToPath(new URL("../pages/assets", import.meta.url));
const GRACE_MS = 10_000;

export interface ServeOptions {
  config: Config;
  open(config: Config): Promise<Runtime>;
  /** One line for whoever started it. */
  say(line: string): void;
  /** Faults of ours met while serving. */
  report(error: unknown): void;
}

export interface Serving {
  address: string;
  /** A question that the held documents can answer; null when none is held. */
  example: string | null;
  stop(): Promise<void>;
}

/**
 * Takes the port first, so that a busy one is told at once and not after the samples were indexed; answers 503 until
 * the database is open. On a failure everything taken is given back.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config } = options;
  let fetch: Fetch = startingRoutes();
  const listening = await listen({ fetch: (request) => fetch(request), host: config.host, port: config.port });
  try {
    const runtime = await prepare(options);
    const routes = createRoutes({ ...runtime, assets: loadAssets(ASSETS), report: options.report });
    fetch = (request) => routes.fetch(request);
    const removeAddress = config.databaseUrl === null ? leaveAddress(config.dataDir, listening.address) : () => {};
    const stop = async () => {
      removeAddress();
      await listening.stop(GRACE_MS);
      await runtime.close();
    };
    const [example = null] = exampleQuestions(await runtime.library.list());
    return { address: listening.address, example, stop };
  } catch (error) {
    await listening.stop(0);
    throw error;
  }
}

async function prepare({ config, open, say }: ServeOptions): Promise<Runtime> {
  const runtime = await open(config);
  try {
    for (const notice of runtime.notices) say(notice);
    if (config.samples) await indexSamples(runtime, say);
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

function startingRoutes(): Fetch {
  const refuse = (): Promise<never> =>
    Promise.reject(new AppError({ code: "server.starting", message: "The server is starting.", retryable: true }));
  const library = { list: refuse, find: refuse };
  const routes = createRoutes({ ask: refuse, library, ready: refuse, assets: loadAssets(ASSETS), report: () => {} });
  return (request) => routes.fetch(request);
}

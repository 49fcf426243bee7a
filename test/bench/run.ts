/** `npm run bench -- NAME [--json] …`: each bench prints a table, or one JSON object with `--json`. */
const [name = "", ...args] = process.argv.slice(2);

const benches: Readonly<Record<string, () => Promise<{ run(args: string[]): Promise<void> }>>> = {
  retrieval: () => import("./retrieval.ts"),
  ask: () => import("./ask.ts"),
  console: () => import("./console.ts"),
  ack: () => import("./ack.ts"),
  ingest: () => import("./ingest.ts"),
  statistics: () => import("./statistics.ts"),
  export: () => import("./export.ts"),
  desk: () => import("./desk.ts"),
  replay: () => import("./replay.ts"),
  audit: () => import("./audit.ts"),
  embed: () => import("./embed.ts"),
  vectors: () => import("./vectors.ts"),
};

const load = benches[name];
if (!load) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join("|")} [--json]`);
  process.exit(2);
}
try {
  await (await load()).run(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

import { parseArgs } from "node:util";
import { createOfflineEmbedder, openDatabase } from "../../retrieval/index.ts";
import { createReplayer } from "../../server/replay/index.ts";
import { askSet, differing, indexSet, missingSet, SETS } from "../replay/support.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";

/** Of one set on one database. Times in milliseconds, of one replay. */
interface Measured {
  set: string;
  database: string;
  questions: number;
  /** Not the same to the last score; from the running index, and from a copy of its generation. */
  differLive: number;
  differRebuilt: number;
  live: number;
  rebuilt: number;
  /** Building the copy, with the first replay. */
  build: number;
  peakMegabytes: number;
}

/** Asks every visible set, and answers it again. Fails when an answer is another one. */
export async function run(args: string[]): Promise<void> {
  const options = { set: { type: "string", multiple: true }, json: { type: "boolean" } } as const;
  const { values } = parseArgs({ args, options });
  const results: Measured[] = [];
  for (const set of Object.values(SETS).filter(({ name }) => values.set?.includes(name) ?? true)) {
    const why = missingSet(set);
    if (why !== null) console.error(`${set.name}: left out, ${why}`);
    else
      for (const database of testDatabaseUrl === null ? ["pglite"] : ["pglite", "postgres"])
        results.push(await measure(set, database));
  }
  console.log(values.json ? JSON.stringify(results) : results.map(line).join("\n"));
  if (results.some(({ differLive, differRebuilt }) => differLive + differRebuilt > 0)) process.exitCode = 1;
}

async function measure(set: (typeof SETS)[keyof typeof SETS], database: string): Promise<Measured> {
  const empty = database === "postgres" ? await createEmptyDatabase(testDatabaseUrl ?? "") : null;
  const db = await openDatabase(empty === null ? { memory: true } : { databaseUrl: empty.url });
  const asked = { db, embedder: createOfflineEmbedder() };
  const replayer = createReplayer({ db, embedders: [asked.embedder], program: "1" });
  try {
    await indexSet(asked, set);
    const ids = await askSet(asked, set);
    const live = await timed(() => differing(replayer, ids, "live"));
    await db.query("insert into index_generations (reason, weighted_average) values ('bench', 1)");
    const build = await timed(() => differing(replayer, ids.slice(0, 1), "rebuilt"));
    const rebuilt = await timed(() => differing(replayer, ids, "rebuilt"));
    return {
      ...{ set: set.name, database, questions: ids.length },
      ...{ differLive: live.result.length, differRebuilt: rebuilt.result.length },
      ...{ live: Math.round(live.took / ids.length), rebuilt: Math.round(rebuilt.took / ids.length) },
      build: Math.round(build.took),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await replayer.close();
    await db.close();
    await empty?.drop();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; took: number }> {
  const started = performance.now();
  return { result: await work(), took: performance.now() - started };
}

const line = ({ set, database, questions, differLive, differRebuilt, live, rebuilt, build, peakMegabytes }: Measured) =>
  `${set} on ${database}: ${questions} questions; differ ${differLive} live (${live} ms each), ${differRebuilt} rebuilt ` +
  `(${rebuilt} ms each, copy built in ${build} ms); peak ${peakMegabytes} MB`;

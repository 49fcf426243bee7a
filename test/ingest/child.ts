/**
 * A process to be killed: `ingest FOLDER` or `reindex`, on DATABASE_URL or DATA_DIR. Prints a line for each document, so
 * that a test knows when to kill it.
 */
import { ingestFiles, openDatabase, reindexAll, reindexStatus, resumeReindex } from "../../retrieval/index.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { NEWER_PARSER } from "./asking.ts";

const [command, folder = ""] = process.argv.slice(2);
const { DATABASE_URL, DATA_DIR } = process.env;
const db = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR });
const embedder = createHashedEmbedder();
if (command === "ingest") {
  await ingestFiles({ db, embedder }, [folder], {
    onProgress: ({ done, file }) => console.log(`ingested ${done} ${file.outcome}`),
  });
} else {
  const deps = { db, embedder, parser: NEWER_PARSER };
  const onProgress = ({ run, progress }: { run: { state: string }; progress: { prepared: number } }) =>
    console.log(`${run.state} ${progress.prepared}`);
  if (await reindexStatus(db)) await resumeReindex(deps, onProgress);
  else await reindexAll(deps, { reason: "test", actor: "child", onProgress });
}
await db.close();

import { createPipeline } from "../bot/index.ts";
import { createOfflineEmbedder, ingestFiles, listDocuments, openDatabase } from "../retrieval/index.ts";
import type { Config } from "./config.ts";
import { createLibrary } from "./library/from-store.ts";
import type { Runtime } from "./runtime.ts";

/**
 * The one composition root: everything that the server and the command line use is built here, once. Opens the
 * database and brings its schema forward; throws the database's own `AppError` when it cannot.
 */
export async function openRuntime(config: Config): Promise<Runtime> {
  const place = config.databaseUrl === null ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl };
  const db = await openDatabase(place);
  const embedder = createOfflineEmbedder();
  const pipeline = createPipeline({ db, embedder });
  return {
    ask: (question, channel) => pipeline.ask(question, { channel }),
    index: (paths, { onProgress, collection }) =>
      ingestFiles({ db, embedder }, paths, collection === undefined ? { onProgress } : { onProgress, collection }),
    library: createLibrary(db),
    count: async () => (await listDocuments(db)).length,
    ready: async () => void (await db.query("select 1 as one")),
    notices: db.notices,
    close: () => db.close(),
  };
}

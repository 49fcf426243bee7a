import { rmSync } from "node:fs";
import { type Database, openDatabase } from "../../retrieval/index.ts";
import { createEmptyDatabase, prepareDataDir, testDatabaseUrl } from "./database.ts";
import { newFolder, type Settings } from "./program.ts";

/** An empty database for whole programs. */
export interface Place {
  settings: Settings;
  /** When no program has it any more: the embedded one admits one process. */
  open(): Promise<Database>;
  drop(): Promise<void>;
}

/** The embedded database in a new folder, or a new database on the test suite's PostgreSQL. */
export async function newPlace(): Promise<Place> {
  const dataDir = newFolder();
  if (testDatabaseUrl === null) {
    await prepareDataDir(dataDir);
    return {
      settings: { DATA_DIR: dataDir },
      open: () => openDatabase({ dataDir }),
      drop: async () => rmSync(dataDir, { recursive: true, force: true }),
    };
  }
  const { url, drop } = await createEmptyDatabase(testDatabaseUrl);
  return {
    settings: { DATA_DIR: dataDir, DATABASE_URL: url },
    open: () => openDatabase({ databaseUrl: url }),
    drop,
  };
}

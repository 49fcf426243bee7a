import { PGlite, types } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { type Database, type Statements, transactionHandle } from "./port.ts";

export interface PgliteOptions {
  /** Folder of the database itself; absent = in memory. */
  folder?: string;
  /** A dump made by `dump()` of an in-memory database: opens in 0.4 s where an empty one takes 3–5 s. */
  dump?: Blob;
}

export interface PgliteDatabase extends Database {
  dump(): Promise<Blob>;
}

/** Opens the embedded database. The caller has taken the folder's lock. */
export async function openPglite({ folder, dump }: PgliteOptions): Promise<PgliteDatabase> {
  const db = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(dump === undefined ? {} : { loadDataDir: dump }),
    extensions: { vector },
    // Numbers for int8 on both databases: PGlite turns large ones into BigInt by itself.
    parsers: { [types.INT8]: (value: string) => Number(value) },
  });
  const statements = pgliteStatements(db);
  return {
    kind: "pglite",
    notices: [],
    ...statements,
    transaction: (work) => db.transaction((tx) => work(transactionHandle("pglite", pgliteStatements(tx)))),
    close: () => db.close(),
    dump: () => db.dumpDataDir("none"),
  };
}

function pgliteStatements(db: Pick<PGlite, "query" | "exec">): Statements {
  return {
    async query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
      return (await db.query<T>(sql, params ? [...params] : undefined)).rows;
    },
    async exec(sql) {
      await db.exec(sql);
    },
  };
}

import { type Database, type Head, readHead } from "../../../retrieval/index.ts";
import { type Bounds, readBounds } from "./store/bounds.ts";

/** One state of the log, held while it is read. */
export interface Snapshot {
  db: Database;
  head: Head;
  bounds: Bounds;
  /** Gives the connection back. */
  end(): Promise<void>;
}

/**
 * PostgreSQL: one transaction that sees the moment it began at, whatever is written meanwhile. The embedded database has
 * one connection, and a transaction would hold up every answer until the reader is done: there the bounds make the state,
 * for rows are only ever added. What is erased meanwhile is then erased in the rest of the export too.
 */
export async function openSnapshot(db: Database): Promise<Snapshot> {
  if (db.kind === "pglite") return { db, ...(await readState(db)), end: async () => {} };
  const { tx, end } = await holdTransaction(db);
  try {
    return { db: tx, ...(await readState(tx)), end };
  } catch (error) {
    await end().catch(() => {});
    throw error;
  }
}

const readState = async (db: Database) => ({ head: await readHead(db), bounds: await readBounds(db) });

async function holdTransaction(db: Database): Promise<{ tx: Database; end(): Promise<void> }> {
  const begun = Promise.withResolvers<Database>();
  const over = Promise.withResolvers<void>();
  const finished = db.transaction(async (tx) => {
    await tx.exec("set transaction isolation level repeatable read, read only");
    begun.resolve(tx);
    await over.promise;
  });
  finished.catch(begun.reject);
  return {
    tx: await begun.promise,
    end: () => {
      over.resolve();
      return finished;
    },
  };
}

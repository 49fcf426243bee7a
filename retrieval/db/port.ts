/**
 * The one way to the database. Everything is written for this port, so that the embedded default (PGlite) and
 * PostgreSQL run the same code.
 */
export interface Database {
  readonly kind: "pglite" | "postgres";
  /** Start-up remarks for whoever operates it, in English. */
  readonly notices: readonly string[];
  /**
   * Runs one statement. Values are always parameters; a `jsonb` parameter is given through `JSON.stringify` (a bare
   * array works on PGlite and fails on PostgreSQL). int8 comes back as a number on both.
   */
  query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Runs several statements without parameters: migrations only. */
  exec(sql: string): Promise<void>;
  /**
   * Commits when `work` resolves, rolls back when it throws. `work` uses the handle that it is given and no other: on
   * PGlite the outer handle would wait for the transaction that waits for it. A transaction inside one is a savepoint.
   */
  transaction<T>(work: (tx: Database) => Promise<T>): Promise<T>;
  /** Ends the connections and gives the data folder free. A handle inside a transaction ignores it. */
  close(): Promise<void>;
}

/** The part that an adapter supplies for one connection inside a transaction. */
export interface Statements {
  query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  exec(sql: string): Promise<void>;
}

/** The handle that `work` gets: transactions inside it are savepoints named by their depth. */
export function transactionHandle(kind: Database["kind"], statements: Statements, depth = 1): Database {
  return {
    kind,
    notices: [],
    query: (sql, params) => statements.query(sql, params),
    exec: (sql) => statements.exec(sql),
    async transaction(work) {
      const name = `inner_${depth}`;
      await statements.exec(`savepoint ${name}`);
      try {
        const result = await work(transactionHandle(kind, statements, depth + 1));
        await statements.exec(`release savepoint ${name}`);
        return result;
      } catch (error) {
        await statements.exec(`rollback to savepoint ${name}`);
        throw error;
      }
    },
    close: async () => {},
  };
}

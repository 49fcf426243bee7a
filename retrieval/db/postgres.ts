import pg from "pg";
import { AppError } from "../errors.ts";
import { type Database, type Statements, transactionHandle } from "./port.ts";

const INT8 = 20;

/** One row shape for both databases: int8 as a number instead of pg's string, without touching pg's global parsers. */
const typeParsers = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === INT8) return (value: string) => Number(value);
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
  },
};

/** Opens a pool and proves that the server answers. Throws `database.unreachable`; the URL is never in a message. */
export async function openPostgres(databaseUrl: string): Promise<Database> {
  const pool = createPool(databaseUrl);
  // Without a listener an idle connection that the server ends crashes the process.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const statements = poolStatements(pool);
  try {
    await statements.query("select 1 as ok");
  } catch (error) {
    await pool.end();
    throw unreachable(error);
  }
  return {
    kind: "postgres",
    notices: [],
    ...statements,
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

function createPool(connectionString: string): pg.Pool {
  try {
    return new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 10_000, types: typeParsers });
  } catch (error) {
    throw unreachable(error);
  }
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const result = await work(transactionHandle("postgres", poolStatements(client)));
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function poolStatements(connection: pg.Pool | pg.PoolClient): Statements {
  return {
    async query<T extends object>(sql: string, params?: readonly unknown[]): Promise<T[]> {
      return (await connection.query<T & pg.QueryResultRow>(sql, params ? [...params] : undefined)).rows;
    },
    async exec(sql) {
      await connection.query(sql);
    },
  };
}

function unreachable(cause: unknown): AppError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
  return new AppError({
    code: "database.unreachable",
    // The cause's own message may hold the host and the user, never the password; its code is enough to act on.
    message: `The PostgreSQL server in DATABASE_URL cannot be used (${code}). Check that it runs, the address, the user and the password.`,
    userMessage: "Cơ sở dữ liệu hiện không kết nối được. Xin vui lòng thử lại sau ít phút.",
    cause,
    retryable: true,
  });
}

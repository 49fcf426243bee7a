import { join } from "node:path";
import { AppError, isAppError } from "../errors.ts";
import { lockFolder } from "./folder-lock.ts";
import { lockSchema, migrate } from "./migrate.ts";
import { openPglite } from "./pglite.ts";
import type { Database } from "./port.ts";
import { openPostgres } from "./postgres.ts";
import { ensureVector } from "./vector-extension.ts";

/** Exactly one is given. */
export interface OpenDatabaseOptions {
  /** Embedded: the database is `<dataDir>/database`, its lock `<dataDir>/database.lock`. */
  dataDir?: string | undefined;
  /** PostgreSQL with pgvector. Wins over `dataDir`. */
  databaseUrl?: string | undefined;
  /** Embedded, gone when closed: tests and benches. */
  memory?: boolean | undefined;
}

/**
 * Opens, checks and migrates. Throws `database.unreachable`, `database.locked`, `database.no_vector`,
 * `database.newer_schema`, `database.encoding` or `database.unreadable`.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const db = await connect(options);
  try {
    return { ...db, notices: await prepareDatabase(db) };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Extension, encoding, schema. Returns the notices. */
export async function prepareDatabase(db: Database): Promise<string[]> {
  const [row] = await db.query<{ encoding: string }>("select current_setting('server_encoding') as encoding");
  if (row?.encoding !== "UTF8") throw wrongEncoding(row?.encoding ?? "unknown");
  const notices = await db.transaction(async (tx) => {
    await lockSchema(tx);
    return ensureVector(tx);
  });
  await migrate(db);
  return notices;
}

function connect({ databaseUrl, dataDir, memory }: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl) return openPostgres(databaseUrl);
  if (memory || !dataDir) return openPglite({});
  return openFolder(dataDir);
}

async function openFolder(dataDir: string): Promise<Database> {
  const release = takeLock(dataDir);
  try {
    const db = await openPglite({ folder: join(dataDir, "database") });
    return {
      ...db,
      close: async () => {
        await db.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw isAppError(error) ? error : unreadable(dataDir, error);
  }
}

function takeLock(dataDir: string): () => void {
  try {
    return lockFolder(join(dataDir, "database.lock"));
  } catch (error) {
    throw isAppError(error) ? error : unreadable(dataDir, error);
  }
}

function unreadable(dataDir: string, cause: unknown): AppError {
  return new AppError({
    code: "database.unreadable",
    message: `The embedded database in ${dataDir} cannot be opened. Check that the folder is yours to write; restore it from a copy, or set DATA_DIR to an empty folder and index again.`,
    userMessage: "Không mở được cơ sở dữ liệu.",
    cause,
  });
}

function wrongEncoding(encoding: string): AppError {
  return new AppError({
    code: "database.encoding",
    message: `The database's encoding is ${encoding}; create it with: create database … encoding 'UTF8' template template0.`,
    userMessage: "Cơ sở dữ liệu không dùng bảng mã UTF-8.",
  });
}

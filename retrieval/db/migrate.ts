import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AppError } from "../errors.ts";
import type { Database } from "./port.ts";

export interface Migration {
  version: number;
  name: string;
  sql: string;
}

const FOLDER = fileURLToPath(new URL("./migrations/", import.meta.url));

/** The numbered files, in order: 0001_initial.sql, 0002_… */
export function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), name, sql: readFileSync(`${FOLDER}${name}`, "utf8") }));
}

/** Any number that only we use. */
const SCHEMA_LOCK = 7_204_113;

/**
 * Programs that start together on one server change its schema one after the other; held to the end of the
 * transaction. On PGlite it excludes nobody, and nobody else is there (folder lock).
 */
export async function lockSchema(tx: Database): Promise<void> {
  await tx.query("select pg_advisory_xact_lock($1)", [SCHEMA_LOCK]);
}

/**
 * Brings the schema forward in one transaction: all of it or nothing. Throws `database.newer_schema` when a newer
 * program has been here.
 */
export async function migrate(db: Database, migrations: readonly Migration[] = readMigrations()): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSchema(tx);
    const applied = await appliedVersions(tx);
    const [current, known] = [Math.max(0, ...applied), Math.max(0, ...migrations.map(({ version }) => version))];
    if (current > known) throw newerSchema(current, known);
    for (const { version, name, sql } of migrations) {
      // Not "above the highest": numbers have gaps, and one that is filled later must not be passed over.
      if (applied.has(version)) continue;
      await tx.exec(sql);
      await tx.query("insert into schema_migrations (version, name) values ($1, $2)", [version, name]);
    }
  });
}

async function appliedVersions(tx: Database): Promise<ReadonlySet<number>> {
  await tx.exec(
    `create table if not exists schema_migrations (
       version integer primary key, name text not null, applied_at timestamptz not null default now())`,
  );
  const rows = await tx.query<{ version: number }>("select version from schema_migrations");
  return new Set(rows.map(({ version }) => version));
}

function newerSchema(current: number, known: number): AppError {
  return new AppError({
    code: "database.newer_schema",
    message: `The database has schema ${current}, this program knows ${known}. Start the newer program, or use another database.`,
    userMessage: "Cơ sở dữ liệu thuộc về một phiên bản mới hơn của chương trình.",
  });
}

import { AppError } from "../errors.ts";
import type { Database } from "./port.ts";

/** `sparsevec`, which holds the BM25 weights, came with 0.7. */
const NEEDED = [0, 7, 0] as const;
/** 0.8.2 closed CVE-2026-3172 (parallel HNSW build), 0.8.4 an HNSW vacuum fault; images carry 0.8.6. */
const ADVISED = [0, 8, 6] as const;

/** Makes sure that pgvector can be used, or throws `database.no_vector`. Returns the notices for the operator. */
export async function ensureVector(db: Database): Promise<string[]> {
  const version = (await installedVersion(db)) ?? (await install(db));
  if (isOlder(version, NEEDED)) throw noVector(`pgvector ${version} is too old; 0.7.0 or later is needed`);
  if (db.kind === "pglite" || !isOlder(version, ADVISED)) return [];
  return [
    `pgvector ${version} on the server is older than 0.8.6, which closes CVE-2026-3172 and an HNSW vacuum fault. Update it when you can.`,
  ];
}

async function installedVersion(db: Database): Promise<string | null> {
  const [row] = await db.query<{ version: string }>(
    "select extversion as version from pg_extension where extname = 'vector'",
  );
  return row?.version ?? null;
}

async function install(db: Database): Promise<string> {
  const available = await db.query("select name from pg_available_extensions where name = 'vector'");
  if (available.length === 0) throw noVector("the server has no pgvector");
  try {
    await db.exec("create extension if not exists vector");
  } catch (error) {
    throw noVector("this user may not create the extension; ask its administrator for: create extension vector", error);
  }
  return (await installedVersion(db)) ?? "0";
}

export function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, wanted] of than.entries()) {
    const have = parts[index] ?? 0;
    if (have !== wanted) return have < wanted;
  }
  return false;
}

function noVector(reason: string, cause?: unknown): AppError {
  return new AppError({
    code: "database.no_vector",
    message: `The database cannot be used: ${reason}. Install pgvector 0.8.6 or later, or unset DATABASE_URL to use the embedded database.`,
    userMessage: "Cơ sở dữ liệu chưa được cài phần mở rộng pgvector.",
    cause,
  });
}

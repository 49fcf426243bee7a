import type { Database } from "../db/index.ts";

/** The bytes that a version was read from; null where they are not held. */
export async function originalBytes(db: Database, hash: string): Promise<Uint8Array | null> {
  const [row] = await db.query<{ bytes: Uint8Array }>("select bytes from document_originals where hash = $1", [hash]);
  return row?.bytes ?? null;
}

export async function keepOriginal(tx: Database, { hash, bytes }: { hash: string; bytes: Uint8Array }): Promise<void> {
  await tx.query("insert into document_originals (hash, bytes) values ($1, $2) on conflict do nothing", [hash, bytes]);
}

import type { Database } from "../db/index.ts";
import { toVector } from "./passage-index.ts";

/** Vectors already computed by this model, by content hash. */
export async function cachedEmbeddings(
  db: Database,
  model: string,
  hashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const rows = await db.query<{ hash: string; embedding: string }>(
    `select content_hash as "hash", embedding::text as embedding
       from embedding_cache where model = $1 and content_hash = any($2::text[])`,
    [model, hashes],
  );
  return new Map(rows.map(({ hash, embedding }) => [hash, Float32Array.from(JSON.parse(embedding) as number[])]));
}

export async function cacheEmbeddings(
  db: Database,
  model: string,
  embeddings: ReadonlyMap<string, Float32Array>,
): Promise<void> {
  const rows = [...embeddings].map(([hash, values]) => ({ hash, embedding: toVector(values) }));
  await db.query(
    `insert into embedding_cache (model, content_hash, embedding)
     select $1, r.hash, r.embedding::vector from jsonb_to_recordset($2::jsonb) as r(hash text, embedding text)
     on conflict do nothing`,
    [model, JSON.stringify(rows)],
  );
}

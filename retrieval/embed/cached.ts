import type { Database } from "../db/index.ts";
import { cachedEmbeddings, cacheEmbeddings } from "../store/embedding-cache.ts";
import { contentHash } from "../store/index-text.ts";
import type { Embedder } from "./embedder.ts";

/** Small enough that one batch of a remote model holds up no chat. */
const BATCH = 64;

export interface Embeddings {
  model: string;
  /** One a text, in order. */
  vectors: Float32Array[];
}

/** Embeds passages, and only those that this model has not embedded before; a local model keeps no cache. */
export async function embedCached(db: Database, embedder: Embedder, texts: readonly string[]): Promise<Embeddings> {
  const { model, isLocal = false } = embedder;
  if (isLocal) return { model, vectors: await embedder.embed(texts, "passage") };
  const hashes = texts.map(contentHash);
  const known = await cachedEmbeddings(db, model, [...new Set(hashes)]);
  const missing = new Map(
    texts.map((text, index) => [hashes[index]!, text] as const).filter(([hash]) => !known.has(hash)),
  );
  const entries = [...missing];
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const vectors = await embedder.embed(
      batch.map(([, text]) => text),
      "passage",
    );
    const fresh = new Map(batch.map(([hash], index) => [hash, vectors[index]!]));
    await cacheEmbeddings(db, model, fresh);
    for (const [hash, vector] of fresh) known.set(hash, vector);
  }
  return { model, vectors: hashes.map((hash) => known.get(hash)!) };
}

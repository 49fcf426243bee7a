import type { Database } from "../db/index.ts";
import { keptInside } from "../document/sidecar.ts";
import type { ParsedDocument } from "../document/types.ts";
import { cachedEmbeddings, cacheEmbeddings } from "../store/embedding-cache.ts";
import { contentHash, indexTexts } from "../store/index-text.ts";
import type { Embedder } from "./embedder.ts";

/** Small enough that one batch of a remote model holds up no chat. */
const BATCH = 64;

export interface Embeddings {
  model: string;
  manifest?: Embedder["manifest"] | undefined;
  /** One a text, in order. */
  vectors: Float32Array[];
}

/**
 * A document's passages in order. Undefined for one that no model outside may read, where the embedder is one: it is
 * then found by its words. The one way in which documents are embedded.
 */
export async function embedDocument(
  db: Database,
  embedder: Embedder,
  parsed: ParsedDocument,
): Promise<Embeddings | undefined> {
  if (keptInside(parsed) && !embedder.isLocal) return undefined;
  return embedCached(db, embedder, indexTexts(parsed));
}

/** Embeds passages, and only those that this model has not embedded before; a local model keeps no cache. */
export async function embedCached(db: Database, embedder: Embedder, texts: readonly string[]): Promise<Embeddings> {
  const { model, manifest, isLocal = false } = embedder;
  if (isLocal) return { model, manifest, vectors: await embedder.embed(texts, "passage") };
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

import type { Database } from "../db/index.ts";
import type { ParsedDocument } from "../document/types.ts";
import { type Embedder, type Embeddings, embedDocument } from "../embed/index.ts";
import { cachedEmbeddings, cacheEmbeddings } from "../store/embedding-cache.ts";
import {
  contentHash,
  type Extraction,
  indexTexts,
  insertVersionRows,
  passagesOf,
  prepareVersion,
  type StoredReading,
} from "../store/index.ts";
import { hasVectors } from "../store/shadow-versions.ts";

export interface VersionCopy {
  reading: StoredReading;
  /** As it is to be shown, and as it was read where corrections changed it. */
  parsed: ParsedDocument;
  extraction: Extraction | null;
}

/** Two databases: where the version stands, and where it is to be searched. */
export interface CopyTo {
  from: Database;
  to: Database;
  /** Undefined: found by words alone. */
  embedder: Embedder | undefined;
}

/** Copies a version under its own ids and indexes it as ingestion does; nothing counts it yet. */
export async function copyVersion({ from, to, embedder }: CopyTo, copy: VersionCopy): Promise<void> {
  const { reading, parsed, extraction } = copy;
  const { documentId, versionId } = reading;
  const embeddings = await vectorsOf({ from, to, embedder }, copy);
  const passages = await keptPassages(from, versionId, parsed);
  await to.transaction(async (tx) => {
    const version = { ...reading, originalHash: null, status: "retired" as const, parsed, extraction };
    await insertVersionRows(tx, documentId, version, { version: versionId, passages });
    await tx.query("update document_versions set live = true, status = 'live' where id = $1", [versionId]);
    await prepareVersion(tx, { documentId, versionId, parsed, embeddings });
  });
}

/** A passage that stands where it stood keeps its id; one that another reading made has none yet. */
async function keptPassages(from: Database, versionId: number, { passages }: ParsedDocument) {
  const stored = await passagesOf(from, versionId);
  const ids = new Map(stored.map(({ id, start, end }) => [`${start}-${end}`, id]));
  return new Map(
    passages.flatMap(({ ordinal, span }) => {
      const id = ids.get(`${span.start}-${span.end}`);
      // Two passages of one span: the second is a new one.
      ids.delete(`${span.start}-${span.end}`);
      return id === undefined ? [] : [[ordinal, id] as const];
    }),
  );
}

/** What is cached is not asked for again, and nothing is written where the log stands. */
async function vectorsOf({ from, to, embedder }: CopyTo, { reading, parsed }: VersionCopy) {
  if (!embedder || !(await hasVectors(from, reading.versionId, embedder.model))) return undefined;
  if (!embedder.isLocal) {
    const hashes = [...new Set(indexTexts(parsed).map(contentHash))];
    await cacheEmbeddings(to, embedder.model, await cachedEmbeddings(from, embedder.model, hashes));
  }
  const embeddings: Embeddings | undefined = await embedDocument(to, embedder, parsed);
  // Copied texts are many and each is embedded once.
  await to.query("delete from embedding_cache");
  return embeddings;
}

import type { Database } from "../db/index.ts";
import type { ParsedDocument } from "../document/types.ts";
import { recordManifest } from "./embedding-model.ts";
import { addGeneration, claimModel, lockIndexState } from "./index-state.ts";
import { indexTexts } from "./index-text.ts";
import { indexPassages, prepareIndex, unindexVersion } from "./passage-index.ts";
import { proposeFrom } from "./validity.ts";

/** One vector a passage, in order, each of unit length. */
export interface PassageVectors {
  model: string;
  /** What the model was made of, where that is known. */
  manifest?: Readonly<Record<string, unknown>> | undefined;
  vectors: readonly (readonly number[] | Float32Array)[];
}

export interface ShowVersionOptions {
  documentId: number;
  versionId: number;
  /** The version as it will be shown; its rows are already so. */
  parsed: ParsedDocument;
  embeddings?: PassageVectors | undefined;
  /** Of the new generation: "version.live", "version.rolled_back", "correction". */
  reason: string;
}

/**
 * Makes a stored version the one that is searched and cited, inside the caller's transaction: the version before
 * leaves the index in the same one, so search never sees half a document or none. Also brings an older version back,
 * and indexes the live one again after a correction. Returns the new generation.
 */
export async function showVersion(tx: Database, options: ShowVersionOptions): Promise<number> {
  const { documentId, versionId, parsed, embeddings, reason } = options;
  await lockIndexState(tx);
  const [before] = await tx.query<{ id: number }>("select id from document_versions where document_id = $1 and live", [
    documentId,
  ]);
  if (before) await unindexVersion(tx, before.id);
  if (before?.id !== versionId) await moveLive(tx, before?.id ?? null, versionId);
  await indexPassages(tx, await indexable(tx, { documentId, versionId, parsed, embeddings }));
  await proposeFrom(tx, { documentId, versionId, parsed });
  return addGeneration(tx, { reason, documentId, versionId });
}

async function moveLive(tx: Database, from: number | null, to: number): Promise<void> {
  await tx.query("update document_versions set live = false, status = 'retired' where id = $1", [from]);
  await tx.query("update document_versions set live = true, status = 'live' where id = $1", [to]);
}

type Indexable = Pick<ShowVersionOptions, "documentId" | "versionId" | "parsed" | "embeddings">;

/** Writes the index rows of a version that is not yet searched. */
export async function prepareVersion(tx: Database, options: Indexable): Promise<void> {
  await prepareIndex(tx, await indexable(tx, options));
}

async function indexable(tx: Database, { documentId, versionId, parsed, embeddings }: Indexable) {
  const rows = await tx.query<{ id: number; ordinal: number }>(
    "select id, ordinal from passages where version_id = $1",
    [versionId],
  );
  const ids = new Map(rows.map(({ id, ordinal }) => [ordinal, id]));
  const texts = indexTexts(parsed);
  if (embeddings) {
    await claimModel(tx, embeddings.model);
    await recordManifest(tx, embeddings);
  }
  const passages = parsed.passages.map(({ ordinal, kind }, index) => ({
    passageId: ids.get(ordinal)!,
    kind,
    text: texts[index]!,
    embedding: embeddings?.vectors[index],
  }));
  return { documentId, versionId, passages, embeddingModel: embeddings?.model };
}

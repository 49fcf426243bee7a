import type { Database } from "../db/index.ts";
import type { ParsedDocument, Sidecar } from "../document/types.ts";
import { AppError } from "../errors.ts";
import { addGeneration, lockIndexState } from "./index-state.ts";
import { keepOriginal } from "./originals.ts";
import { unindexVersion } from "./passage-index.ts";
import { type PassageVectors, showVersion } from "./switch-version.ts";
import { recordEvent, supersedePending } from "./version-events.ts";
import { checkParsed, type Extraction, insertVersionRows, lockDocument } from "./version-rows.ts";

export interface SaveVersionOptions {
  /** Folder, upload space or "samples"; a source name is unique inside it. */
  collection?: string;
  sourceName: string;
  sourceAddress?: string | null;
  sidecar?: Sidecar | null;
  /** Of the bytes that were indexed, with the sidecar's. */
  contentHash: string;
  /** The bytes themselves, kept for a later parser. */
  original?: { hash: string; bytes: Uint8Array } | undefined;
  parserVersion: string;
  /** As it will be shown: corrections applied. */
  parsed: ParsedDocument;
  /** As it was read, where corrections changed it. */
  extraction?: Extraction | null | undefined;
  /** The corrections that were applied; the save is refused (`version.changed_meanwhile`) when there are others by now. */
  stamp?: string | undefined;
  /** One vector a passage, in order, each of unit length. Absent: found by words only. */
  embeddings?: PassageVectors | undefined;
}

export interface SavedVersion {
  documentId: number;
  versionId: number;
  generation: number;
}

/**
 * Stores a parsed document and makes it the live version, in one transaction: search sees the old version until the
 * commit, then the new one. Throws `document.invalid` when a span does not fit the text.
 */
export async function saveDocumentVersion(db: Database, options: SaveVersionOptions): Promise<SavedVersion> {
  checkParsed(options.parsed, options.sourceName);
  return db.transaction(async (tx) => {
    const { documentId, versionId } = await insert(tx, options);
    const generation = await showVersion(tx, {
      documentId,
      versionId,
      parsed: options.parsed,
      embeddings: options.embeddings,
      reason: "version.live",
    });
    return { documentId, versionId, generation };
  });
}

/** Stores a parsed document as a version that waits for approval; an older one that still waited is superseded. */
export async function savePendingVersion(
  db: Database,
  options: Omit<SaveVersionOptions, "embeddings">,
): Promise<Omit<SavedVersion, "generation">> {
  checkParsed(options.parsed, options.sourceName);
  return db.transaction((tx) => insert(tx, options));
}

async function insert(tx: Database, options: SaveVersionOptions): Promise<{ documentId: number; versionId: number }> {
  const { collection = "", sourceName, original, stamp } = options;
  const documentId = await lockDocument(tx, { collection, sourceName });
  if (stamp !== undefined) await expectStamp(tx, documentId, stamp);
  if (original) await keepOriginal(tx, original);
  await supersedePending(tx, documentId);
  const versionId = await insertVersionRows(tx, documentId, {
    ...options,
    originalHash: original?.hash,
    status: "pending",
  });
  return { documentId, versionId };
}

/** Under the document's lock: corrections made since they were read would be lost by what is about to be written. */
export async function expectStamp(tx: Database, documentId: number, stamp: string): Promise<void> {
  const [row] = await tx.query<{ stamp: string }>("select corrections_stamp($1) as stamp", [documentId]);
  if (row!.stamp === stamp) return;
  throw changedMeanwhile();
}

export function changedMeanwhile(): AppError {
  return new AppError({
    code: "version.changed_meanwhile",
    message: "The document was changed by somebody else at the same moment. Try again.",
    userMessage: "Văn bản vừa được người khác thay đổi. Vui lòng thử lại.",
    retryable: true,
  });
}

/** Takes a document out of search; its versions stay for the answers that cite them. */
export async function retireDocument(db: Database, documentId: number, actor = "automatic"): Promise<void> {
  await db.transaction(async (tx) => {
    // Before the version's row: a switch takes the two in this order.
    await lockIndexState(tx);
    const [live] = await tx.query<{ id: number }>("select id from document_versions where document_id = $1 and live", [
      documentId,
    ]);
    if (live) {
      await unindexVersion(tx, live.id);
      await tx.query("update document_versions set live = false, status = 'retired' where id = $1", [live.id]);
      await recordEvent(tx, { versionId: live.id, event: "retired", actor });
    }
    await addGeneration(tx, { reason: "document.retired", documentId });
  });
}

import type { Database } from "../db/index.ts";
import type { FileDecoder, ParsedDocument, Sidecar, Warning } from "../document/index.ts";
import { parseSidecar } from "../document/sidecar.ts";
import { type Embedder, embedDocument } from "../embed/index.ts";
import {
  activeCorrections,
  contentHash,
  corrected,
  documentIdOf,
  documentsByHash,
  type SavedVersion,
  type SaveVersionOptions,
  saveDocumentVersion,
  savePendingVersion,
  versionsOf,
  waitingByHash,
} from "../store/index.ts";
import { checkGate, type GateRules } from "./gate.ts";
import { readDocument } from "./read-document.ts";
import { tryAgain } from "./try-again.ts";

/** Raised whenever the parser reads more or differently: the same bytes are then read again. */
export const PARSER_VERSION = "8";

/** "automatic": a new version is searched at once. "manual": changed bytes wait until somebody approves them. */
export type Approval = "automatic" | "manual";

export interface IngestDependencies {
  db: Database;
  embedder: Embedder;
  /** Reads the files; kept by whoever indexes more than one. Absent: one for this file. */
  decoder?: FileDecoder | undefined;
  /** Default: the safe rules. */
  gate?: GateRules | undefined;
  /** Default "automatic". */
  approval?: Approval | undefined;
}

export interface DocumentInput {
  bytes: Uint8Array;
  /** The JSON beside the text, as it is. */
  sidecar?: string | undefined;
  sourceName: string;
  collection: string;
}

export interface IngestedDocument {
  outcome: "new" | "updated" | "unchanged" | "pending";
  warnings: Warning[];
  saved: Pick<SavedVersion, "documentId" | "versionId"> | null;
}

/**
 * One document: hash, decode, parse, gate, embed, store, go live or wait. The same bytes (with the same sidecar) read
 * by the same parser are no work, under whatever name they come. Throws an `AppError` that says what is wrong with the
 * file; a paper that the gate refuses (`document.secret`, `document.internal`) leaves no trace.
 */
export async function ingestDocument(deps: IngestDependencies, input: DocumentInput): Promise<IngestedDocument> {
  const hash = contentHash(
    `${contentHash(input.bytes)} ${input.sidecar === undefined ? "" : contentHash(input.sidecar)}`,
  );
  const held = (await documentsByHash(deps.db, hash))[0];
  if (held?.parserVersion === PARSER_VERSION) return { outcome: "unchanged", warnings: [], saved: null };
  const waiting = await waitingByHash(deps.db, hash);
  if (waiting && (deps.approval === "manual" || waiting.status === "rejected")) return still(waiting.status);
  const sidecar: Sidecar | undefined =
    input.sidecar === undefined ? undefined : parseSidecar(input.sidecar, input.sourceName);
  const { decoder } = deps;
  const parsed = await readDocument(input.bytes, { sourceName: input.sourceName, sidecar, decoder });
  const flagged = checkGate(parsed, deps.gate);
  const options = {
    collection: held?.collection ?? input.collection,
    sourceName: held?.sourceName ?? input.sourceName,
    sidecar: sidecar ?? null,
    contentHash: hash,
    original: { hash: contentHash(input.bytes), bytes: input.bytes },
    parserVersion: PARSER_VERSION,
  };
  // Bytes that are live were approved before: a better reading of them does not wait again.
  const waits = deps.approval === "manual" && held === undefined;
  return tryAgain(() => store(deps, { options, waits, read: withWarnings(parsed, flagged) }));
}

interface Stored {
  options: Omit<SaveVersionOptions, "parsed"> & { collection: string };
  waits: boolean;
  read: ParsedDocument;
}

async function store(deps: IngestDependencies, { options, waits, read }: Stored): Promise<IngestedDocument> {
  const documentId = await documentIdOf(deps.db, options);
  const { corrections, stamp } = await activeCorrections(deps.db, documentId);
  const { parsed, extraction } = corrected(read, corrections);
  if (waits) {
    const saved = await savePendingVersion(deps.db, { ...options, parsed, extraction, stamp });
    return { outcome: "pending", warnings: parsed.warnings, saved };
  }
  const embeddings = await embedDocument(deps.db, deps.embedder, parsed);
  const saved = await saveDocumentVersion(deps.db, { ...options, parsed, extraction, stamp, embeddings });
  const versions = await versionsOf(deps.db, saved.documentId);
  return { outcome: versions.length > 1 ? "updated" : "new", warnings: parsed.warnings, saved };
}

function withWarnings(parsed: ParsedDocument, warnings: readonly Warning[]): ParsedDocument {
  return { ...parsed, warnings: [...parsed.warnings, ...warnings] };
}

function still(status: "pending" | "rejected"): IngestedDocument {
  const message =
    status === "pending"
      ? "Bản này đã được gửi trước đó và đang chờ duyệt."
      : "Bản này đã bị từ chối trước đó; muốn dùng lại, quản trị viên cần duyệt bản đã lưu.";
  return { outcome: "unchanged", warnings: [{ code: `version.${status}`, message, span: null }], saved: null };
}

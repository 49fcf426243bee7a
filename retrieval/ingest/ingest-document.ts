import type { Database } from "../db/index.ts";
import {
  decodeFile,
  type FileDecoder,
  type ParsedDocument,
  type ParseInput,
  parseDocument,
  type Sidecar,
  type Warning,
} from "../document/index.ts";
import { parseSidecar } from "../document/sidecar.ts";
import { type Embedder, embedCached } from "../embed/index.ts";
import { AppError } from "../errors.ts";
import {
  contentHash,
  documentsByHash,
  indexTexts,
  type SavedVersion,
  saveDocumentVersion,
  versionsOf,
} from "../store/index.ts";

/** Raised whenever the parser reads more or differently: the same bytes are then read again. */
export const PARSER_VERSION = "5";

export interface IngestDependencies {
  db: Database;
  embedder: Embedder;
  /** Reads the files; kept by whoever indexes more than one. Absent: one for this file. */
  decoder?: FileDecoder | undefined;
}

export interface DocumentInput {
  bytes: Uint8Array;
  /** The JSON beside the text, as it is. */
  sidecar?: string | undefined;
  sourceName: string;
  collection: string;
}

export interface IngestedDocument {
  outcome: "new" | "updated" | "unchanged";
  warnings: Warning[];
  saved: SavedVersion | null;
}

/**
 * One document: hash, decode, parse, embed, store, go live. The same bytes (with the same sidecar) read by the same
 * parser are no work, under whatever name they come. Throws an `AppError` that says what is wrong with the file.
 */
export async function ingestDocument(deps: IngestDependencies, input: DocumentInput): Promise<IngestedDocument> {
  const hash = contentHash(
    `${contentHash(input.bytes)} ${input.sidecar === undefined ? "" : contentHash(input.sidecar)}`,
  );
  const held = (await documentsByHash(deps.db, hash))[0];
  if (held?.parserVersion === PARSER_VERSION) return { outcome: "unchanged", warnings: [], saved: null };
  const sidecar: Sidecar | undefined =
    input.sidecar === undefined ? undefined : parseSidecar(input.sidecar, input.sourceName);
  const { text, pages, warnings } = await (deps.decoder?.decode ?? decodeFile)(input.bytes, input.sourceName);
  const parsed = parse({ text, pages, warnings, sourceName: input.sourceName, ...(sidecar ? { sidecar } : {}) });
  const embeddings = await embedCached(deps.db, deps.embedder, indexTexts(parsed));
  const saved = await saveDocumentVersion(deps.db, {
    collection: held?.collection ?? input.collection,
    sourceName: held?.sourceName ?? input.sourceName,
    sidecar: sidecar ?? null,
    contentHash: hash,
    parserVersion: PARSER_VERSION,
    parsed,
    embeddings,
  });
  return {
    outcome: (await versionCount(deps.db, saved.documentId)) > 1 ? "updated" : "new",
    warnings: parsed.warnings,
    saved,
  };
}

// One file that the parser stumbles over must not end a run over a thousand.
function parse(input: ParseInput): ParsedDocument {
  try {
    return parseDocument(input);
  } catch (cause) {
    throw new AppError({
      code: "document.parser",
      message: `"${input.sourceName}" could not be read: the parser failed on it. Report the file.`,
      cause,
    });
  }
}

async function versionCount(db: Database, documentId: number): Promise<number> {
  return (await versionsOf(db, documentId)).length;
}

import { readFile, stat } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { createFileDecoder, MAX_FILE_BYTES } from "../document/index.ts";
import { AppError, isAppError } from "../errors.ts";
import { settleWeights } from "../store/index.ts";
import { listSourceFiles, type SourceFile, sidecarPath } from "./files.ts";
import { type IngestDependencies, ingestDocument } from "./ingest-document.ts";

export {
  type Correct,
  type CorrectOptions,
  correctDocument,
  type ListedCorrection,
  listCorrections,
  type MadeCorrection,
  type Withdraw,
  withdrawCorrection,
} from "./correct.ts";
export { DUTY_ROLES, RELATIONS } from "./correction-values.ts";
export { listSourceFiles, type SourceFile } from "./files.ts";
export {
  checkGate,
  type FoundMark,
  findMarks,
  type GateRules,
  type MarkKind,
  needsConfirmation,
  SAFE_GATE,
} from "./gate.ts";
export {
  type Approval,
  type DocumentInput,
  type IngestDependencies,
  type IngestedDocument,
  ingestDocument,
  PARSER_VERSION,
} from "./ingest-document.ts";
export {
  abandonReindex,
  type ReindexOptions,
  type ReindexStep,
  reindexAll,
  reindexStatus,
  resumeReindex,
  stopReindex,
} from "./reindex.ts";
export type { DocumentReader, ReindexDependencies } from "./reindex-document.ts";
export {
  type Approve,
  approveVersion,
  type Reject,
  type Rollback,
  rejectVersion,
  rollbackDocument,
  type VersionDependencies,
} from "./versions.ts";

/** What became of one file. */
export interface IngestedFile {
  path: string;
  /** "pending": stored, and waits for approval. */
  outcome: "new" | "updated" | "unchanged" | "pending" | "failed";
  /** One English sentence for a failure, else null. */
  reason: string | null;
  /** What could not be read, or contradicts what a person vouches for. */
  warnings: { code: string; message: string }[];
}

export interface IngestProgress {
  done: number;
  total: number;
  /** File that was just finished. */
  file: IngestedFile;
}

export interface IngestOptions {
  /** Instead of the folder that holds each file: "samples". */
  collection?: string;
  onProgress?: (progress: IngestProgress) => void;
}

/**
 * Indexes files and folders, one document a transaction: what is done stays done when a later file fails. A file that
 * cannot be read is reported and the rest goes on; a fault of the database ends the run. Throws `path.missing`.
 */
export async function ingestFiles(
  deps: IngestDependencies,
  paths: readonly string[],
  { collection, onProgress }: IngestOptions = {},
): Promise<IngestedFile[]> {
  const sources = await listSourceFiles(paths);
  const files: IngestedFile[] = [];
  const decoder = deps.decoder ?? createFileDecoder();
  try {
    for (const source of sources) {
      const file = await ingestFile({ ...deps, decoder }, { ...source, collection: collection ?? source.collection });
      files.push(file);
      onProgress?.({ done: files.length, total: sources.length, file });
      // Parsing is synchronous: a server that indexes still answers between two documents.
      await setImmediate();
    }
  } finally {
    if (!deps.decoder) await decoder.close();
  }
  if (files.some(({ outcome }) => outcome === "new" || outcome === "updated")) await settleWeights(deps.db);
  return files;
}

async function ingestFile(deps: IngestDependencies, source: SourceFile): Promise<IngestedFile> {
  const { path, sourceName, collection } = source;
  try {
    const bytes = await readBytes(path);
    const sidecar = await readSidecar(path);
    const { outcome, warnings } = await ingestDocument(deps, { bytes, sidecar, sourceName, collection });
    return { path, outcome, reason: null, warnings: warnings.map(({ code, message }) => ({ code, message })) };
  } catch (error) {
    if (!isFileFault(error)) throw error;
    return { path, outcome: "failed", reason: error.message, warnings: [] };
  }
}

// Asked before reading: a file of gigabytes never comes into memory.
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw tooLarge(path, size);
    return await readFile(path);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError({ code: "file.unreadable", message: `"${path}" cannot be read. Check its permissions.`, cause });
  }
}

async function readSidecar(path: string): Promise<string | undefined> {
  try {
    return await readFile(sidecarPath(path), "utf8");
  } catch {
    return undefined;
  }
}

const tooLarge = (path: string, size: number): AppError =>
  new AppError({
    code: "file.too_large",
    message: `"${path}" has ${Math.ceil(size / 2 ** 20)} MB; files above ${MAX_FILE_BYTES / 2 ** 20} MB are refused. Split it.`,
    userMessage: `Tệp có dung lượng ${Math.ceil(size / 2 ** 20)} MB, vượt mức ${MAX_FILE_BYTES / 2 ** 20} MB. Vui lòng tách nhỏ.`,
  });

/** True for what is wrong with one file; faults of the database are not the file's. */
function isFileFault(error: unknown): error is AppError {
  return isAppError(error) && /^(?:file|sidecar|document)\./.test(error.code);
}

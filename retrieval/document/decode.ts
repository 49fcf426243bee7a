import { canonicalise } from "../text/index.ts";
import { doubtfulWarnings } from "./formats/doubt.ts";
import { decodeText, repairLetters } from "./formats/encoding.ts";
import { KIND_NAMES, promisedKind } from "./formats/ending.ts";
import { empty, encrypted, faultError, tooLarge, unsupported, wrongEnding } from "./formats/faults.ts";
import { createIsolatedReader, type IsolatedReader } from "./formats/isolated.ts";
import { kindOf } from "./formats/kind.ts";
import { READING_LIMITS, type ReadingLimits } from "./formats/limits.ts";
import { endingWarning } from "./formats/notes.ts";
import type { IsolatedKind, ReadResult } from "./formats/protocol.ts";
import type { Span, Warning } from "./types.ts";

/** Files above this size are refused: the longest directive of the corpora has 0.14 MB, a scan of 200 pages some 15. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** A file as text, with what reading it has shown. */
export interface DecodedFile {
  /** Canonical (NFC, LF, no byte order mark); every span points into it. */
  text: string;
  /** What the file is by its content, whatever its name says. */
  format: IsolatedKind | "text";
  /** Each page as a span of the text, first page first; empty for a format without pages. */
  pages: Span[];
  /** Numbers of the pages that were recognised from a picture. */
  scannedPages: number[];
  /** Doubtful letters, macros, a wrong ending: for a person, before the document is relied on. */
  warnings: Warning[];
}

export interface FileDecoder {
  /**
   * Reads a file by its content; the name's ending is only compared. Throws an `AppError` with a code of "file.…" that
   * says in English and Vietnamese what is wrong.
   */
  decode(bytes: Uint8Array, name: string): Promise<DecodedFile>;
  /** Ends the reading process. A decoder that is dropped without it holds up no exit. */
  close(): Promise<void>;
}

/** Plain text is read here; every other format in a process of its own, started with the first such file. */
export function createFileDecoder(limits: Partial<ReadingLimits> = {}): FileDecoder {
  const reader = createIsolatedReader({ ...READING_LIMITS, ...limits });
  return { decode: (bytes, name) => decode(reader, bytes, name), close: () => reader.close() };
}

/** One file by a decoder of its own; for more than one make a decoder and keep it. */
export async function decodeFile(bytes: Uint8Array, name: string): Promise<DecodedFile> {
  const decoder = createFileDecoder();
  try {
    return await decoder.decode(bytes, name);
  } finally {
    await decoder.close();
  }
}

async function decode(reader: IsolatedReader, bytes: Uint8Array, name: string): Promise<DecodedFile> {
  if (bytes.length > MAX_FILE_BYTES) throw faultError(tooLarge(bytes.length, MAX_FILE_BYTES));
  const { format, warnings } = formatOf(bytes, name);
  if (bytes.length === 0) throw faultError(empty(name));
  const read = format === "text" ? plain(bytes, name) : await reader.read(format, bytes, name);
  const decoded = toCanonical(read);
  if (decoded.text.trim() === "") throw faultError(empty(name));
  return { ...decoded, format, warnings: [...warnings, ...decoded.warnings] };
}

/** The kind of reader for these bytes, and what their name says wrongly about them. */
function formatOf(bytes: Uint8Array, name: string): { format: IsolatedKind | "text"; warnings: Warning[] } {
  const promised = promisedKind(name);
  const found = kindOf(bytes);
  // A fragment of a page has no mark of its own: its ending says what it is.
  const format = found === "text" && promised === "html" ? "html" : found;
  if (format === "encrypted-office") throw faultError(encrypted(name));
  if (format === "other-office" || (format === "other-binary" && promised !== "text"))
    throw faultError(unsupported(name, "another kind of Office or archive file"));
  if (format === "other-binary") return { format: "text", warnings: [] };
  if (format === "text" && promised === null) throw faultError(unsupported(name));
  if (promised === format) return { format, warnings: [] };
  // What a portal sends in place of the document asked for: an error page or a log-in.
  const isPicture = promised === "pdf" || promised === "png" || promised === "jpeg";
  if (isPicture && bytes.length > 0 && (format === "html" || format === "text"))
    throw faultError(wrongEnding(name, KIND_NAMES[format]));
  return { format, warnings: bytes.length === 0 ? [] : [endingWarning(name, KIND_NAMES[format])] };
}

const plain = (bytes: Uint8Array, name: string): ReadResult => ({
  ...decodeText(bytes, name),
  pages: [],
  scannedPages: [],
  words: [],
});

/** Pages and words are counted in the text as it was read: such a text is canonical and stays as it is. */
function toCanonical(read: ReadResult): Omit<DecodedFile, "format"> {
  const { pages, scannedPages } = read;
  if (pages.length > 0)
    return { text: read.text, pages, scannedPages, warnings: [...read.warnings, ...doubtfulWarnings(read)] };
  const repaired = repairLetters(canonicalise(read.text));
  const known = new Set(read.warnings.map(({ code }) => code));
  const more = repaired.warnings.filter(({ code }) => !known.has(code) && !known.has("encoding.legacy"));
  return { text: canonicalise(repaired.text), pages, scannedPages, warnings: [...read.warnings, ...more] };
}

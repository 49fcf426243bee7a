import type { Span, Warning } from "../types.ts";
import type { Fault } from "./faults.ts";
import type { FileKind } from "./kind.ts";
import type { ReadingLimits } from "./limits.ts";

/** Formats that are read in a process of their own; plain text needs none. */
export type IsolatedKind = Extract<FileKind, "docx" | "doc" | "pdf" | "rtf" | "html" | "png" | "jpeg">;

export interface ReadRequest {
  kind: IsolatedKind;
  bytes: Uint8Array;
  name: string;
  limits: ReadingLimits;
}

/** One word that was recognised from a picture, with how sure the engine is, 0 to 100. */
export interface RecognisedWord extends Span {
  confidence: number;
}

/** Offsets are into `text` as it stands here; it is canonical already where the format has pages. */
export interface ReadResult {
  text: string;
  /** Each page's part of the text, from the first page on; empty for a format without pages. */
  pages: Span[];
  /** Numbers of the pages that were recognised from their picture. */
  scannedPages: number[];
  words: RecognisedWord[];
  warnings: Warning[];
}

export type ReadReply =
  | { state: "progress" }
  | { state: "read"; result: ReadResult }
  | { state: "refused"; fault: Fault };

import type { FileKind } from "./kind.ts";

/** Endings of files that are indexed, each with the kind that it promises. */
const ENDINGS: Readonly<Record<string, FileKind>> = {
  txt: "text",
  md: "text",
  markdown: "text",
  html: "html",
  htm: "html",
  docx: "docx",
  docm: "docx",
  dotx: "docx",
  doc: "doc",
  dot: "doc",
  rtf: "rtf",
  pdf: "pdf",
  png: "png",
  jpg: "jpeg",
  jpeg: "jpeg",
};

/** Words for a person who asks what a file really is. */
export const KIND_NAMES: Readonly<Record<FileKind, string>> = {
  docx: "Word (.docx)",
  doc: "Word 97–2003 (.doc)",
  pdf: "PDF",
  rtf: "RTF",
  html: "HTML",
  png: "PNG",
  jpeg: "JPEG",
  text: "text",
  "encrypted-office": "Office",
  "other-office": "Office",
  "other-binary": "binary",
};

/** ".doc" of a name, without the dot, in lower case. */
export function endingOf(name: string): string {
  return /\.([\p{L}\p{N}]+)$/u.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** What a name promises; null for an ending that we do not know. */
export const promisedKind = (name: string): FileKind | null => ENDINGS[endingOf(name)] ?? null;

/** Documents of a kind that we do not read: listed all the same, so that each is refused by name instead of being missed. */
const REFUSED = new Set("xls xlsx xlsm ppt pptx odt ods odp wps tif tiff bmp heic zip rar 7z msg eml".split(" "));

/** True for what a folder is searched for: files that are read, and documents that somebody would miss. */
export const isDocumentEnding = (name: string): boolean => endingOf(name) in ENDINGS || REFUSED.has(endingOf(name));

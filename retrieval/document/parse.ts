import { canonicalise } from "../text/index.ts";
import { findFurniture } from "./furniture.ts";
import { readHeader } from "./header/index.ts";
import { readStructure } from "./structure.ts";
import type { ParsedDocument, Sidecar, Span, Warning } from "./types.ts";

export interface ParseInput {
  /** The decoded text; made canonical here, so that every span points into `ParsedDocument.text`. */
  text: string;
  /** File name, for messages only. */
  sourceName: string;
  sidecar?: Sidecar;
  /** Each page as a span of `text`, which is canonical then; absent for a format without pages. */
  pages?: readonly Span[];
  /** What decoding the file has shown. */
  warnings?: readonly Warning[];
}

/** Reads one document: pure, no clock, no file system. What cannot be read becomes a warning, never a guess. */
export function parseDocument(input: ParseInput): ParsedDocument {
  const { pages = [], warnings = [] } = input;
  const text = canonicalise(input.text);
  const furniture = findFurniture(text);
  const read = readHeader(text, furniture, input.sidecar);
  const structure = readStructure({
    text,
    furniture,
    zones: read,
    tier: read.tier,
    ownNumber: read.header.number?.value ?? null,
    pages,
  });
  const header = pages.length > 0 ? { ...read.header, pages: [...pages] } : read.header;
  return { text, tier: read.tier, header, ...structure, furniture, warnings: [...warnings, ...read.warnings] };
}

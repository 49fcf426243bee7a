import { canonicalise } from "../text/index.ts";
import { findFurniture } from "./furniture.ts";
import { readHeader } from "./header/index.ts";
import { readStructure } from "./structure.ts";
import type { ParsedDocument, Sidecar } from "./types.ts";

export interface ParseInput {
  /** The decoded text; made canonical here, so that every span points into `ParsedDocument.text`. */
  text: string;
  /** File name, for messages only. */
  sourceName: string;
  sidecar?: Sidecar;
}

/** Reads one document: pure, no clock, no file system. What cannot be read becomes a warning, never a guess. */
export function parseDocument(input: ParseInput): ParsedDocument {
  const text = canonicalise(input.text);
  const furniture = findFurniture(text);
  const read = readHeader(text, furniture, input.sidecar);
  const structure = readStructure({
    text,
    furniture,
    zones: read,
    tier: read.tier,
    ownNumber: read.header.number?.value ?? null,
  });
  return { text, tier: read.tier, header: read.header, ...structure, furniture, warnings: read.warnings };
}

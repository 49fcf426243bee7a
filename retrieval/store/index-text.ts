import { createHash } from "node:crypto";
import type { DocumentHeader, ParsedDocument, Passage } from "../document/types.ts";
import { plainText } from "../text/index.ts";

/**
 * The text that a passage is found by: who issued it, its number, the headings above it, and its own words. Without
 * the context MRR fell from .954 to .920 on five documents whose clauses share 89 % of their words. Never quoted.
 */
export function indexText(header: DocumentHeader, passage: Passage, words: string): string {
  const number = header.number?.value ?? header.blankNumber?.value ?? null;
  const context = [
    header.type?.value,
    number,
    header.issuer?.value,
    header.locality?.value,
    header.place?.value,
    ...passage.path,
  ];
  const lines = context.filter((line): line is string => Boolean(line)).map(plainText);
  return [...lines, plainText(words)].join("\n");
}

/** One index text a passage, in order. What an embedder is given. */
export function indexTexts({ header, passages, text }: ParsedDocument): string[] {
  return passages.map((passage) => indexText(header, passage, text.slice(passage.span.start, passage.span.end)));
}

/** SHA-256 in hexadecimal: of a file's bytes, or of an index text for the embedding cache. */
export function contentHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

import { hasFigure, type Ranked } from "../rank.ts";
import { namesParts } from "./consists.ts";

const CONTENT = new Set(["clause", "table-row", "closing", "annex", "preamble", "heading", "basis"]);

/** A passage that may answer a question about a matter. */
export function isContent(one: Ranked): boolean {
  return CONTENT.has(one.passage.kind) && !isBareHeading(one);
}

/**
 * A heading says nobody has to do anything; what stands below it does. The document's own title says what it is about,
 * and one with a figure in it ("Dự toán kinh phí 01 năm: …") gives that figure.
 */
function isBareHeading({ passage: { kind, span, text }, card: { header } }: Ranked): boolean {
  if (kind !== "heading" || hasFigure(text) || namesParts({ kind, text })) return false;
  return ![header.title, ...header.addressees].some(
    (field) => field?.span && field.span.start < span.end && span.start < field.span.end,
  );
}

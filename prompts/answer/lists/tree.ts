import { fold, type PassageRow, plainText } from "../../../retrieval/index.ts";

/** What an enumeration's items begin with: "(i)", "a)", "1)", "1.", "-", "+". */
const ITEM = String.raw`(?:\((?:[ivx]+|\d{1,2}|[a-zđ])\)|(?:\d{1,2}|[a-zđ])\)|\d{1,2}\.(?=\s)|[-–+•])`;
const INLINE = new RegExp(String.raw`:\s*${ITEM}\s*\p{L}`, "u");

/** A line that ends in a colon says what follows, and nothing by itself. */
export const introduces = (text: string): boolean => /:\s*$/u.test(plainText(text));

/** A clause that enumerates in its own text: "…, cụ thể: (i) …; (ii) …". */
export const enumerates = (text: string): boolean => INLINE.test(plainText(text));

const letters = (text: string) => fold(plainText(text)).replace(/[^\p{L}\d]+/gu, "");

/** Heading of the outline that a passage opens, as `path` of what stands below it gives it; null where none follows. */
function opened(passages: readonly PassageRow[], head: PassageRow): readonly string[] | null {
  const next = passages.find(({ ordinal }) => ordinal === head.ordinal + 1);
  const own = next?.path[head.path.length];
  if (!next || own === undefined || !isPrefix(head.path, next.path)) return null;
  const said = letters(own.replace(/\s*…$/u, ""));
  return said !== "" && letters(head.text).startsWith(said) ? next.path.slice(0, head.path.length + 1) : null;
}

const isPrefix = (path: readonly string[], of: readonly string[]) =>
  path.length <= of.length && path.every((heading, index) => of[index] === heading);

/**
 * What stands below a heading or a line that introduces a list, in the order of the text: the clauses of all levels,
 * without the headings between them. `passages` are all of the document's.
 */
export function underneath(passages: readonly PassageRow[], head: PassageRow): PassageRow[] {
  const below = opened(passages, head) ?? (introduces(head.text) && head.path.length > 0 ? head.path : null);
  if (!below) return [];
  const found: PassageRow[] = [];
  for (const passage of passages.filter(({ ordinal }) => ordinal > head.ordinal)) {
    if (!isPrefix(below, passage.path)) break;
    found.push(passage);
  }
  return found.filter(({ kind, text }) => CONTENT.has(kind) && !introduces(text));
}

const CONTENT = new Set(["clause", "table-row", "annex"]);

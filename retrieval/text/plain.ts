import type { Span } from "./span.ts";

/** A reading view of part of a text: no markdown marks, one line, single spaces. Offsets lead back to the text. */
export interface PlainView {
  text: string;
  /** Offset in the source of the character at `offset` of `text`; for `offset === text.length` the end of the last one. */
  toSource(offset: number): number;
  /** Source span of `text.slice(start, end)`. */
  span(start: number, end: number): Span;
}

const MARKS = new Set(["*", "#", "|", "\\", "_"]);
/** What `\s` matches. Asked of every character of every document, where the expression took a twelfth of the time. */
const SPACES = new Set(
  " \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
);
const isSpace = (character: string) => SPACES.has(character);

/**
 * Recognisers run on this view, because real pages split a bold agency name over lines and even put a mark inside a
 * word ("Quy*ế*t"). `*`, `#`, `|` and `\` vanish between letters and count as white space beside it; `_` only vanishes
 * beside white space.
 */
export function plainView(source: string, start = 0, end: number = source.length): PlainView {
  const characters: string[] = [];
  const origins: number[] = [];
  let blankAt = -1;
  for (let index = start; index < end; index += 1) {
    const character = source[index] as string;
    if (isSpace(character) || character === "|") {
      blankAt = index;
      continue;
    }
    if (MARKS.has(character) && (character !== "_" || touchesSpace(source, index))) continue;
    if (blankAt >= 0 && characters.length > 0) {
      characters.push(" ");
      origins.push(blankAt);
    }
    blankAt = -1;
    characters.push(character);
    origins.push(index);
  }
  const text = characters.join("");
  const toSource = (offset: number): number => {
    if (origins.length === 0) return start;
    if (offset >= origins.length) return (origins[origins.length - 1] as number) + 1;
    return origins[Math.max(0, offset)] as number;
  };
  const span = (from: number, to: number): Span => ({
    start: toSource(from),
    end: to > from ? toSource(to - 1) + 1 : toSource(from),
  });
  return { text, toSource, span };
}

function touchesSpace(source: string, index: number): boolean {
  const before = source[index - 1] ?? " ";
  const after = source[index + 1] ?? " ";
  return isSpace(before) || isSpace(after) || before === "_" || after === "_";
}

/** The words alone, for showing: `plainView(text).text`. */
export function plainText(text: string): string {
  return plainView(text).text;
}

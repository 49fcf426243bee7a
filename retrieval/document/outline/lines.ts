import type { Span } from "../types.ts";

/** One line of the text, or what furniture leaves of it, without the white space around it. */
export interface Line extends Span {
  text: string;
  /** A blank line, a rule or furniture stands between the line before and this one. */
  gapBefore: boolean;
  /** Furniture stands between: nothing may be joined over it. */
  cutBefore: boolean;
  /** Nothing but "|": the border of a table cell. */
  pipe: boolean;
}

const WORDS = /[\p{L}\p{N}]/u;

/** The lines that carry words, and the cell borders, outside `excluded`. Rules and empty lines become gaps. */
export function readLines(text: string, excluded: readonly Span[]): Line[] {
  const cuts = [...excluded].sort((a, b) => a.start - b.start);
  const lines: Line[] = [];
  let gap = true;
  let cut = true;
  for (const piece of pieces(text, cuts)) {
    if (piece.cut) {
      gap = true;
      cut = true;
      continue;
    }
    const line = trimmed(text, piece);
    if (!line) {
      gap = true;
      continue;
    }
    lines.push({ ...line, gapBefore: gap, cutBefore: cut });
    gap = false;
    cut = false;
  }
  return lines;
}

/** The lines of the text with the cuts taken out of them, each cut as a piece of its own. */
function* pieces(text: string, cuts: readonly Span[]): Generator<Span & { cut: boolean }> {
  let at = 0;
  for (const cut of [...cuts, { start: text.length, end: text.length }]) {
    const until = Math.max(at, cut.start);
    while (at < until) {
      const newline = text.indexOf("\n", at);
      const end = newline === -1 || newline >= until ? until : newline;
      const blank = end === at || text.slice(at, end).trim() === "";
      // The end of a line that a cut begins or ends in is no empty line.
      const partial = end === until && until === cut.start && blank && cut.start < text.length;
      if (!partial) yield { start: at, end, cut: false };
      at = end < until ? end + 1 : end;
    }
    if (cut.end > cut.start) yield { start: cut.start, end: cut.end, cut: true };
    at = Math.max(at, cut.end);
  }
}

function trimmed(text: string, piece: Span): Omit<Line, "gapBefore" | "cutBefore"> | null {
  let { start, end } = piece;
  while (start < end && /\s/.test(text[start] as string)) start += 1;
  while (end > start && /\s/.test(text[end - 1] as string)) end -= 1;
  const slice = text.slice(start, end);
  if (/^[|\s]+$/.test(slice)) return { start, end, text: slice, pipe: true };
  // A list mark may stand alone on its line, its words on the next.
  return WORDS.test(slice) || /^[-–+•]$/.test(slice) ? { start, end, text: slice, pipe: false } : null;
}

/** The column where a hard-wrapped page turns: the 90th percentile of its long lines. */
export function wrapWidth(lines: readonly Line[]): number {
  const lengths = lines.filter((line) => !line.pipe && line.text.length > 30).map((line) => line.text.length);
  if (lengths.length === 0) return 80;
  lengths.sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length * 0.9)] as number;
}

/** True when blank lines set paragraphs apart, so that a line break inside one means little. */
export function isSpaced(lines: readonly Line[]): boolean {
  const prose = lines.filter((line) => !line.pipe);
  const gaps = prose.filter((line) => line.gapBefore && !line.cutBefore).length;
  return gaps * 12 >= prose.length;
}

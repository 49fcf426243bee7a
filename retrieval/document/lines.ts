import { fold, plainView, type Span } from "../text/index.ts";

/**
 * A line as a reader sees it: one raw line, one table cell's line, or several raw lines that one bold or italic run
 * holds together ("**ỦY BAN NHÂN\nDÂN**"). Separator lines ("-----", "***") are kept: they end titles.
 */
export interface Line extends Span {
  /** Markdown marks and outer white space removed, on one line. */
  plain: string;
  folded: string;
  /** What stands between this line and the one before it. */
  gap: "line" | "blank" | "cell";
}

const MERGE_LIMIT = 6;

/** Splits a text into lines at line ends, at "|" and at runs of three or more spaces (letterheads set in two columns). */
export function readLines(text: string): Line[] {
  const lines: Line[] = [];
  let gap: Line["gap"] = "blank";
  let offset = 0;
  for (const raw of text.split("\n")) {
    if (raw.trim() === "") gap = gap === "cell" ? "cell" : "blank";
    for (const piece of pieces(raw)) {
      if (piece.text === "|") gap = "cell";
      else {
        lines.push(lineOf(text, { start: offset + piece.at, end: offset + piece.at + piece.text.length }, gap));
        gap = "line";
      }
    }
    offset += raw.length + 1;
  }
  return mergeRuns(text, lines).filter((line) => !isBareMarks(text.slice(line.start, line.end)));
}

/** The line over `span`, trimmed to its words and marks. */
export function lineOf(text: string, span: Span, gap: Line["gap"]): Line {
  const plain = plainView(text, span.start, span.end).text;
  return { ...span, plain, folded: fold(plain), gap };
}

function pieces(raw: string): { text: string; at: number }[] {
  return [...raw.matchAll(/\||(?:(?! {3}|\t|\|).)+/gu)]
    .map((match) => ({ text: match[0].trim(), at: match.index + (match[0].length - match[0].trimStart().length) }))
    .filter((piece) => piece.text !== "");
}

/** Only marks, that close a run or style nothing ("** **", "#"): not a separator such as "-----" or "*****". */
function isBareMarks(piece: string): boolean {
  return /^(?:\*{1,2}\s*\*{0,2}|#+)$/u.test(piece);
}

function mergeRuns(text: string, lines: readonly Line[]): Line[] {
  const merged: Line[] = [];
  let joined = 0;
  for (const line of lines) {
    const last = merged.at(-1);
    const open =
      last !== undefined && line.gap === "line" && joined < MERGE_LIMIT && runIsOpen(text.slice(last.start, last.end));
    if (open) {
      merged[merged.length - 1] = lineOf(text, { start: last.start, end: line.end }, last.gap);
      joined += 1;
    } else {
      merged.push(line);
      joined = 0;
    }
  }
  return merged;
}

/** Follows the stars as a reader of markdown does: inside an italic run "**" closes it and opens the next. */
function runIsOpen(raw: string): boolean {
  let bold = false;
  let italic = false;
  for (const [stars] of raw.matchAll(/\*+/gu)) {
    if (stars.length % 2 === 1) italic = !italic;
    const pairs = Math.floor(stars.length / 2);
    if (pairs % 2 === 1 && !(italic && !bold && stars.length === 2)) bold = !bold;
  }
  return bold || italic;
}

/** "-----", "_____", "***": set under a letterhead or a title. */
export function isSeparator(line: Line): boolean {
  return !/[\p{L}\p{N}]/u.test(line.plain);
}

/** True when the words are in capitals (names, figures and short words in between aside). */
export function isUpper(words: string): boolean {
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  const lower = words.match(/\p{Ll}/gu)?.length ?? 0;
  return letters > 0 && lower / letters <= 0.12;
}

/** True when line and span share a character. */
export function inside(spans: readonly Span[], line: Span): boolean {
  return spans.some((span) => line.start < span.end && span.start < line.end);
}

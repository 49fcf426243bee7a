import type { Span } from "../types.ts";
import { height, median } from "./page-lines.ts";
import { partsOf } from "./page-parts.ts";
import type { PageContent, PageLine, PagePart, PageWord } from "./page-types.ts";
import type { RecognisedWord } from "./protocol.ts";

export interface PagesText {
  text: string;
  pages: Span[];
  words: RecognisedWord[];
}

interface Writer {
  pieces: string[];
  length: number;
  words: RecognisedWord[];
}

/** Where a paragraph goes on, a line ends on purpose, a paragraph ends. */
type Break = " " | "\n" | "\n\n";

/** The words of all pages as one canonical text: wrapped lines joined, paragraphs apart, tables in rows. */
export function textOfPages(contents: readonly PageContent[]): PagesText {
  const writer: Writer = { pieces: [], length: 0, words: [] };
  const pages: Span[] = [];
  let before: { part: PagePart; page: PageFrame } | null = null;
  let head: string | null = null;
  const layout = joinedRows(contents.map(partsOf));
  const frames = framesOf(layout, Math.max(0, ...contents.map(({ width }) => width)));
  for (const [index, parts] of layout.entries()) {
    const page = frames[index] as PageFrame;
    const start = writer.length;
    let first = true;
    for (const part of parts) {
      const own = headOf(part);
      if (first && own !== null && own === head) continue;
      if (own === null || !before || headOf(before.part) === null) head = own;
      if (before) write(writer, first ? overPages(before, part) : "\n\n");
      writePart(writer, part, page);
      before = { part, page };
      first = false;
    }
    pages.push({ start, end: writer.length });
  }
  return { text: writer.pieces.join(""), pages: touching(pages, writer.length), words: writer.words };
}

/** A break belongs to the page before it, so that every character stands on one page. */
function touching(pages: readonly Span[], length: number): Span[] {
  return pages.map((page, index) => ({ start: index === 0 ? 0 : page.start, end: pages[index + 1]?.start ?? length }));
}

interface PageFrame {
  right: number;
  /** Usual distance from one line to the next inside a paragraph. */
  leading: number;
  /** Paragraphs follow one another without a gap: each line that was not wrapped ends one. */
  tight: boolean;
}

/** Share of the ended lines that a gap follows; above it gaps are how the document sets paragraphs apart. */
const GAPS_MEAN = 0.3;

/** A page of short lines alone (signatures) says nothing of where lines turn; no margin takes a fifth of the page. */
const LEAST_RIGHT = 0.8;

function framesOf(pages: readonly PagePart[][], width: number): PageFrame[] {
  const own = pages.map(frameOf);
  const right = Math.max(width * LEAST_RIGHT, ...own.map((frame) => frame.right));
  const frames = own.map((frame) => ({ ...frame, right }));
  const breaks = pages.flatMap((parts, index) =>
    parts.flatMap((part) =>
      part.kind === "row"
        ? []
        : part.lines
            .slice(1)
            .map((line, at) => breakBetween(part.lines[at] as PageLine, line, frames[index] as PageFrame)),
    ),
  );
  const ended = breaks.filter((one) => one !== " ").length;
  const tight = breaks.filter((one) => one === "\n\n").length < ended * GAPS_MEAN;
  return frames.map((frame) => ({ ...frame, tight }));
}

function frameOf(parts: readonly PagePart[]): PageFrame {
  const lines = parts.flatMap((part) => (part.kind === "lines" ? part.lines : []));
  const steps = lines.slice(1).flatMap((line, index) => {
    const step = line.bottom - (lines[index] as PageLine).bottom;
    return step > 0 && step < height(line) * 3 ? [step] : [];
  });
  // The smaller half: the median itself may be a paragraph's distance where most paragraphs are short.
  const small = [...steps].sort((a, b) => a - b).slice(0, Math.max(1, Math.ceil(steps.length / 2)));
  return {
    right: Math.max(...lines.map(({ x1 }) => x1)),
    leading: median(small, 0),
    tight: false,
  };
}

function writePart(writer: Writer, part: PagePart, page: PageFrame): void {
  if (part.kind === "lines") writeLines(writer, part.lines, page);
  else writeRow(writer, part);
}

function writeRow(writer: Writer, { cells, ruled }: Extract<PagePart, { kind: "row" }>): void {
  write(writer, "|");
  for (const cell of cells) {
    write(writer, "\n");
    writeCell(writer, cell, ruled);
    write(writer, "\n|");
  }
}

function writeLines(writer: Writer, lines: readonly PageLine[], page: PageFrame): void {
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (before) write(writer, breakBetween(before, line, page));
    writeLine(writer, line);
  }
}

/** In a bordered cell lines are wrapped words; in a letterhead each is a line of its own. */
function writeCell(writer: Writer, lines: readonly PageLine[], ruled: boolean): void {
  for (const [index, line] of lines.entries()) {
    if (index > 0) write(writer, ruled && !opensItem(line) ? " " : "\n");
    writeLine(writer, line);
  }
}

const opensItem = (line: PageLine): boolean => /^(?:[-–+•]|\d{1,2}[.)]|[a-zđ]\))/u.test(line.words[0]?.text ?? "");

function breakBetween(before: PageLine, line: PageLine, page: PageFrame): Break {
  const apart = line.bottom - before.bottom > page.leading + height(line) * 0.3;
  if (apart) return "\n\n";
  const ended = /[.;:]$/u.test(before.words.at(-1)?.text ?? "") && opensItem(line);
  if (!ended && isFull(before, line, page)) return " ";
  return page.tight ? "\n\n" : "\n";
}

/** The next line's first word would not have fitted: the line was wrapped, not ended. */
function isFull(before: PageLine, line: PageLine, page: PageFrame): boolean {
  const first = line.words[0] as PageWord;
  const room = page.right - before.x1;
  return first.x1 - first.x0 + height(line) * 0.2 > room;
}

function overPages(before: { part: PagePart; page: PageFrame }, part: PagePart): Break {
  if (before.part.kind !== "lines" || part.kind !== "lines") return "\n\n";
  const [last, next] = [before.part.lines.at(-1) as PageLine, part.lines[0] as PageLine];
  const ended = /[.;:!?…”"]$/u.test(last.words.at(-1)?.text ?? "");
  return !ended && isFull(last, next, before.page) ? " " : "\n\n";
}

/** A row that a page's end cuts through goes on above the next page's rows, its first cell empty: it is one row. */
function joinedRows(pages: readonly PagePart[][]): PagePart[][] {
  const joined: PagePart[][] = [];
  for (const page of pages) {
    const before = joined.at(-1)?.at(-1);
    const [first, ...rest] = page;
    const goesOn = first && isTableRow(before) && isTableRow(first) && before.cells.length === first.cells.length;
    if (!goesOn || first.cells[0]?.length !== 0) {
      joined.push(page);
      continue;
    }
    const cells = before.cells.map((cell, index) => [...cell, ...(first.cells[index] ?? [])]);
    (joined.at(-1) as PagePart[]).splice(-1, 1, { ...before, cells });
    joined.push(rest);
  }
  return joined;
}

const isTableRow = (part: PagePart | undefined): part is Extract<PagePart, { kind: "row" }> =>
  part?.kind === "row" && part.ruled;

/** The words of a table's first row: a table that goes on over the page prints it again. */
function headOf(part: PagePart): string | null {
  if (part.kind !== "row" || !part.ruled) return null;
  return part.cells.map((cell) => cell.flatMap((line) => line.words.map(({ text }) => text)).join(" ")).join("|");
}

function writeLine(writer: Writer, line: PageLine): void {
  for (const [index, word] of line.words.entries()) {
    if (index > 0) write(writer, " ");
    const start = writer.length;
    write(writer, word.text);
    if (word.confidence !== null) writer.words.push({ start, end: writer.length, confidence: word.confidence });
  }
}

function write(writer: Writer, piece: string): void {
  writer.pieces.push(piece);
  writer.length += piece.length;
}

import type { Span } from "../../retrieval/index.ts";

/** A table as spans of the text; cells keep their marks, the page removes them. */
export interface TableBlock {
  span: Span;
  rows: Span[][];
}

interface Line extends Span {
  trimmed: string;
}

/** A cell of a portal's export may hold paragraphs; a longer one is taken for text after a lost closing bar. */
const MAX_CELL_LINES = 40;
const MAX_COLUMNS = 20;

/**
 * Finds tables in two forms: markdown rows (`| a | b |`) and the form that legal portals export, where every cell
 * stands between lines that hold a single `|` and two such lines in a row end a table row.
 */
export function findTables(text: string, start: number, end: number): TableBlock[] {
  const lines = linesOf(text, start, end);
  const tables: TableBlock[] = [];
  let index = 0;
  while (index < lines.length) {
    const last = lines[index]?.trimmed.startsWith("|") ? tableEnd(lines, index) : -1;
    if (last < 0) {
      index += 1;
      continue;
    }
    const rows = rowsOf(text, lines.slice(index, last + 1));
    if (rows.length > 0) {
      tables.push({ span: { start: (lines[index] as Line).start, end: (lines[last] as Line).end }, rows });
    }
    index = last + 1;
  }
  return tables;
}

function linesOf(text: string, start: number, end: number): Line[] {
  const lines: Line[] = [];
  let from = start;
  while (from < end) {
    const found = text.indexOf("\n", from);
    const to = found === -1 || found > end ? end : found;
    lines.push({ start: from, end: to, trimmed: text.slice(from, to).trim() });
    from = to + 1;
  }
  return lines;
}

/** Index of the table's last line: the last line with a bar that the cell rules still reach. */
function tableEnd(lines: Line[], first: number): number {
  let last = first;
  for (let index = first + 1; index < lines.length; index += 1) {
    const line = lines[index] as Line;
    if (line.trimmed.startsWith("|")) {
      last = index;
      continue;
    }
    const rightAfterBar = index === last + 1;
    const afterMarkdownRow = rightAfterBar && (lines[last] as Line).trimmed.length > 1;
    if ((rightAfterBar && line.trimmed === "") || afterMarkdownRow || index - last > MAX_CELL_LINES) break;
  }
  return last;
}

function rowsOf(text: string, lines: Line[]): Span[][] {
  const isMarkdown = lines.every((line) => line.trimmed.length > 1 && line.trimmed.endsWith("|"));
  return isMarkdown ? lines.filter(holdsWords).map((line) => cellsOfRow(text, line)) : rowsBetweenBars(text, lines);
}

const holdsWords = (line: Line) => !/^[|\s:-]+$/.test(line.trimmed);

function cellsOfRow(text: string, line: Line): Span[] {
  const cells: Span[] = [];
  let from = text.indexOf("|", line.start) + 1;
  for (let bar = text.indexOf("|", from); bar !== -1 && bar < line.end; bar = text.indexOf("|", from)) {
    cells.push({ start: from, end: bar });
    from = bar + 1;
  }
  return cells;
}

function rowsBetweenBars(text: string, lines: Line[]): Span[][] {
  const bars = lines.filter((line) => line.trimmed === "|");
  const pieces = bars.slice(1).map((bar, index) => ({ start: (bars[index] as Line).end, end: bar.start }));
  const isEmpty = (piece: Span) => text.slice(piece.start, piece.end).trim() === "";
  const columns = columnCount(pieces, isEmpty);
  const rows: Span[][] = [[]];
  pieces.forEach((piece, index) => {
    const ends = columns === null ? isEmpty(piece) : index % (columns + 1) === columns;
    if (ends) rows.push([]);
    else rows.at(-1)?.push(piece);
  });
  return rows.filter((row) => row.some((cell) => !isEmpty(cell)));
}

/** The smallest number of columns for which every row boundary falls on an empty piece; null for merged cells. */
function columnCount(pieces: Span[], isEmpty: (piece: Span) => boolean): number | null {
  for (let columns = 1; columns <= MAX_COLUMNS; columns += 1) {
    const whole = (pieces.length + 1) % (columns + 1) === 0;
    if (whole && pieces.every((piece, index) => index % (columns + 1) !== columns || isEmpty(piece))) return columns;
  }
  return null;
}

import { plainText } from "../../text/index.ts";
import type { Span } from "../types.ts";
import type { Line } from "./lines.ts";

export interface Cell extends Span {
  plain: string;
}

export interface Row extends Span {
  cells: Cell[];
}

/** A table that was flattened to lines: every cell between lines of "|". */
export interface Table extends Span {
  rows: Row[];
  columns: number;
}

const ANNEX_TITLE = /^\**\s*PHỤ LỤC(?:\s+[IVX\d]+)?\s*\**$/u;
const ORDINAL = /^(?:\d{1,3}(?:\.\d{1,2})*\.?\)?|[IVX]+\.?|[A-Za-zđ][.)]?)$/u;

interface Reader {
  text: string;
  lines: readonly Line[];
  at: number;
  /** Blank lines set paragraphs apart, so that one ends a table, too. */
  spaced: boolean;
}

/** Takes the tables out of the lines: `rest` is what stands outside any table, in order. `spaced`: see `isSpaced`. */
export function takeTables(text: string, lines: readonly Line[], spaced: boolean): { tables: Table[]; rest: Line[] } {
  const tables: Table[] = [];
  const rest: Line[] = [];
  const reader: Reader = { text, lines, at: 0, spaced };
  let afterTable = false;
  while (reader.at < lines.length) {
    const line = lines[reader.at] as Line;
    if (line.pipe) {
      const table = readTable(reader);
      if (table.rows.length > 0) tables.push(table);
      afterTable = true;
      continue;
    }
    rest.push(afterTable ? { ...line, gapBefore: true, cutBefore: true } : line);
    afterTable = false;
    reader.at += 1;
  }
  return { tables, rest };
}

function readTable(reader: Reader): Table {
  const rows: Row[] = [];
  let columns = 0;
  let ordinals = false;
  while (reader.lines[reader.at]?.pipe) {
    const opening = reader.lines[reader.at] as Line;
    reader.at += 1;
    const cells = readRow(reader, columns, ordinals);
    const first = cells.find((cell) => cell.plain !== "");
    const last = cells.findLast((cell) => cell.plain !== "");
    if (first && last) rows.push({ start: first.start, end: last.end, cells });
    if (columns === 0 && cells.length > 0) {
      columns = cells.length;
      ordinals = /^(?:s?tt|số tt|số thứ tự|stt)$/iu.test(cells[0]?.plain ?? "");
    }
    columns = Math.max(columns, cells.length);
    if (reader.at >= reader.lines.length || reader.lines[reader.at] === opening) break;
  }
  const start = rows[0]?.start ?? 0;
  return { start, end: rows.at(-1)?.end ?? start, rows, columns };
}

/** Reads cells until the row closes; leaves the reader at the next row's opening "|" or behind the table. */
function readRow(reader: Reader, columns: number, ordinals: boolean): Cell[] {
  const cells: Cell[] = [];
  for (;;) {
    const from = reader.at;
    const opening = reader.lines[from];
    // A blank line behind a border: the table is over.
    if (!opening || opening.cutBefore || (opening.gapBefore && !opening.pipe)) return cells;
    while (reader.at < reader.lines.length && !isBorder(reader, from)) reader.at += 1;
    if (reader.at >= reader.lines.length || !(reader.lines[reader.at] as Line).pipe) {
      reader.at = from;
      return cells;
    }
    cells.push(cell(reader, from, reader.at));
    if ((reader.lines[reader.at] as Line).cutBefore) return cells;
    reader.at += 1;
    if (rowEnds(reader, cells.length, columns, ordinals)) return cells;
  }
}

// No border after the text for long means that the table is over.
function isBorder(reader: Reader, from: number): boolean {
  const line = reader.lines[reader.at] as Line;
  return line.pipe || reader.at - from > 60 || line.cutBefore || ANNEX_TITLE.test(line.text);
}

function rowEnds(reader: Reader, count: number, columns: number, ordinals: boolean): boolean {
  const next = reader.lines[reader.at];
  if (!next || next.cutBefore) return true;
  // A head with joined cells has fewer cells than the rows below it: where blank lines end a table, the count does not.
  if (!next.pipe) return next.gapBefore || (!reader.spaced && columns > 0 && count >= columns);
  if (columns === 0 || count >= columns) return true;
  const following = reader.lines[reader.at + 1];
  const after = reader.lines[reader.at + 2];
  if (!following || following.pipe) return false;
  if (following.gapBefore && !after?.pipe) return true;
  if (ORDINAL.test(plainText(following.text))) return true;
  return !ordinals;
}

function cell(reader: Reader, from: number, to: number): Cell {
  const first = reader.lines[from] as Line;
  if (from === to) return { start: first.start, end: first.start, plain: "" };
  const last = reader.lines[to - 1] as Line;
  return { start: first.start, end: last.end, plain: plainText(reader.text.slice(first.start, last.end)) };
}

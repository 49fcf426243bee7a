import { writeXlsxStream } from "hucre/xlsx";
import { vietnamClock } from "../../../retrieval/index.ts";
import type { Cell, Table, TableColumn } from "./table.ts";

/** Excel's limits: rows of a sheet, UTF-16 units of a cell. */
const SHEET_ROWS = 1_048_576;
export const CELL_CHARACTERS = 32_767;

/** Text, so that a cell stays one when somebody edits it: without it Excel makes a formula of "=1" at the next Enter. */
const FORMATS: Readonly<Record<TableColumn["kind"], string>> = {
  text: "@",
  number: "General",
  time: "yyyy-mm-dd hh:mm:ss",
};
const WIDTHS: Readonly<Record<TableColumn["kind"], number>> = { text: 24, number: 12, time: 20 };

export interface XlsxOptions {
  /** Rows of a sheet, the head included; what does not fit goes on in `NAME_2`, `NAME_3`, … with the head again. */
  sheetRows?: number;
}

/**
 * A workbook, written as its bytes are asked for. Every text is an inline string and never a formula; one longer than a
 * cell may hold is cut and says so.
 */
export function xlsxBytes({ name, columns, rows }: Table, { sheetRows = SHEET_ROWS }: XlsxOptions = {}) {
  return writeXlsxStream(withCleanCells(rows), {
    name,
    columns: columns.map(({ title, kind }) => ({ header: title, numFmt: FORMATS[kind], width: WIDTHS[kind] })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: sheetRows,
    // A sheet of a million rows with words is more than the 4 GiB that a ZIP without it can hold.
    zip64: true,
  });
}

async function* withCleanCells(rows: Table["rows"]): AsyncGenerator<Cell[]> {
  for await (const row of rows) yield row.map(cleanCell);
}

function cleanCell(cell: Cell): Cell {
  if (typeof cell === "string") return cellText(cell);
  return cell instanceof Date ? vietnamClock(cell) : cell;
}

/** As a cell can hold it: no character that XML forbids, "_x0041_" not mistaken for an escape, not too long. */
function cellText(text: string): string {
  const clean = text.replace(/[\uFFFE\uFFFF]/g, "\uFFFD").replace(/_(?=x[\dA-Fa-f]{4}_)/g, "_x005F_");
  if (text.length <= CELL_CHARACTERS) return clean;
  const note = ` … [đã cắt; nguyên văn dài ${text.length} ký tự]`;
  const kept = text.slice(0, CELL_CHARACTERS - note.length).replace(/[\uD800-\uDBFF]$/, "");
  return cellText(kept) + note;
}

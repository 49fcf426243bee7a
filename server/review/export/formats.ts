import { type Cell, csvBytes, xlsxBytes } from "../spreadsheet/index.ts";
import type { ExportColumn, NamedRow } from "./columns.ts";

export const FORMATS = ["csv", "xlsx", "jsonl"] as const;
export type ExportFormat = (typeof FORMATS)[number];

/** Bytes gathered before they are handed on: a piece for each row costs more than the row. */
const PIECE_BYTES = 64 * 1024;

export function tableBytes(
  format: "csv" | "xlsx",
  columns: readonly ExportColumn[],
  rows: AsyncIterable<NamedRow>,
): AsyncIterable<Uint8Array> {
  const table = { name: "Nhật ký trả lời", columns, rows: cellsOf(rows, columns) };
  return format === "csv" ? gathered(csvBytes(table)) : xlsxBytes(table);
}

async function* cellsOf(rows: AsyncIterable<NamedRow>, columns: readonly ExportColumn[]): AsyncGenerator<Cell[]> {
  for await (const row of rows) yield columns.map(({ read }) => read(row));
}

export function jsonlBytes(records: AsyncIterable<object>): AsyncIterable<Uint8Array> {
  return gathered(jsonLines(records));
}

async function* jsonLines(records: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  for await (const record of records) yield Buffer.from(`${JSON.stringify(record)}\n`);
}

async function* gathered(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    [held, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(held);
}

import { guardFormula } from "./formulas.ts";
import { type Cell, type Table, vietnamTime } from "./table.ts";

/** Excel reads a CSV as UTF-8 only with it. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * RFC 4180, UTF-8 with a byte order mark, lines ended by CR LF. Texts that could be taken for formulas have ' in front;
 * `unguardFormula` takes it away. A lone half of a surrogate pair cannot be written in UTF-8 and becomes U+FFFD.
 */
export async function* csvBytes({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  yield Buffer.from(BYTE_ORDER_MARK + line(columns.map(({ title }) => title)));
  for await (const row of rows) yield Buffer.from(line(row));
}

/** A line of nothing would be passed over by readers. */
const line = (cells: readonly Cell[]): string => `${cells.map(field).join(",") || '""'}\r\n`;

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  if (cell instanceof Date) return vietnamTime(cell);
  return quoted(guardFormula(cell));
}

/** Also around what only other readers take for a separator. */
const quoted = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

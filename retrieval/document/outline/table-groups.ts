import type { Row, Table } from "./tables.ts";

/** A row that only names the rows below it: "III | Phát triển dữ liệu số", "A. NỀN MÓNG". */
interface Group {
  label: string;
  heading: string;
  rank: number;
}

const LABEL = String.raw`[A-ZĐ]|[IVX]+(?:\.\d{1,2}){0,3}`;
const ALONE = new RegExp(`^(?:${LABEL})[.)]?$`, "u");
const BEFORE = new RegExp(String.raw`^(${LABEL})[.):]\s*(?=\p{L})`, "u");
const ORDINAL = /^(?:\d{1,3}(?:\.\d{1,2})*|[a-zđ])$/u;

/** The groups that a row of a plan stands in, from the top, for a person: ["nhóm A", "nhóm III"]; a row that opens one included. */
export function groupsOf(table: Table, row: Row): string[] {
  const open: Group[] = [];
  for (const at of table.rows.slice(1, table.rows.indexOf(row) + 1)) {
    const group = groupOf(table, at);
    if (!group) continue;
    while (open.length > 0 && (open.at(-1) as Group).rank >= group.rank) open.pop();
    if (at !== row || group.label !== "") open.push(group);
  }
  // "nhóm I" holds "nhóm I.1": the longer label says both.
  return open.filter(({ label }, index) => !open[index + 1]?.label.startsWith(`${label}.`)).map(nameOf);
}

/** True for a row that opens a labelled group: "III | Phát triển dữ liệu số". */
export function opensGroup(table: Table, row: Row): boolean {
  return row !== table.rows[0] && (groupOf(table, row)?.label ?? "") !== "";
}

/** True where rows of one table share an ordinal: only with its group does "dòng 3" name one row. */
export function restarts(table: Table): boolean {
  const ordinals = table.rows.map(rowOrdinal).filter((ordinal) => ordinal !== null);
  return new Set(ordinals).size < ordinals.length;
}

/** The number that the first cell holds. */
export function rowOrdinal(row: Row): string | null {
  const first = row.cells[0]?.plain.replace(/[.)]$/, "") ?? "";
  return ORDINAL.test(first) ? first : null;
}

function groupOf(table: Table, row: Row): Group | null {
  if (table.columns < 3) return null;
  const cells = row.cells.filter((cell) => cell.plain !== "").map((cell) => cell.plain);
  const [first = "", second = ""] = cells;
  if (cells.length === 2 && ALONE.test(first) && /\p{L}{2}/u.test(second))
    return groupNamed(first.replace(/[.)]$/, ""), second);
  if (cells.length !== 1 || !/\p{L}{2}/u.test(first) || first.length > 250) return null;
  const label = BEFORE.exec(first);
  return groupNamed(label?.[1] ?? "", first.slice(label?.[0].length ?? 0));
}

function groupNamed(label: string, heading: string): Group {
  const rank = label === "" ? 5 : /^[IVX]/.test(label) ? 1 + label.split(".").length - 1 : 0;
  return { label, heading, rank };
}

function nameOf({ label, heading }: Group): string {
  if (label !== "") return `nhóm ${label}`;
  return `nhóm “${heading.length <= 80 ? heading : `${heading.slice(0, heading.lastIndexOf(" ", 78))} …`}”`;
}

import { type FoundAgency, findAgencies, fold } from "../../text/index.ts";
import type { Item, Row, Table } from "../outline/index.ts";
import { rowOrdinal } from "../outline/table-groups.ts";
import type { Span } from "../types.ts";
import { deadlineOf, type FoundDeadline } from "./deadlines.ts";

export interface Columns {
  /** A table that goes on with the columns of the one before has no row of names. */
  headless?: true;
  content: number;
  lead: number;
  partner: number;
  deadline: number;
}

/** One row of a plan: what, who leads, who joins, until when. Offsets of the agencies are into their cell's plain text. */
export interface RowDuty {
  content: Span;
  lead: { agency: FoundAgency; cell: Span }[];
  partners: { agency: FoundAgency; cell: Span }[];
  deadline: { found: FoundDeadline; cell: Span } | null;
}

const LEAD =
  /chu tri|thuc hien chinh|don vi (?:dau moi|thuc hien|chiu trach nhiem)|co quan (?:thuc hien|dau moi|chiu trach nhiem|tham muu)|phu trach tiep nhan|phan cong|trach nhiem thuc hien/;
const PARTNER = /phoi hop/;
const DEADLINE = /thoi gian|thoi han|tien do|hoan thanh|thoi diem/;
const CONTENT = /noi dung|nhiem vu|cong viec|hoat dong|ten du an|ten nhiem vu|thong tin de xuat|san pham/;

/** Which column says what, from the head row; null for a table that tasks nobody. */
export function readColumns(table: Table): Columns | null {
  const head = table.rows[0];
  if (!head || head.cells.length < 3) return null;
  const names = head.cells.map((cell) => fold(cell.plain));
  const find = (pattern: RegExp, not?: RegExp) =>
    names.findIndex((name) => pattern.test(name) && !(not?.test(name) ?? false));
  const lead = find(LEAD, /^(?:noi dung|nhiem vu)/);
  if (lead === -1) return null;
  return {
    content: find(CONTENT, /chu tri|phoi hop|thoi|van ban/),
    lead,
    partner: find(PARTNER, LEAD),
    deadline: find(DEADLINE),
  };
}

/**
 * A table broken by a page or a heading goes on with the columns of the one before, where its rows are numbered and
 * agencies stand in the column of those who lead.
 */
export function continued(table: Table, before: Columns | null): Columns | null {
  if (!before || before.content < 0) return null;
  const numbered = table.rows.filter((row) => rowOrdinal(row) !== null);
  const tasking = numbered.filter((row) => findAgencies(row.cells[before.lead]?.plain ?? "")[0]?.start === 0);
  return tasking.length > 0 && tasking.length * 2 >= numbered.length ? { ...before, headless: true } : null;
}

export function readRowDuty(item: Item, columns: Columns): RowDuty | null {
  const row = item.row as Row;
  const content = contentOf(row, columns);
  const leadCell = row.cells[columns.lead];
  if (!content || content.plain.length < 8 || !leadCell || leadCell.plain === "") return null;
  if (columns.headless ? rowOrdinal(row) === null : row === item.table?.rows[0]) return null;
  const lead = agenciesOf(leadCell.plain).map((agency) => ({ agency, cell: leadCell }));
  if (lead.length === 0) return null;
  const partnerCell = row.cells[columns.partner];
  const partners = partnerCell ? findAgencies(partnerCell.plain).map((agency) => ({ agency, cell: partnerCell })) : [];
  const deadlineCell = row.cells[columns.deadline];
  const found = deadlineCell ? deadlineOf(deadlineCell.plain) : null;
  return { content, lead, partners, deadline: deadlineCell && found ? { found, cell: deadlineCell } : null };
}

/** The column of tasks, else the cell that says most. */
function contentOf(row: Row, columns: Columns): Row["cells"][number] | undefined {
  if (columns.content >= 0) return row.cells[columns.content];
  const others = row.cells.filter((_, index) => ![columns.lead, columns.partner, columns.deadline].includes(index));
  return others.toSorted((a, b) => b.plain.length - a.plain.length)[0];
}

/** A cell that no recogniser reads is the name itself: "Chủ đầu tư", "Đơn vị tư vấn". */
function agenciesOf(plain: string): FoundAgency[] {
  const found = findAgencies(plain);
  if (found.length > 0 || plain.length > 80 || !/^\p{Lu}/u.test(plain) || /\d/.test(plain)) return found;
  const key = fold(plain)
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
  return [{ key, name: plain, level: "unknown", place: null, kind: "agency", start: 0, end: plain.length }];
}

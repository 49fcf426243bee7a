import { type DutyRow, fold, isMember, type QuestionAgency, sameSector } from "../../../retrieval/index.ts";
import type { Finding } from "./types.ts";

/** True when two keys name one agency, one of them shortened or longer by a word or two. */
export function nearKey(asked: string, held: string): boolean {
  if (asked === held) return true;
  const a = asked.split(" ");
  const b = held.split(" ");
  if (a[0] !== b[0] || Math.min(a.length, b.length) < 3) return false;
  if (/^(?:bo|so|phong)$/.test(a[0] as string)) return held.startsWith(`${asked} `) || asked.startsWith(`${held} `);
  const shared = a.filter((word) => b.includes(word)).length;
  return shared / Math.max(a.length, b.length) >= 0.75 || (shared === a.length && a.length >= 4);
}

export function classify(all: readonly DutyRow[], agency: QuestionAgency): Finding {
  const rows = all.filter((row) => isOfPlace(row, agency));
  const own = rows.filter((row) => row.role !== "partner" && (row.agency.key === agency.key || isOneOf(row, agency)));
  if (own.length > 0) return { kind: "assigned", rows: own };
  const near = rows.filter(
    (row) => row.role !== "partner" && row.agency.kind !== "group" && nearKey(agency.key, row.agency.key),
  );
  if (near.length > 0) return { kind: "assigned", rows: near };
  const group = groupRows(rows, agency);
  if (group.length > 0) return { kind: "group", rows: group };
  const partner = rows.filter(
    (row) => row.role === "partner" && (row.agency.key === agency.key || nearKey(agency.key, row.agency.key)),
  );
  if (partner.length > 0) return { kind: "partner", rows: partner };
  const level = rows.filter((row) => row.role !== "partner" && sameSector(agency.key, row.agency.key));
  if (level.length > 0) return { kind: "level", rows: level };
  return { kind: "none", rows: [] };
}

export function groupRows(rows: readonly DutyRow[], agency: QuestionAgency): DutyRow[] {
  const held = rows.filter(
    (row) => row.role !== "partner" && row.agency.kind === "group" && isMember(agency.key, row.agency.key),
  );
  const named = held.filter((row) => row.agency.key !== "cac co quan don vi" && !isListed(rows, row));
  // "Các cơ quan, đơn vị liên quan triển khai thực hiện" gives nobody in particular anything to do.
  return named;
}

/** "Các Bộ, cơ quan: Tài chính, Xây dựng, …": the clause itself says who belongs to the group. */
function isListed(rows: readonly DutyRow[], group: DutyRow): boolean {
  const beside = rows.filter(
    (row) =>
      row.passageId === group.passageId &&
      row.role !== "partner" &&
      row.agency.kind !== "group" &&
      row.agency.key !== group.agency.key &&
      isMember(row.agency.key, group.agency.key),
  );
  const after = (row: DutyRow) => row.agencySpan.start - group.agencySpan.end;
  return beside.length >= 2 && beside.every((row) => after(row) >= 0 && after(row) < LONGEST_LIST);
}

/** Characters in which a list of members follows its group. */
const LONGEST_LIST = 400;

/** "UBND tỉnh Đồng Nai" is not UBND tỉnh Tây Ninh. */
export function isOfPlace(row: DutyRow, agency: QuestionAgency): boolean {
  return !row.agency.place || !agency.place || fold(row.agency.place) === fold(agency.place);
}

/** Asked about "cơ quan báo chí", a paper or a broadcaster named in the document is one of them. */
export function isOneOf(row: DutyRow, agency: QuestionAgency): boolean {
  return (
    agency.kind === "group" &&
    /^(?:cac co quan bao chi|cac to chuc chinh tri xa hoi)$/.test(agency.key) &&
    isMember(row.agency.key, agency.key)
  );
}

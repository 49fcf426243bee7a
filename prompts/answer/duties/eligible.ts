import {
  type DocumentCard,
  type DutyRow,
  findAgencies,
  isSameProvince,
  type QuestionAgency,
  successionOf,
} from "../../../retrieval/index.ts";
import { type AskContext, cardOf, distinct } from "../context.ts";
import { isSince } from "../reorganised/since.ts";
import { withListed } from "./listed.ts";
import { placeOf } from "./places.ts";

/**
 * Duties that may be an agency's at all: none that another province's document gives to its own, and for a body that was
 * abolished none that a later document gives to a group.
 */
export async function eligibleRows(
  context: AskContext,
  agency: QuestionAgency,
  rows: readonly DutyRow[],
): Promise<readonly DutyRow[]> {
  const place = agency.level === "central" ? null : placeOf(context, agency);
  const given = await withoutGivers(context, rows);
  const own = place === null ? given : given.filter((row) => isOwn(row, cardOf(context, row.versionId), place));
  return withoutLaterGroups(context, agency, await withListed(context, agency, own));
}

/** "Sở Giáo dục đề nghị các trường …" in its own letter: who gives the work has not been given it. */
async function withoutGivers(context: AskContext, rows: readonly DutyRow[]): Promise<readonly DutyRow[]> {
  const cards = distinct(rows.map((row) => cardOf(context, row.versionId)));
  const issuers = new Map(
    cards.map(({ versionId, header }) => [versionId, findAgencies(header.issuer?.value ?? "")[0]]),
  );
  const kept: DutyRow[] = [];
  for (const row of rows) {
    const isIssuer = issuers.get(row.versionId)?.key === row.agency.key;
    if (!isIssuer || !(await gives(context, row))) kept.push(row);
  }
  return kept;
}

async function gives({ library }: AskContext, { versionId, agencySpan }: DutyRow): Promise<boolean> {
  const behind = (await library.text(versionId)).slice(agencySpan.end, agencySpan.end + GIVES_WITHIN);
  return /^[\s:,*]*(?:đề nghị|yêu cầu|giao|chỉ đạo|thông báo)(?!\p{L})/iu.test(behind);
}

const GIVES_WITHIN = 24;

async function withoutLaterGroups(
  context: AskContext,
  agency: QuestionAgency,
  own: readonly DutyRow[],
): Promise<readonly DutyRow[]> {
  const until = successionOf(agency.key)?.until;
  if (!until || !own.some((row) => row.agency.kind === "group")) return own;
  const later = new Set<number>();
  for (const card of distinct(own.map((row) => cardOf(context, row.versionId))))
    if (await isSince(context, card, until)) later.add(card.versionId);
  return own.filter((row) => row.agency.kind !== "group" || row.agency.key === agency.key || !later.has(row.versionId));
}

function isOwn(row: DutyRow, card: DocumentCard | undefined, place: string): boolean {
  const issued = card?.header.place?.value;
  if (!issued || isSameProvince(issued, place)) return true;
  return row.agency.place !== null && isSameProvince(row.agency.place, place);
}

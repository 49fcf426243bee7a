import {
  type DocumentCard,
  type DutyRow,
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
  const own = place === null ? rows : rows.filter((row) => isOwn(row, cardOf(context, row.versionId), place));
  return withoutLaterGroups(context, agency, await withListed(context, agency, own));
}

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

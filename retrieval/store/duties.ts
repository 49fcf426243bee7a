import type { Database } from "../db/index.ts";
import type { Deadline, DutyRole, Span } from "../document/types.ts";
import type { Agency } from "../text/agencies.ts";
import { PASSAGE, type PassageRecord } from "./passages.ts";

/** A duty of a live document with the passage that holds it. */
export interface DutyRecord {
  id: number;
  documentId: number;
  versionId: number;
  agency: Agency;
  role: DutyRole;
  agencySpan: Span;
  /** Inside `passage`. */
  span: Span;
  /** The ordering words: the version's text in `span`. */
  text: string;
  partners: string[];
  deadline: Deadline | null;
  reportsTo: string | null;
  passage: PassageRecord;
}

/** Each given property narrows. */
export interface DutyFilter {
  documentIds?: readonly number[];
  agencyKeys?: readonly string[];
}

type DutyRow = PassageRecord & {
  dutyId: number;
  agency: Agency;
  role: DutyRole;
  agencyStart: number;
  agencyEnd: number;
  spanStart: number;
  spanEnd: number;
  partners: string[];
  deadline: Deadline | null;
  reportsTo: string | null;
};

/** Duties of live documents, in the order of documents and of their texts. */
export async function findDuties(db: Database, { documentIds, agencyKeys }: DutyFilter = {}): Promise<DutyRecord[]> {
  const rows = await db.query<DutyRow>(
    `select y.id as "dutyId", y.agency, y.role, y.agency_start as "agencyStart", y.agency_end as "agencyEnd",
            y.span_start as "spanStart", y.span_end as "spanEnd", y.partners, y.deadline, y.reports_to as "reportsTo",
            ${PASSAGE}
       from duties y
       join passages p on p.id = y.passage_id
       join document_versions v on v.id = y.version_id
      where v.live
        and ($1::integer[] is null or v.document_id = any($1::integer[]))
        and ($2::text[] is null or y.agency_key = any($2::text[]))
      order by v.document_id, y.span_start, y.id`,
    [documentIds ?? null, agencyKeys ?? null],
  );
  return rows.map(toDuty);
}

function toDuty(row: DutyRow): DutyRecord {
  const {
    dutyId,
    agency,
    role,
    agencyStart,
    agencyEnd,
    spanStart,
    spanEnd,
    partners,
    deadline,
    reportsTo,
    ...passage
  } = row;
  return {
    id: dutyId,
    documentId: passage.documentId,
    versionId: passage.versionId,
    agency,
    role,
    agencySpan: { start: agencyStart, end: agencyEnd },
    span: { start: spanStart, end: spanEnd },
    text: passage.text.slice(spanStart - passage.start, spanEnd - passage.start),
    partners,
    deadline,
    reportsTo,
    passage,
  };
}

/** An agency or group that live documents task, with one of its printed names. */
export interface KnownAgency {
  key: string;
  name: string;
  kind: Agency["kind"];
  level: Agency["level"];
  /** In how many live documents. */
  documents: number;
}

/**
 * Agencies that have a duty in a live document, the most often tasked first. Compared by bytes: which printed name stands
 * for an agency must not hang on the locale of the database.
 */
export function knownAgencies(db: Database): Promise<KnownAgency[]> {
  return db.query<KnownAgency>(
    `select y.agency_key as "key", min((y.agency->>'name') collate "C") as "name",
            min((y.agency->>'kind') collate "C") as "kind", min((y.agency->>'level') collate "C") as "level",
            count(distinct v.document_id) as "documents"
       from duties y join document_versions v on v.id = y.version_id
      where v.live group by y.agency_key order by count(distinct v.document_id) desc, y.agency_key collate "C"`,
  );
}

import type { Database } from "../db/index.ts";
import type { Relation } from "../document/types.ts";

/** A document that a held one cites. `text` is the citation as printed. */
export interface ReferenceRecord {
  id: number;
  documentId: number;
  versionId: number;
  /** The passage that holds the citation; null where it stands outside every passage. */
  passageId: number | null;
  relation: Relation;
  number: string | null;
  numberSeq: string | null;
  numberYear: string | null;
  numberSymbol: string | null;
  type: string | null;
  name: string | null;
  issuer: string | null;
  issuedOn: string | null;
  start: number;
  end: number;
}

const REFERENCE = `r.id, v.document_id as "documentId", r.version_id as "versionId", r.passage_id as "passageId",
  r.relation, r.number, r.number_seq as "numberSeq", r.number_year as "numberYear",
  r.number_symbol as "numberSymbol", r.type, r.name, r.issuer, r.issued_on as "issuedOn",
  r.span_start as "start", r.span_end as "end"`;

const FROM = "from document_references r join document_versions v on v.id = r.version_id";

/** What a version cites, in the order of its text. */
export function referencesOf(db: Database, versionId: number): Promise<ReferenceRecord[]> {
  return db.query<ReferenceRecord>(`select ${REFERENCE} ${FROM} where r.version_id = $1 order by r.span_start, r.id`, [
    versionId,
  ]);
}

export interface ReferenceQuery {
  seq: string;
  year?: string | null;
  /** Folded. */
  symbol?: string | null;
}

/** Citations of a number in live documents; a year or symbol that one side lacks is no difference. */
export function referencesTo(db: Database, { seq, year, symbol }: ReferenceQuery): Promise<ReferenceRecord[]> {
  return db.query<ReferenceRecord>(
    `select ${REFERENCE} ${FROM}
      where v.live and r.number_seq = $1
        and ($2::text is null or r.number_year is null or r.number_year = $2)
        and ($3::text is null or r.number_symbol is null or r.number_symbol = $3)
      order by v.document_id, r.span_start, r.id`,
    [seq, year || null, symbol || null],
  );
}

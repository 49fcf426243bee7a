import type { Database } from "../../../retrieval/index.ts";

/** A numbered document that held ones cite and that is not held. */
export interface CitedNotHeld {
  number: string;
  /** As most often cited: "Chỉ thị", "Thủ tướng Chính phủ", "2023-03-21". */
  type: string | null;
  issuer: string | null;
  issuedOn: string | null;
  /** How many live documents cite it. */
  documents: number;
  /** How often in all. */
  citations: number;
  /** Ids of some that cite it, the first first. */
  citedBy: number[];
}

/** Nobody reads further down. */
export const MOST_CITED = 200;

/** The most cited first: what is worth fetching. A year or symbol that one side lacks is no difference. */
export function citedNotHeld(db: Database, limit = MOST_CITED): Promise<CitedNotHeld[]> {
  return db.query<CitedNotHeld>(
    `select min(r.number) as "number", mode() within group (order by r.type) as "type",
            mode() within group (order by r.issuer) as "issuer",
            mode() within group (order by r.issued_on) as "issuedOn", count(distinct v.document_id) as "documents", count(*) as "citations",
            (array_agg(distinct v.document_id))[1:5] as "citedBy"
       from document_references r join document_versions v on v.id = r.version_id and v.live
      where r.number is not null and r.number_seq is not null
        and not exists (
          select 1 from document_versions h
           where h.live and h.number_seq = r.number_seq
             and (h.number_symbol is null or r.number_symbol is null or h.number_symbol = r.number_symbol)
             and (h.number_year is null or r.number_year is null or h.number_year = r.number_year))
      group by r.number_seq, coalesce(r.number_symbol, ''), coalesce(r.number_year, left(r.issued_on, 4), '')
      order by count(distinct v.document_id) desc, count(*) desc, min(r.id) limit $1`,
    [limit],
  );
}

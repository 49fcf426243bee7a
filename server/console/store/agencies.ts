import type { Database } from "../../../retrieval/index.ts";

/** An agency that live documents task, with every way in which they write it. */
export interface ListedAgency {
  key: string;
  names: string[];
  kind: string;
  level: string;
  documents: number;
  duties: number;
}

/** `words` folded, each in some name of it; the most often tasked first. */
export function listAgencies(db: Database, words: readonly string[], limit = 200): Promise<ListedAgency[]> {
  return db.query<ListedAgency>(
    `select y.agency_key as "key", array_agg(distinct y.agency->>'name') as "names",
            min(y.agency->>'kind') as "kind", min(y.agency->>'level') as "level",
            count(distinct v.document_id) as "documents", count(*) as "duties"
       from duties y join document_versions v on v.id = y.version_id and v.live
      group by y.agency_key
     having not exists (select 1 from unnest($1::text[]) as word
                         where position(word in folded_words(string_agg(distinct y.agency->>'name', ' '))) = 0)
      order by count(distinct v.document_id) desc, y.agency_key limit $2`,
    [words, limit],
  );
}

import type { Database } from "../db/index.ts";

/** `accented` terms keep their diacritics, `folded` ones have none. */
export type Field = "accented" | "folded";

const CODE = { accented: "a", folded: "f" } as const;

export interface LexiconEntry {
  term: string;
  dimension: number;
  documentFrequency: number;
}

/** The terms that the index knows; the others are absent from the result. */
export function lookUpTerms(db: Database, field: Field, terms: readonly string[]): Promise<LexiconEntry[]> {
  return db.query<LexiconEntry>(
    `select term, dimension, document_frequency as "documentFrequency"
       from lexicon where field = $1 and term = any($2::text[])`,
    [CODE[field], [...new Set(terms)]],
  );
}

/**
 * Gives every term its dimension, new ones included, and adds the passages that hold it to its document frequency.
 * The caller holds the index lock (`lockIndexState`), so nobody else adds the same term.
 */
export async function addTerms(
  db: Database,
  field: Field,
  frequencies: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const terms = JSON.stringify([...frequencies].map(([term, count]) => ({ term, count })));
  // Existing terms are left out beforehand: "on conflict" would use up a dimension for each of them.
  await db.query(
    `insert into lexicon (field, term)
     select $1, given.term from jsonb_to_recordset($2::jsonb) as given(term text)
      where not exists (select 1 from lexicon l where l.field = $1 and l.term = given.term)`,
    [CODE[field], terms],
  );
  const rows = await db.query<{ term: string; dimension: number }>(
    `update lexicon l set document_frequency = l.document_frequency + given.count
       from jsonb_to_recordset($2::jsonb) as given(term text, count integer)
      where l.field = $1 and l.term = given.term
      returning l.term, l.dimension`,
    [CODE[field], terms],
  );
  return new Map(rows.map(({ term, dimension }) => [term, dimension]));
}

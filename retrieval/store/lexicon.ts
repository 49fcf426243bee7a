import type { Database } from "../db/index.ts";

/** `accented` terms keep their diacritics, `folded` ones have none. */
export type Field = "accented" | "folded";

const CODE = { accented: "a", folded: "f" } as const;

export interface LexiconEntry {
  term: string;
  dimension: number;
  documentFrequency: number;
}

/**
 * The terms that the index knows; the others are absent from the result. In the order of the terms: sums over them are
 * the same to the last digit wherever the rows lie, and so is the choice between two terms that are equally rare.
 */
export function lookUpTerms(db: Database, field: Field, terms: readonly string[]): Promise<LexiconEntry[]> {
  return db.query<LexiconEntry>(
    `select term, dimension, document_frequency as "documentFrequency"
       from lexicon where field = $1 and term = any($2::text[]) order by term`,
    [CODE[field], [...new Set(terms)]],
  );
}

/**
 * Gives every term its dimension, new ones included, without counting anything. The caller holds the index lock
 * (`lockIndexState`), so nobody else adds the same term.
 */
export async function dimensionsFor(
  tx: Database,
  field: Field,
  terms: readonly string[],
): Promise<Map<string, number>> {
  const known = await lookUpTerms(tx, field, terms);
  const dimensions = new Map(known.map(({ term, dimension }) => [term, dimension]));
  // Not "on conflict": it would use up a dimension for each known term.
  const fresh = terms.filter((term) => !dimensions.has(term));
  const added = await tx.query<{ term: string; dimension: number }>(
    "insert into lexicon (field, term) select $1, unnest($2::text[]) returning term, dimension",
    [CODE[field], fresh],
  );
  for (const { term, dimension } of added) dimensions.set(term, dimension);
  return dimensions;
}

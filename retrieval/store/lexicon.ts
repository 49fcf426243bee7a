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
  tx: Database,
  field: Field,
  frequencies: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const known = await lookUpTerms(tx, field, [...frequencies.keys()]);
  const dimensions = new Map(known.map(({ term, dimension }) => [term, dimension]));
  await addFrequencies(tx, new Map(known.map(({ term, dimension }) => [dimension, frequencies.get(term) ?? 0])));
  // Not "on conflict": it would use up a dimension for each known term.
  const fresh = [...frequencies].filter(([term]) => !dimensions.has(term)).map(([term, count]) => ({ term, count }));
  const added = await tx.query<{ term: string; dimension: number }>(
    `insert into lexicon (field, term, document_frequency)
     select $1, given.term, given.count from jsonb_to_recordset($2::jsonb) as given(term text, count integer)
     returning term, dimension`,
    [CODE[field], JSON.stringify(fresh)],
  );
  for (const { term, dimension } of added) dimensions.set(term, dimension);
  return dimensions;
}

/** Adds to (or, below zero, takes from) the document frequencies, by dimension. Under the index lock. */
export async function addFrequencies(tx: Database, changes: ReadonlyMap<number, number>): Promise<void> {
  if (changes.size === 0) return;
  await tx.query(
    `update lexicon l set document_frequency = l.document_frequency + given.change
       from unnest($1::integer[], $2::integer[]) as given(dimension, change)
      where l.dimension = given.dimension`,
    [[...changes.keys()], [...changes.values()]],
  );
}

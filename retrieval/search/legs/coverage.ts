import type { Database } from "../../db/index.ts";
import { inverseFrequency } from "../../store/bm25.ts";
import { readIndexState } from "../../store/index-state.ts";
import { type Field, lookUpTerms } from "../../store/lexicon.ts";

/** How much each term says, from the whole index. A term that no passage holds has the highest value. */
export async function idfOf(
  db: Database,
  terms: readonly string[],
  field: Field = "folded",
): Promise<Map<string, number>> {
  const { passages } = await readIndexState(db);
  const known = await lookUpTerms(db, field, terms);
  const frequencies = new Map(known.map(({ term, documentFrequency }) => [term, documentFrequency]));
  return new Map(terms.map((term) => [term, inverseFrequency(frequencies.get(term) ?? 0, passages)]));
}

export interface TermCoverageOptions {
  questionTerms: readonly string[];
  passageTerms: readonly string[];
  /** From `idfOf`; a term that it lacks counts 0. */
  idf: ReadonlyMap<string, number>;
}

export interface TermCoverage {
  /** idf of the question's terms that the passage holds, divided by the idf of all of them; 0 for a question without terms. */
  share: number;
  /** Distinct, the weightiest first. */
  covered: string[];
  missing: string[];
}

/** Which of the question's terms a passage holds: the evidence that it is about the question at all. */
export function termCoverage({ questionTerms, passageTerms, idf }: TermCoverageOptions): TermCoverage {
  const weight = (term: string) => idf.get(term) ?? 0;
  const held = new Set(passageTerms);
  const asked = [...new Set(questionTerms)].sort((x, y) => weight(y) - weight(x));
  const covered = asked.filter((term) => held.has(term));
  const sum = (terms: readonly string[]) => terms.reduce((total, term) => total + weight(term), 0);
  const total = sum(asked);
  return { share: total === 0 ? 0 : sum(covered) / total, covered, missing: asked.filter((term) => !held.has(term)) };
}

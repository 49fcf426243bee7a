import { FIELD_WEIGHTS } from "../../../retrieval/search/legs/constants.ts";
import { count, inverseFrequency, K1, passageWeight } from "../../../retrieval/store/bm25.ts";
import { hasDiacritics, terms } from "../../../retrieval/text/index.ts";

/** The lexical leg without a database, for the many questions of a trial: the same terms, weights and normalisation. */
export interface MemoryIndex {
  passages: number;
  /** BM25 divided by the question's best possible score, one a passage. `weigh` may change or add terms. */
  lexical(question: string, extra?: ReadonlyMap<string, number>): Float32Array;
}

interface Postings {
  passages: number[];
  weights: number[];
}

type Field = "accented" | "folded";

export function indexInMemory(texts: readonly string[]): MemoryIndex {
  const fields = { accented: fieldOf(texts, "accented"), folded: fieldOf(texts, "folded") };
  return {
    passages: texts.length,
    lexical(question, extra = new Map()) {
      const scores = new Float32Array(texts.length);
      const shares: Partial<Record<Field, number>> = hasDiacritics(question) ? FIELD_WEIGHTS : { folded: 1 };
      let best = 0;
      for (const [field, share] of Object.entries(shares) as [Field, number][]) {
        const weights = new Map([...new Set(terms(question, { folded: field === "folded" }))].map((term) => [term, 1]));
        best += [...weights.keys()].reduce((sum, term) => sum + share * idf(fields[field].get(term), texts.length), 0);
        if (field === "accented" || !shares.accented)
          for (const [term, weight] of extra) if (!weights.has(term)) weights.set(term, weight);
        for (const [term, weight] of weights) addScores(scores, fields[field].get(term), share * weight);
      }
      const most = best * (K1 + 1) || 1;
      return scores.map((score) => score / most);
    },
  };
}

const idf = (postings: Postings | undefined, passages: number): number =>
  inverseFrequency(postings?.passages.length ?? 0, passages);

function addScores(scores: Float32Array, postings: Postings | undefined, share: number): void {
  if (!postings) return;
  const weight = share * idf(postings, scores.length);
  for (const [at, passage] of postings.passages.entries()) scores[passage]! += weight * postings.weights[at]!;
}

function fieldOf(texts: readonly string[], field: Field): Map<string, Postings> {
  const counted = texts.map((text) => terms(text, { folded: field === "folded" }));
  const average = counted.reduce((sum, { length }) => sum + length, 0) / Math.max(texts.length, 1);
  const postings = new Map<string, Postings>();
  for (const [passage, list] of counted.entries()) {
    for (const [term, frequency] of count(list)) {
      const entry = postings.get(term) ?? { passages: [], weights: [] };
      entry.passages.push(passage);
      entry.weights.push(passageWeight(frequency, list.length, average));
      postings.set(term, entry);
    }
  }
  return postings;
}

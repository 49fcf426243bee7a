/**
 * BM25 as an inner product, so that pgvector's `<#>` on `sparsevec` ranks: the passage side holds
 * tf·(k1+1) / (tf + k1·(1−b+b·length/average)) per term, the question side the term's idf.
 *
 * k1 and b were chosen on ALQAC (728 questions), R@1 / R@10 accented: k1 1.2 .800/.962, .9 .805/.964, .7 .813/.966,
 * .6 .824/.966; with k1 .7, b .65 .826/.966 and b .75 .813/.966. `test/bench/retrieval-baseline.json` holds the present figures.
 */
export const K1 = 0.6;
export const B = 0.75;

/** pgvector's own limit; the declared number of dimensions of every `sparsevec` of ours. */
const DIMENSIONS = 1_000_000_000;
/** pgvector's limit of non-zero elements in one sparsevec. A passage with more terms loses its lightest. */
const MAX_ELEMENTS = 16_000;

/** Sparse vector as dimension → weight. */
export type SparseWeights = ReadonlyMap<number, number>;

/** The divisor's part that is the same for all terms of a passage. */
function lengthNorm(length: number, averageLength: number): number {
  return K1 * (1 - B + (B * length) / Math.max(averageLength, 1));
}

/** Passage side of one term. `frequency` ≥ 1; lengths in terms. */
export function passageWeight(frequency: number, length: number, averageLength: number): number {
  return (frequency * (K1 + 1)) / (frequency + lengthNorm(length, averageLength));
}

/**
 * The term frequency that a stored weight was computed from. It is a whole number, so the rounding makes it exact
 * (up to some 1,000 occurrences in one passage) although the weight was stored as a 4-byte float: weights can be
 * computed again for a new average without the text.
 */
export function frequencyOf(weight: number, length: number, averageLength: number): number {
  return Math.max(1, Math.round((weight * lengthNorm(length, averageLength)) / (K1 + 1 - weight)));
}

/** Question side of one term: Lucene's idf, never negative. */
export function inverseFrequency(documentFrequency: number, passages: number): number {
  return Math.log(1 + (passages - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** How often each value occurs. */
export function count<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** pgvector's text form: "{3:0.5,17:1.25}/1000000000". Dimensions count from 1. */
export function toSparsevec(weights: SparseWeights): string {
  const all = [...weights];
  const kept = all.length > MAX_ELEMENTS ? all.sort((x, y) => y[1] - x[1]).slice(0, MAX_ELEMENTS) : all;
  const elements = kept.sort((x, y) => x[0] - y[0]).map(([dimension, weight]) => `${dimension}:${weight}`);
  return `{${elements.join(",")}}/${DIMENSIONS}`;
}

export function fromSparsevec(literal: string): Map<number, number> {
  const body = literal.slice(1, literal.indexOf("}"));
  if (body === "") return new Map();
  return new Map(
    body.split(",").map((element) => {
      const colon = element.indexOf(":");
      return [Number(element.slice(0, colon)), Number(element.slice(colon + 1))];
    }),
  );
}

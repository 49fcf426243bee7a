import type { Corpus } from "./corpus.ts";
import { eigen, gram } from "./singular-vectors.ts";
import { NO_TERM, type Terms } from "./terms.ts";

/** Texts that the directions are found in. */
const SAMPLED = 20_000;

interface CommonOptions {
  corpus: Corpus;
  terms: Terms;
  dimensions: number;
  directions: number;
}

/** Takes the directions that most texts share out of every term's vector, in place: a text's sum then lacks them too. */
export function removeCommon(vectors: Float32Array, { corpus, terms, dimensions, directions }: CommonOptions): void {
  const { starts } = corpus;
  const every = Math.max(1, Math.floor((starts.length - 1) / SAMPLED));
  const sums: number[] = [];
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += every)
    sums.push(...sumOf(vectors, { corpus, terms, dimensions }, paragraph));
  const shared = eigen(gram(Float32Array.from(sums), dimensions)).vectors.slice(0, directions);
  for (let row = 0; row < vectors.length; row += dimensions) {
    for (const direction of shared) {
      let along = 0;
      for (let d = 0; d < dimensions; d += 1) along += vectors[row + d]! * direction[d]!;
      for (let d = 0; d < dimensions; d += 1) vectors[row + d]! -= along * direction[d]!;
    }
  }
}

function sumOf(
  vectors: Float32Array,
  { corpus: { tokens, starts }, terms, dimensions }: Omit<CommonOptions, "directions">,
  paragraph: number,
): Float32Array {
  const sum = new Float32Array(dimensions);
  const add = (term: number): void => {
    for (let d = 0; d < dimensions; d += 1) sum[d]! += vectors[term * dimensions + d]!;
  };
  for (let at = starts[paragraph]!; at < starts[paragraph + 1]!; at += 1) {
    if (tokens[at]! < terms.syllables) add(tokens[at]!);
    if (terms.pairAt[at] !== NO_TERM) add(terms.pairAt[at]!);
  }
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

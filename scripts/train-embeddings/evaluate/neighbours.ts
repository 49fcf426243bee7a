import { normalise } from "../../../retrieval/embed/embedder.ts";
import { sumOfTerms, type WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import { dot } from "./ranking.ts";

/** Every term in words, "kinh phí" for a pair, with its direction. */
export function namedTerms(vectors: WordVectors): { name: string; vector: Float32Array }[] {
  const { forms, pairs, scales, values, dimensions } = vectors;
  const names = [...forms];
  for (let first = 0; first < forms.length; first += 1) {
    for (let at = pairs.rows[first]!; at < pairs.rows[first + 1]!; at += 1)
      names.push(`${forms[first]} ${forms[pairs.seconds[at]!]}`);
  }
  return names.map((name, term) => {
    const row = values.subarray(term * dimensions, (term + 1) * dimensions);
    return { name, vector: normalise(Float32Array.from(row, (value) => value * scales[term]!)) };
  });
}

/** The words nearest to a word that share no syllable with it, nearest first. */
export function neighboursOf(
  word: string,
  vectors: WordVectors,
  named: ReturnType<typeof namedTerms>,
  most = 8,
): { name: string; cosine: number }[] {
  const vector = sumOfTerms(word, vectors);
  const own = new Set(word.toLowerCase().split(/\s+/));
  return named
    .filter(({ name }) => name.includes(" ") && !name.split(" ").some((syllable) => own.has(syllable)))
    .map((term) => ({ name: term.name, cosine: dot(vector, term.vector) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, most);
}

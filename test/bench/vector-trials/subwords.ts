import type { WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import { fold } from "../../../retrieval/text/index.ts";
import type { BesideOptions } from "../../../scripts/train-embeddings/terms.ts";

const SHORTEST = 3;
const LONGEST = 4;

/** Letters that stand side by side in a syllable, its ends marked, as typed and without diacritics: "<ki", "kin", "<kin" … */
function gramsOf(form: string): Set<string> {
  const grams = new Set<string>();
  for (const marked of [`<${form}>`, `<${fold(form)}>`]) {
    for (let length = SHORTEST; length <= LONGEST; length += 1) {
      for (let at = 0; at + length <= marked.length; at += 1) grams.add(marked.slice(at, at + length));
    }
  }
  return grams;
}

/** FNV-1a over UTF-16 units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

const BUCKETS = 20_000;

/** The buckets of a syllable's letter groups, each once; two groups may share one. */
const bucketsOf = (form: string): number[] => [...new Set(Array.from(gramsOf(form), (gram) => hash(gram) % BUCKETS))];

/** Which syllables get vectors of their letter groups: those that have none of their own, or all. */
export const subwordRows = (of: "rare" | "all"): BesideOptions => ({
  count: BUCKETS,
  of: (form, isFrequent) => (of === "rare" && isFrequent ? [] : bucketsOf(form)),
});

/** The same vectors, with those of letter groups, which stand behind the pairs', added in questions and passages. */
export function withSubwords(vectors: WordVectors, { of }: BesideOptions): WordVectors {
  const { numberOf, pairs } = vectors;
  const first = numberOf.size + pairs.seconds.length;
  return { ...vectors, rowsBeside: (form) => of(form, numberOf.has(form)).map((row) => first + row) };
}

import type { WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import { fold, matchForm, syllables } from "../../../retrieval/text/index.ts";
import { namedTerms } from "../../../scripts/train-embeddings/evaluate/neighbours.ts";
import { dot } from "../../../scripts/train-embeddings/evaluate/ranking.ts";

/** Neighbours of a word count so much, times their cosine, in the lexical leg. */
const SHARE = 0.3;
const MOST = 2;
const LEAST_COSINE = 0.6;

/** For each question the terms that stand nearest to its words, for the lexical leg: "kinh phí" also looks for "ngân sách". */
export function createExpander(vectors: WordVectors): (question: string) => ReadonlyMap<string, number> {
  const pairs = namedTerms(vectors).filter(({ name }) => name.includes(" "));
  const byName = new Map(pairs.map((pair) => [pair.name, pair.vector]));
  const known = new Map<string, [string, number][]>();
  const near = (name: string): [string, number][] => {
    const vector = byName.get(name);
    if (!vector) return [];
    const own = name.split(" ");
    return pairs
      .filter((pair) => !own.some((syllable) => pair.name.includes(syllable)))
      .map((pair): [string, number] => [pair.name, dot(vector, pair.vector)])
      .filter(([, cosine]) => cosine >= LEAST_COSINE)
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST);
  };
  return (question) => {
    const forms = syllables(matchForm(question)).map(({ text }) => text);
    const out = new Map<string, number>();
    for (const [at, form] of forms.slice(0, -1).entries()) {
      const name = `${form} ${forms[at + 1]}`;
      if (!known.has(name)) known.set(name, near(name));
      for (const [neighbour, cosine] of known.get(name)!) {
        const term = neighbour.replace(" ", "_");
        for (const each of [term, fold(term)]) out.set(each, Math.max(out.get(each) ?? 0, SHARE * cosine));
      }
    }
    return out;
  };
}

import type { Candidate, Library } from "../retrieval/index.ts";

/** Most passages of one question that the log keeps. */
const MOST_CANDIDATES = 20;

/** A library that remembers what its searches found. */
export function rememberSearches(library: Library): { library: Library; candidates(): Candidate[] } {
  const best = new Map<number, Candidate>();
  return {
    library: {
      ...library,
      search: async (request) => {
        const hits = await library.search(request);
        for (const { passageId, versionId, lexical = 0, dense = 0, score } of hits) {
          if ((best.get(passageId)?.score ?? -1) >= score) continue;
          best.set(passageId, {
            passageId,
            versionId,
            lexical: short(lexical),
            dense: short(dense),
            score: short(score),
          });
        }
        return hits;
      },
    },
    candidates: () =>
      [...best.values()].sort((a, b) => b.score - a.score || a.passageId - b.passageId).slice(0, MOST_CANDIDATES),
  };
}

const short = (score: number) => Math.round(score * 10_000) / 10_000;

/**
 * What the ranking weighs. Each number was measured by `npm run bench -- retrieval` (ALQAC, 728 questions);
 * k1 and b stand in `retrieval/store/bm25.ts`, where the weights are computed.
 */

/** An accented question is scored on both fields, so that a wrong tone or a document typed without accents still counts. */
export const FIELD_WEIGHTS = { accented: 0.7, folded: 0.3 } as const;

/** Share of the dense leg in the weighted sum; the lexical leg has the rest. */
export const DENSE_WEIGHT = 0.1;

/** Above this many indexed passages an unfiltered search looks only at passages that hold a rare term. */
export const FULL_SCAN_PASSAGES = 20_000;
/** A term is rare when at most this share of the passages holds it (60k clauses: 17 ms instead of 174, MRR unchanged). */
export const RARE_SHARE = 0.05;
/** Nearest passages by vector that join the candidates of a large index. */
export const DENSE_CANDIDATES = 200;

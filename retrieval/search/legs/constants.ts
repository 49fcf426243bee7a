/**
 * What the ranking weighs. Each number was measured by `npm run bench -- retrieval` (ALQAC, 728 questions);
 * k1 and b stand in `retrieval/store/bm25.ts`, where the weights are computed.
 */

/** An accented question is scored on both fields, so that a wrong tone or a document typed without accents still counts. */
export const FIELD_WEIGHTS = { accented: 0.7, folded: 0.3 } as const;

/**
 * Share of the dense leg in the weighted sum; the lexical leg, divided by the question's best possible score, has the
 * rest. Chosen on one half of ALQAC (by the hash of the question's id), the smallest weight within .006 of the best mean
 * of R@1 and R@10, typed with and without diacritics; R@1/R@10 there and on the other half: 0 .832/.968 and .822/.966,
 * .25 .866/.971 and .833/.975, .35 .866/.971 and .831/.975, .45 .880/.971 and .825/.969. Citizens' questions kept out of
 * training find their answer among ten at 0 in .890, at .25 in .921, at .35 and .45 in .927. Min-max sums and reciprocal
 * ranks are lower (docs/vectors.md).
 */
export const DENSE_WEIGHT = 0.35;

/**
 * Above this many indexed passages a search over all documents looks only at passages that hold one of the question's
 * rarest terms. Inside a filter, and in a smaller index, it looks at every passage.
 */
export const FULL_SCAN_PASSAGES = 5_000;
/**
 * The rarest terms are taken until they are expected in this share of the passages; at least one is taken. Of ALQAC's
 * 728 questions the right passage is missed by 23 at .05, 6 at .15, 2 at .25, 1 at .3 (17 % of the passages looked at).
 */
export const CANDIDATE_SHARE = 0.3;
/** Nearest passages by vector that join the candidates. */
export const DENSE_CANDIDATES = 100;

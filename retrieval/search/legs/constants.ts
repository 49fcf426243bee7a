/**
 * What the ranking weighs. Each number was measured by `npm run bench -- retrieval` (ALQAC, 728 questions);
 * k1 and b stand in `retrieval/store/bm25.ts`, where the weights are computed.
 */

/** An accented question is scored on both fields, so that a wrong tone or a document typed without accents still counts. */
export const FIELD_WEIGHTS = { accented: 0.7, folded: 0.3 } as const;

/**
 * Share of the dense leg in the weighted sum; the lexical leg, divided by the question's best possible score, has the
 * rest. With the offline word vectors, R@1 / R@10 accented (unaccented): 0 .830/.967 (.828/.964), .1 .834/.968
 * (.834/.970), .2 .843/.974 (.837/.973), .25 .845/.974 (.842/.971), .3 .848/.971 (.843/.970), .4 .849/.971
 * (.843/.968), .5 .845/.968 (.838/.966); each half of the questions gains alike (.821 → .838, .838 → .852 at .25).
 * Dividing the lexical side by its best hit instead, or both by their range, is lower everywhere.
 */
export const DENSE_WEIGHT = 0.25;

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

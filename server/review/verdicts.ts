/** What a reviewer says of one quote of an answer with the sentence that rests on it. */
export const CLAIM_VERDICTS = ["supported", "partly", "unsupported", "wrong-document", "out-of-force"] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

/** And of the answer as a whole. */
export const OVERALL_VERDICTS = ["complete", "missing", "should-abstain"] as const;
export type OverallVerdict = (typeof OVERALL_VERDICTS)[number];

export interface ClaimJudgement {
  /** [1], [2], … in the answer. */
  marker: number;
  verdict: ClaimVerdict;
}

export interface Judgement {
  overall: OverallVerdict;
  /** In the order of the markers; empty for an answer that quotes nothing. */
  claims: readonly ClaimJudgement[];
}

/** 1 and 2 judge; where the exchange is judged twice, neither sees the other's. 3 has the last word. */
export type Seat = 1 | 2 | 3;

const WRONG: readonly ClaimVerdict[] = ["unsupported", "wrong-document", "out-of-force"];

/** Whoever was given this answer was told something that does not hold. */
export const isWrong = ({ overall, claims }: Judgement): boolean =>
  overall === "should-abstain" || claims.some(({ verdict }) => WRONG.includes(verdict));

import type { Database } from "../../retrieval/index.ts";

/** A judgement that no later one of the same reviewer replaces, as a condition on the row `r` of reviews. */
export const CURRENT_REVIEW = "not exists (select 1 from reviews later where later.replaces = r.id)";

/** A judgement that finds the answer wrong, as a condition on the row `r` of reviews. */
export const WRONG_REVIEW = `(r.overall = 'should-abstain' or exists (
  select 1 from jsonb_array_elements(r.claims) claim
   where claim ->> 'verdict' in ('unsupported', 'wrong-document', 'out-of-force')))`;

export type ClaimVerdict = "supported" | "partly" | "unsupported" | "wrong-document" | "out-of-force";

/** A judgement as what follows from it needs it. */
export interface Judgement {
  id: number;
  overall: "complete" | "missing" | "should-abstain";
  claims: { marker: number; verdict: ClaimVerdict }[];
  /** The reviewer's words; null where there are none or they were erased. */
  missing: string | null;
  corrected: string | null;
  wrong: boolean;
}

/** Judgements of an exchange that stand, the latest first. */
export function judgementsOf(db: Database, answerId: string): Promise<Judgement[]> {
  return db.query<Judgement>(
    `select r.id, r.overall, r.claims, w.missing, w.corrected, ${WRONG_REVIEW} as wrong
       from reviews r left join review_words w on w.review_id = r.id
      where r.answer_id = $1 and ${CURRENT_REVIEW} order by r.id desc`,
    [answerId],
  );
}

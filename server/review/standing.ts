import type { Database } from "../../retrieval/index.ts";
import { isWrong, type Judgement } from "./verdicts.ts";

/** A judgement that no later one of the same reviewer replaces, as a condition on the row `r` of reviews. */
export const CURRENT_REVIEW = "not exists (select 1 from reviews later where later.replaces = r.id)";

/** A judgement that stands, as what follows from it needs it. */
export interface StandingJudgement extends Judgement {
  id: number;
  /** The reviewer's words; null where there are none or they were erased. */
  missing: string | null;
  corrected: string | null;
  wrong: boolean;
}

/** Judgements of an exchange that stand, the latest first. */
export async function standingJudgements(db: Database, answerId: string): Promise<StandingJudgement[]> {
  const rows = await db.query<Omit<StandingJudgement, "wrong">>(
    `select r.id, r.overall, r.claims, w.missing, w.corrected
       from reviews r left join review_words w on w.review_id = r.id
      where r.answer_id = $1 and ${CURRENT_REVIEW} order by r.id desc`,
    [answerId],
  );
  return rows.map((row) => ({ ...row, wrong: isWrong(row) }));
}

import { appendEntry, type Database, newSalt, readEvidence } from "../../retrieval/index.ts";
import type { StandingJudgement } from "../../server/review/standing.ts";

export interface NewJudgement extends Partial<Pick<StandingJudgement, "overall" | "claims" | "missing" | "corrected">> {
  answerId: string;
  reviewer?: string;
  replaces?: number;
}

/** A judgement as the desk stores it. */
export async function judge(db: Database, judgement: NewJudgement): Promise<number> {
  const { answerId, reviewer = "hoa", overall = "complete", claims = [], replaces = null } = judgement;
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into reviews (answer_id, reviewer, seat, overall, claims, replaces, at)
       values ($1, $2, 1, $3, $4::jsonb, $5, $6) returning id`,
      [answerId, reviewer, overall, JSON.stringify(claims), replaces, new Date()],
    );
    const id = (row as { id: number }).id;
    await tx.query("insert into review_words (review_id, salt, missing, corrected) values ($1, $2, $3, $4)", [
      id,
      newSalt(),
      judgement.missing ?? null,
      judgement.corrected ?? null,
    ]);
    const [evidence] = await readEvidence.review(tx, [String(id)]);
    if (evidence) await appendEntry(tx, "review", evidence);
    return id;
  });
}

/** Finds the first quote of the answer to be of the wrong document. */
export const judgeWrong = (db: Database, answerId: string, rest: Partial<NewJudgement> = {}) =>
  judge(db, { answerId, claims: [{ marker: 1, verdict: "wrong-document" }], ...rest });

import type { Database } from "../db/index.ts";
import type { ErasedSubject } from "./erasures.ts";

/** Notices whose words go with the words of these answers, as the erasure has to name them. */
export async function noticesOf(db: Database, answerIds: readonly string[]): Promise<ErasedSubject[]> {
  return db.query<ErasedSubject>(
    `select 'notice' as kind, id || ':proposed' as subject from correction_notices
      where answer_id = any($1::text[]) and words is not null order by id`,
    [answerIds],
  );
}

/**
 * Takes the words out of what reviewers made of these answers: questions of the evaluation set are deleted, the words of
 * notices emptied. Inside an erasure that names `noticesOf` them: the triggers refuse it anywhere else.
 */
export async function eraseConsequencesOf(tx: Database, answerIds: readonly string[]): Promise<void> {
  await tx.query("delete from eval_questions where answer_id = any($1::text[])", [answerIds]);
  await tx.query(
    "update correction_notices set words = null, salt = '' where answer_id = any($1::text[]) and words is not null",
    [answerIds],
  );
}

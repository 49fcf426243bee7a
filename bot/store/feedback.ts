import type { Database } from "../../retrieval/index.ts";

export interface NewFeedback {
  /** Null when it is about no answer in particular. */
  answerId: string | null;
  personKey: string;
  verdict: "up" | "down" | null;
  words: string | null;
}

/** A person has one verdict on an answer: the latest. Words are all kept. */
export async function insertFeedback(
  tx: Database,
  { answerId, personKey, verdict, words }: NewFeedback,
): Promise<void> {
  if (verdict !== null) {
    await tx.query("delete from feedback where answer_id = $1 and person_key = $2 and verdict is not null", [
      answerId,
      personKey,
    ]);
  }
  await tx.query("insert into feedback (answer_id, person_key, verdict, words) values ($1, $2, $3, $4)", [
    answerId,
    personKey,
    verdict,
    words,
  ]);
}

export async function forgetFeedbackOf(tx: Database, personKey: string): Promise<void> {
  await tx.query("update feedback set person_key = null where person_key = $1", [personKey]);
}

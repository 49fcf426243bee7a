import type { Database } from "../db/index.ts";
import { newSalt } from "./canonical.ts";
import { logRow } from "./log-row.ts";

export interface NewFeedback {
  /** Null when it is about no answer in particular. */
  answerId: string | null;
  personKey: string;
  verdict: "up" | "down" | null;
  words: string | null;
}

/** Feedback that no later one of the same person on the same answer replaces, as a condition on the row `f`. */
export const CURRENT_FEEDBACK = "not exists (select 1 from feedback later where later.replaces = f.id)";

/** A person has one verdict on an answer: the latest, which names the one it replaces. Words are all kept. */
export async function insertFeedback(tx: Database, feedback: NewFeedback): Promise<void> {
  const { answerId, personKey, verdict, words } = feedback;
  const before = verdict === null ? null : await verdictOf(tx, feedback);
  // A thumb that is pressed twice says nothing new.
  if (before !== null && before.verdict === verdict) return;
  const [row] = await tx.query<{ id: number }>(
    `insert into feedback (answer_id, person_key, verdict, words, salt, person_salt, given_at, replaces)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [answerId, personKey, verdict, words, newSalt(), newSalt(), new Date(), before?.id ?? null],
  );
  await logRow(tx, "feedback", row!.id);
}

async function verdictOf(
  tx: Database,
  { answerId, personKey }: NewFeedback,
): Promise<{ id: number; verdict: string } | null> {
  const [row] = await tx.query<{ id: number; verdict: string }>(
    `select id, verdict from feedback f
      where answer_id = $1 and person_key = $2 and verdict is not null and ${CURRENT_FEEDBACK}`,
    [answerId, personKey],
  );
  return row ?? null;
}

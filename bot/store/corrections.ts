import type { Database } from "../../retrieval/index.ts";

/** What a reviewer proposed and a second person confirmed. */
export interface CorrectionRow {
  /** Null once the words of the corrected answer were erased. */
  words: string | null;
  confirmedAt: Date;
  /** When the answer was given that it corrects. */
  askedAt: Date;
}

const CORRECTION = `n.words, n.decided_at as "confirmedAt", a.asked_at as "askedAt"`;

/** The latest correction of an answer; null where there is none. */
export async function correctionOf(db: Database, answerId: string): Promise<CorrectionRow | null> {
  const [row] = await db.query<CorrectionRow>(
    `select ${CORRECTION}
       from correction_recipients r
       join correction_notices n on n.id = r.notice_id and n.state = 'confirmed'
       join answers a on a.id = r.answer_id
      where r.answer_id = $1 order by n.decided_at desc, n.id desc limit 1`,
    [answerId],
  );
  return row ?? null;
}

/** Corrections that wait for whoever writes in this conversation, oldest first. They are shown from now on: once. */
export async function takeCorrections(db: Database, conversationKey: string): Promise<CorrectionRow[]> {
  const rows = await db.query<CorrectionRow & { id: number }>(
    `update correction_recipients r set state = 'shown', at = now()
       from correction_notices n, answer_people p, answers a
      where r.state = 'waiting' and n.id = r.notice_id and a.id = r.answer_id
        and p.answer_id = r.answer_id and p.conversation_key = $1
     returning n.id, ${CORRECTION}`,
    [conversationKey],
  );
  return rows.sort((one, other) => one.id - other.id);
}

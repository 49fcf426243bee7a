import type { Database } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";

export type RequestReason = "version" | "validity";

/**
 * Somebody asked the reviewers to look, and nobody has judged since, as a condition on the row `a` of answers: what a
 * new version or a document's end touched after the answer was given.
 */
export const REQUESTED = `exists (
  select 1 from review_requests q
   where q.answer_id = a.id and not exists (select 1 from reviews r where r.answer_id = a.id and r.at > q.at))`;

export interface ReviewRequest {
  answerIds: readonly string[];
  reason: RequestReason;
  /** Name of the account. */
  actor: string;
  /** The document that it is about, for the log of actions. */
  target: string;
}

/** Puts answers into the reviewers' queue, once a reason; asked again after a judgement they are back in it. */
export async function requestReview(db: Database, { answerIds, reason, actor, target }: ReviewRequest): Promise<void> {
  if (answerIds.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.query(
      `insert into review_requests (answer_id, reason, requested_by, at)
       select distinct id, $2, $3, $4::timestamptz from unnest($1::text[]) as id
       on conflict (answer_id, reason) do update set requested_by = excluded.requested_by, at = excluded.at
        where exists (select 1 from reviews r where r.answer_id = review_requests.answer_id and r.at > review_requests.at)`,
      [answerIds, reason, actor, new Date()],
    );
    await recordAction(tx, { actor, action: "review.request", target, detail: { reason, answers: answerIds.length } });
  });
}

/** Which of these answers wait for a reviewer already. */
export async function requestedAmong(db: Database, answerIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ id: string }>(
    `select a.id from answers a where a.id = any($1::text[]) and ${REQUESTED}`,
    [answerIds],
  );
  return new Set(rows.map(({ id }) => id));
}

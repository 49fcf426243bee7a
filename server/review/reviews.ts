import { type Database, logRow, newSalt, storable } from "../../retrieval/index.ts";
import { CURRENT_REVIEW } from "./standing.ts";
import type { Judgement, Seat } from "./verdicts.ts";

/** What a reviewer wrote: it may repeat the person's words and is erased with them. */
export interface ReviewWords {
  /** What the answer lacks. */
  missing: string | null;
  /** What should have been said. */
  corrected: string | null;
  note: string | null;
}

export interface NewReview extends Judgement {
  answerId: string;
  /** Name of the account. */
  reviewer: string;
  seat: Seat;
  words: ReviewWords;
}

export interface StoredReview extends Omit<NewReview, "words"> {
  id: number;
  at: Date;
  /** The same reviewer's earlier judgement of the same exchange. */
  replaces: number | null;
  /** No later one replaces it. */
  isCurrent: boolean;
  /** Null once they were erased. */
  words: ReviewWords | null;
}

/**
 * Stores a judgement with its words and its line of the chain; to be called last in the transaction that decided on the
 * seat. The reviewer's earlier judgement of the exchange is replaced and stays. Returns the review's id.
 */
export async function insertReview(tx: Database, review: NewReview): Promise<number> {
  const { answerId, reviewer, seat, overall, words } = review;
  const claims = review.claims.map(({ marker, verdict }) => ({ marker, verdict }));
  const [row] = await tx.query<{ id: number }>(
    `insert into reviews (answer_id, reviewer, seat, overall, claims, at, replaces)
     values ($1, $2, $3, $4, $5::jsonb, $6, (select max(id) from reviews where answer_id = $1 and reviewer = $2))
     returning id`,
    [answerId, reviewer, seat, overall, JSON.stringify(claims.sort((a, b) => a.marker - b.marker)), new Date()],
  );
  const id = row!.id;
  await tx.query("insert into review_words (review_id, salt, missing, corrected, note) values ($1, $2, $3, $4, $5)", [
    ...[id, newSalt()],
    ...[words.missing, words.corrected, words.note].map((text) => text && storable(text)),
  ]);
  await logRow(tx, "review", id);
  return id;
}

interface ReviewRow extends Omit<StoredReview, "words">, ReviewWords {
  hasWords: boolean;
}

/** Every judgement of an exchange, oldest first. Not for a page as they are: see `visibleReviews`. */
export async function reviewsOf(db: Database, answerId: string): Promise<StoredReview[]> {
  const rows = await db.query<ReviewRow>(
    `select r.id, r.answer_id as "answerId", r.reviewer, r.seat, r.overall, r.claims, r.replaces, r.at,
            ${CURRENT_REVIEW} as "isCurrent",
            w.review_id is not null as "hasWords", w.missing, w.corrected, w.note
       from reviews r left join review_words w on w.review_id = r.id
      where r.answer_id = $1 order by r.id`,
    [answerId],
  );
  return rows.map(({ hasWords, missing, corrected, note, ...row }) => ({
    ...row,
    words: hasWords ? { missing, corrected, note } : null,
  }));
}

/**
 * What this reviewer may see: where an exchange is judged twice, the others' judgements stay hidden from everybody until
 * both are in, also from an admin who might take the second seat.
 */
export function visibleReviews(
  all: readonly StoredReview[],
  { reviewer, isDouble }: { reviewer: string; isDouble: boolean },
): StoredReview[] {
  const seats = new Set(all.map(({ seat }) => seat));
  const isOpen = !isDouble || (seats.has(1) && seats.has(2));
  return all.filter((review) => isOpen || review.reviewer === reviewer);
}

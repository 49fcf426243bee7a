import { AppError, type Database } from "../../retrieval/index.ts";
import { recordAction } from "../admin/index.ts";
import {
  type Holder,
  heldBy,
  holdSeat,
  type LockNext,
  lockItem,
  lockNext,
  releaseSeat,
  seatFor,
  seatsOf,
} from "./assignments.ts";
import type { Condition } from "./filter.ts";
import { insertReview, type NewReview } from "./reviews.ts";
import type { Seat } from "./verdicts.ts";

const ANYTHING: Condition = { sql: "true", params: [] };

export interface TakeNext {
  reviewer: string;
  /** Given back first, and not given again. */
  instead?: string | null;
  /** Which ones are wanted; parameters numbered from 3. Default: any. */
  condition?: Condition;
}

/**
 * The exchange that this reviewer looks at next, kept for half an hour: the one that is held already, else the most
 * urgent with a free seat. Two reviewers who ask at once get different seats. Null when there is nothing to do.
 */
export async function takeNext(db: Database, options: TakeNext): Promise<string | null> {
  const { reviewer, instead = null, condition = ANYTHING } = options;
  if (instead !== null) await release(db, { answerId: instead, reviewer });
  const held = instead === null ? await heldBy(db, reviewer) : null;
  if (held !== null) return held;
  const except: string[] = instead === null ? [] : [instead];
  // What others are just taking is stepped over; only when nothing else is left does one wait for what they leave.
  for (const wait of [false, true]) {
    for (;;) {
      const tried = await tryNext(db, { reviewer, except, condition, wait });
      if (tried === null) break;
      if (tried.isHeld) return tried.id;
      except.push(tried.id);
    }
  }
  return null;
}

/** A transaction of its own: never more than one locked item, so that two who ask do not wait for each other. */
function tryNext(db: Database, options: LockNext): Promise<{ id: string; isHeld: boolean } | null> {
  return db.transaction(async (tx) => {
    const id = await lockNext(tx, options);
    // The row was chosen by what stood there when the search began; what stands there now decides.
    return id === null ? null : { id, isHeld: (await hold(tx, id, options.reviewer)) !== null };
  });
}

interface OfOne {
  answerId: string;
  reviewer: string;
}

/** Keeps this exchange for the reviewer for half an hour. Throws `review.not_found`, `review.taken`. */
export async function take(db: Database, { answerId, reviewer }: OfOne): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await lockItem(tx, answerId))) throw notFound(answerId);
    if ((await hold(tx, answerId, reviewer)) === null) throw await taken(tx, answerId);
  });
}

async function hold(tx: Database, answerId: string, reviewer: string): Promise<Seat | null> {
  const seat = await holdSeat(tx, answerId, reviewer);
  if (seat !== null) await recordAction(tx, { actor: reviewer, action: "review.take", target: answerId });
  return seat;
}

/** Gives back what was taken; nothing happens where nothing was. */
export async function release(db: Database, { answerId, reviewer }: OfOne): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await releaseSeat(tx, answerId, reviewer))) return;
    await recordAction(tx, { actor: reviewer, action: "review.release", target: answerId });
  });
}

/**
 * Stores a judgement, gives the seat back and writes both into the logs, all or nothing; judging again replaces. Throws
 * `review.not_found`, `review.taken` and `review.erased`. Returns the review's id.
 */
export async function judge(db: Database, review: Omit<NewReview, "seat">): Promise<number> {
  const { answerId, reviewer } = review;
  return db.transaction(async (tx) => {
    if (!(await lockItem(tx, answerId))) throw notFound(answerId);
    // Shared, so that no erasure comes between.
    const words = await tx.query("select 1 from answer_words where answer_id = $1 for share", [answerId]);
    if (words.length === 0) throw erased(answerId);
    const seat = seatFor(reviewer, await seatsOf(tx, answerId));
    if (seat === null) throw await taken(tx, answerId);
    await releaseSeat(tx, answerId, reviewer);
    await recordAction(tx, { actor: reviewer, action: "review.judge", target: answerId, detail: { seat } });
    return insertReview(tx, { ...review, seat });
  });
}

const notFound = (id: string) =>
  new AppError({ code: "review.not_found", message: `There is no exchange ${id}.`, userMessage: "Không có mục này." });

const erased = (id: string) =>
  new AppError({
    code: "review.erased",
    message: `The words of exchange ${id} were erased.`,
    userMessage: "Lời của trao đổi này đã được xóa theo yêu cầu, nên không còn gì để đánh giá.",
  });

async function taken(tx: Database, answerId: string): Promise<AppError> {
  const { held, judged } = await seatsOf(tx, answerId);
  const holder = held[0];
  return new AppError({
    code: "review.taken",
    message: `No seat of exchange ${answerId} is free.`,
    userMessage: holder ? takenSentence(holder) : judgedSentence(judged.map(({ reviewer }) => reviewer)),
  });
}

const CLOCK = new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

const takenSentence = ({ reviewer, until }: Holder) =>
  `${reviewer} đang xem trao đổi này, đến ${CLOCK.format(until)}; lúc đó nếu chưa có đánh giá thì anh/chị nhận được.`;

const judgedSentence = (names: readonly string[]) => `Trao đổi này đã được ${names.join(", ")} đánh giá xong.`;

import type { Database } from "../../retrieval/index.ts";
import type { Condition } from "./filter.ts";
import { CURRENT_REVIEW } from "./standing.ts";
import type { Seat } from "./verdicts.ts";

/** How long an exchange is kept for whoever took it. */
export const HOLD_MINUTES = 30;

/** Who has an exchange open, for which seat, until when. */
export interface Holder {
  seat: Seat;
  reviewer: string;
  until: Date;
}

/** Whose seats of an exchange are taken: by a judgement, or for a while. */
export interface Seats {
  isDouble: boolean;
  /** By a judgement that stands. */
  judged: readonly { seat: Seat; reviewer: string }[];
  /** Not run out. */
  held: readonly Holder[];
}

/**
 * The seat that this reviewer has or may take; null: none is free. Who judged keeps the seat; where all the first
 * judgements are in, somebody else may have the last word. Pure.
 */
export function seatFor(reviewer: string, { isDouble, judged, held }: Seats): Seat | null {
  const mine = judged.find((one) => one.reviewer === reviewer) ?? held.find((one) => one.reviewer === reviewer);
  if (mine !== undefined) return mine.seat;
  const first: readonly Seat[] = isDouble ? [1, 2] : [1];
  const isTaken = (seat: Seat) => [...judged, ...held].some((one) => one.seat === seat);
  const free = first.find((seat) => !isTaken(seat));
  if (free !== undefined) return free;
  const allIn = first.every((seat) => judged.some((one) => one.seat === seat));
  return allIn && !isTaken(3) ? 3 : null;
}

export async function seatsOf(db: Database, answerId: string): Promise<Seats> {
  const [answer] = await db.query<{ isDouble: boolean }>(
    `select 'double' = any(signals) as "isDouble" from answers where id = $1`,
    [answerId],
  );
  const judged = await db.query<{ seat: Seat; reviewer: string }>(
    `select r.seat, r.reviewer from reviews r
      where r.answer_id = $1 and ${CURRENT_REVIEW}`,
    [answerId],
  );
  const held = await db.query<Holder>(
    "select seat, reviewer, until from review_assignments where answer_id = $1 and until > now() order by seat",
    [answerId],
  );
  return { isDouble: answer?.isDouble ?? false, judged, held };
}

/**
 * Everything that decides on the seats of an exchange waits here for its turn: what is read after it is the last word.
 * False when there is no such exchange.
 */
export async function lockItem(tx: Database, answerId: string): Promise<boolean> {
  await tx.query(
    `insert into review_items (answer_id, sequence, reasons, urgency, seats, judged, waits)
     select id, sequence, '{}', 9, case when 'double' = any(signals) then 2 else 1 end, 0, false
       from answers where id = $1 on conflict do nothing`,
    [answerId],
  );
  const rows = await tx.query("select 1 from review_items where answer_id = $1 for update", [answerId]);
  return rows.length > 0;
}

/** The seat, kept from now on for half an hour; null when none is free. The item is locked. */
export async function holdSeat(tx: Database, answerId: string, reviewer: string): Promise<Seat | null> {
  const seat = seatFor(reviewer, await seatsOf(tx, answerId));
  if (seat === null) return null;
  // A row of somebody else's has run out, or the seat would not be free.
  await tx.query(
    `insert into review_assignments (answer_id, seat, reviewer, until)
     values ($1, $2, $3, now() + make_interval(mins => $4))
     on conflict (answer_id, seat) do update set reviewer = excluded.reviewer, until = excluded.until`,
    [answerId, seat, reviewer, HOLD_MINUTES],
  );
  return seat;
}

/** False when it was not held by this reviewer. */
export async function releaseSeat(tx: Database, answerId: string, reviewer: string): Promise<boolean> {
  const rows = await tx.query(
    "delete from review_assignments where answer_id = $1 and reviewer = $2 returning 1 as one",
    [answerId, reviewer],
  );
  return rows.length > 0;
}

/** What this reviewer holds and has not judged, the one that runs out first. */
export async function heldBy(db: Database, reviewer: string): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(
    `select h.answer_id as id from review_assignments h join review_items i on i.answer_id = h.answer_id and i.waits
      where h.reviewer = $1 and h.until > now() order by h.until limit 1`,
    [reviewer],
  );
  return row?.id ?? null;
}

export interface LockNext {
  reviewer: string;
  /** Not these: tried before, or just given back. */
  except: readonly string[];
  /** On the rows `i` of review_items and `a` of answers; its parameters are numbered from 3. */
  condition: Condition;
  /** For a row that another one has locked; false: step over it. */
  wait: boolean;
}

/**
 * The most urgent exchange with a seat that this reviewer may take, locked. Null when there is none.
 */
export async function lockNext(tx: Database, { reviewer, except, condition, wait }: LockNext): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `select i.answer_id as id
       from review_items i join answers a on a.id = i.answer_id
      where i.waits and i.answer_id <> all($2::text[])
        and not exists (select 1 from reviews r where r.answer_id = i.answer_id and r.reviewer = $1)
        and (i.judged < i.seats or not exists (select 1 from reviews r where r.answer_id = i.answer_id and r.seat = 3))
        and (select count(*) from review_assignments h where h.answer_id = i.answer_id and h.until > now()
              and h.reviewer <> $1)
            < case when i.judged < i.seats then i.seats - i.judged else 1 end
        and ${condition.sql}
      order by i.urgency, i.sequence limit 1 for update of i${wait ? "" : " skip locked"}`,
    [reviewer, except, ...condition.params],
  );
  return row?.id ?? null;
}

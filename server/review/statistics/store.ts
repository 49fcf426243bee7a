import type { Database } from "../../../retrieval/index.ts";
import type { PublishedWeek } from "./types.ts";

/** What was written down of these weeks. */
export async function findWeeks(db: Database, weeks: readonly string[]): Promise<PublishedWeek[]> {
  const rows = await db.query<{ body: PublishedWeek & { form: number } }>(
    "select body from weekly_reports where week = any($1::text[])",
    [weeks],
  );
  return rows.filter(({ body }) => body.form === FORM).map(({ body: { form: _, ...week } }) => week);
}

/** Counted up when the body's fields change: an older one is worked out anew. */
const FORM = 1;

export async function saveWeek(db: Database, week: PublishedWeek): Promise<void> {
  await db.query(
    `insert into weekly_reports (week, body) values ($1, $2::jsonb)
     on conflict (week) do update set body = excluded.body, created_at = now()`,
    [week.week, JSON.stringify({ form: FORM, ...week })],
  );
}

/** True for the one caller that may send the report of this week; in the transaction that queues it. */
export async function markSent(tx: Database, week: string): Promise<boolean> {
  const rows = await tx.query(
    "update weekly_reports set sent_at = now() where week = $1 and sent_at is null returning week",
    [week],
  );
  return rows.length > 0;
}

export async function sentAt(db: Database, week: string): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('select sent_at as "at" from weekly_reports where week = $1', [
    week,
  ]);
  return row?.at ?? null;
}

/** Weeks that are written down, the latest first. */
export async function listWeeks(db: Database, limit: number): Promise<{ week: string; sentAt: Date | null }[]> {
  return db.query('select week, sent_at as "sentAt" from weekly_reports order by week desc limit $1', [limit]);
}

/** The moment of the first exchange; null for an empty log. */
export async function firstAsked(db: Database): Promise<Date | null> {
  const [row] = await db.query<{ at: Date | null }>('select min(asked_at) as "at" from answers');
  return row?.at ?? null;
}

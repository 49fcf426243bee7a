import type { Database } from "../../../retrieval/index.ts";
import { measureWeek } from "./measure.ts";
import { publish } from "./publish.ts";
import { findWeeks, saveWeek } from "./store.ts";
import type { PublishedWeek } from "./types.ts";
import { boundsOf, type Week } from "./weeks.ts";

export interface Statistics {
  /** Nothing is told of fewer persons. */
  smallestGroup: number;
  /** How soon a question must come back to be the same one again. */
  idleMinutes: number;
}

/**
 * The numbers of whole weeks that are over, in their order. A week is worked out once and written down: what is shown of it
 * stays the same when somebody is forgotten or rates late, so that two looks at it cannot be told apart either. It is
 * worked out anew only when the smallest group or the idle time was changed.
 */
export async function publishedWeeks(
  db: Database,
  weeks: readonly Week[],
  { smallestGroup, idleMinutes }: Statistics,
): Promise<PublishedWeek[]> {
  const known = new Map((await findWeeks(db, weeks)).map((week) => [week.week, week]));
  const published: PublishedWeek[] = [];
  for (const week of weeks) {
    const written = known.get(week);
    const isCurrent = written?.smallestGroup === smallestGroup && written.idleMinutes === idleMinutes;
    published.push(isCurrent ? written : await workOut(db, week, { smallestGroup, idleMinutes }));
  }
  return published;
}

async function workOut(db: Database, week: Week, statistics: Statistics): Promise<PublishedWeek> {
  const measured = await measureWeek(db, { ...boundsOf(week), idleMinutes: statistics.idleMinutes });
  const published = publish(measured, { week, ...statistics });
  await saveWeek(db, published);
  return published;
}

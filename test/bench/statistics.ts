import { parseArgs } from "node:util";
import { type Database, openDatabase } from "../../retrieval/index.ts";
import { labelsOf, periodOf, publishedWeeks, weekAfter, weeksBetween } from "../../server/review/statistics/index.ts";
import { vietnam } from "../support/answer-log.ts";
import { writeBusyWeeks } from "../support/busy-weeks.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { createEmptyDatabase, openTestDatabase, testDatabaseUrl } from "../support/database.ts";

const FIRST = "2026-08-31";
const WEEKS = 10;
const RULES = { smallestGroup: 5, idleMinutes: 30 };

export interface StatisticsReport {
  exchanges: number;
  persons: number;
  /** Milliseconds: the slowest of the ten weeks worked out, four weeks for the first time, the same once written down. */
  week: number;
  fourWeeks: number;
  fourWeeksAgain: number;
}

/** 100,000 exchanges of 1,500 persons in ten weeks: what the pages and the report wait for. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, exchanges: { type: "string" } } });
  const exchanges = Number(values.exchanges ?? 100_000);
  const reports: Record<string, StatisticsReport> = {};
  if (testDatabaseUrl === null) {
    reports.pglite = await measureOn(await openTestDatabase(), exchanges);
    console.error("postgres: skipped, DATABASE_URL names no server; with one it is measured instead of PGlite.");
  } else {
    const { url, drop } = await createEmptyDatabase(testDatabaseUrl);
    try {
      reports.postgres = await measureOn(await openDatabase({ databaseUrl: url }), exchanges);
    } finally {
      await drop();
    }
  }
  console.log(values.json ? JSON.stringify(reports) : table(reports));
}

async function measureOn(db: Database, exchanges: number): Promise<StatisticsReport> {
  try {
    const documents = [];
    for (let index = 0; index < 20; index += 1) {
      const title = `Về việc đẩy mạnh công tác số ${index + 1}`;
      const stored = await storeText(
        db,
        `${index}.txt`,
        directive(`${index + 1}/KH-UBND`, { "Sở Y tế": "Kiểm tra." }, title),
      );
      const [passage] = await db.query<{ id: number }>("select id from passages where version_id = $1 limit 1", [
        stored.versionId,
      ]);
      documents.push({ ...stored, passageId: passage?.id as number });
    }
    // The weeks grow by a tenth up to the fourth and begin again.
    const perWeek = Math.round(exchanges / WEEKS / 1.13);
    await writeBusyWeeks(db, { from: vietnam(FIRST, "00:00"), weeks: WEEKS, perWeek, persons: 1500, documents });
    await db.exec("analyze");
    const [{ count }] = (await db.query<{ count: number }>("select count(*) as count from answers")) as [
      { count: number },
    ];
    const last = weekAfter(FIRST, WEEKS - 1);
    const single: number[] = [];
    for (const week of weeksBetween(FIRST, weekAfter(last, -4))) {
      single.push(await timed(() => publishedWeeks(db, [week], RULES)));
    }
    const four = weeksBetween(weekAfter(last, -3), last);
    const page = async () => {
      const weeks = await publishedWeeks(db, four, RULES);
      periodOf(weeks, weeks.at(-2) ?? null, { unit: null, channel: null });
      await labelsOf(db, weeks);
    };
    const [fourWeeks, fourWeeksAgain] = [await timed(page), await timed(page)];
    return { exchanges: count, persons: 1500, week: Math.max(...single), fourWeeks, fourWeeksAgain };
  } finally {
    await db.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

const table = (reports: Record<string, StatisticsReport>) =>
  Object.entries(reports)
    .map(
      ([name, { exchanges, persons, week, fourWeeks, fourWeeksAgain }]) =>
        `${name}: ${exchanges} exchanges of ${persons} persons; a week ${week} ms, four weeks ${fourWeeks} ms, once written down ${fourWeeksAgain} ms`,
    )
    .join("\n");

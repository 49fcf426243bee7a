import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { publishedWeeks } from "../../server/review/statistics/published.ts";
import type { ListName, PublishedWeek } from "../../server/review/statistics/types.ts";
import { type MadeExchange, vietnam, writeLog } from "../support/answer-log.ts";
import { directive, type Stored, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";

const RULES = { smallestGroup: 5, idleMinutes: 30 };
const WEEK = "2026-11-16";

let db: Database;
let held: Stored & { passageId: number };

beforeAll(async () => {
  db = await openTestDatabase();
  const stored = await storeText(
    db,
    "dang-dung.txt",
    directive("12/KH-UBND", { "Sở Y tế": "Kiểm tra các cơ sở." }, "Về việc đẩy mạnh cải cách hành chính năm 2026"),
  );
  const [passage] = await db.query<{ id: number }>("select id from passages where version_id = $1 limit 1", [
    stored.versionId,
  ]);
  held = { ...stored, passageId: passage?.id as number };
});
afterAll(() => db.close());

/** One exchange of each of these people. */
const each = (people: string[], exchange: Omit<MadeExchange, "person">): MadeExchange[] =>
  people.map((person) => ({ ...exchange, person }));

const people = (count: number, prefix = "p") => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

async function onlyWeek(log: MadeExchange[], week = WEEK, rules = RULES): Promise<PublishedWeek> {
  await emptyLog();
  await writeLog(db, log);
  const [published] = await publishedWeeks(db, [week], rules);
  return published as PublishedWeek;
}

/** As the tables' owner may, in a test. */
async function emptyLog(): Promise<void> {
  const tables = ["feedback", "answer_deliveries", "answer_citations", "answer_people", "reviews", "answers"];
  for (const table of tables) await db.query(`alter table ${table} disable trigger user`);
  for (const table of [...tables, "weekly_reports"]) await db.query(`delete from ${table}`);
  for (const table of tables) await db.query(`alter table ${table} enable trigger user`);
}

const listed = (week: PublishedWeek, list: ListName) =>
  week.all?.lists[list].map(({ value, exchanges, persons }) => [value, exchanges, persons]);

describe("the numbers of a week", () => {
  it("counts what was asked, by whom and with what result", async () => {
    const day = vietnam("2026-11-18");
    const quoted = { versionId: held.versionId, passageId: held.passageId };
    const week = await onlyWeek([
      ...each(people(6), { at: day, agencies: ["so tai chinh"], places: ["Lạng Sơn"], answeringMs: 200 }),
      ...each(people(5), { at: day, agencies: ["so y te"], cites: quoted, answeringMs: 400, tokens: 10, cost: 0.5 }),
      ...each(people(5), {
        ...{ at: day, status: "not_found", premise: "not-held", agencies: ["so tai chinh"], answeringMs: 1000 },
        documents: [{ seq: "7", type: "Chỉ thị", codes: ["ct", "ttg"] }],
      }),
      ...each(people(5), { at: day, status: "clarify" }),
      // Nobody known asked: counted, but nobody.
      { at: day, channel: "http", agencies: ["so tai chinh"] },
      // Not a name that any document or list knows.
      ...each(people(6), { at: day, agencies: ["so cua anh nguyen van a"] }),
    ]);
    expect(week.all).toMatchObject({
      exchanges: 28,
      persons: 6,
      answered: 18,
      notFound: 5,
      clarify: 5,
      tokens: 50,
      cost: 2.5,
    });
    expect(listed(week, "agency")).toEqual([
      ["so tai chinh", 12, 6],
      ["so y te", 5, 5],
    ]);
    expect(listed(week, "place")).toEqual([["Lạng Sơn", 6, 6]]);
    expect(listed(week, "document")).toEqual([[String(held.documentId), 5, 5]]);
    expect(listed(week, "topic")).toEqual([
      ["Tài chính", 12, 6],
      ["Cải cách hành chính", 5, 5],
      ["Y tế", 5, 5],
    ]);
    expect(listed(week, "gap")).toEqual([["Tài chính", 5, 5]]);
    expect(listed(week, "missing")).toEqual([["7||ct-ttg|Chỉ thị", 5, 5]]);
    // 17 of 100 ms, 6 of 200, 5 of 400 … 1000: by hand.
    expect(week.all?.answering).toEqual({ p50: 150, p95: 1000 });
  });
});

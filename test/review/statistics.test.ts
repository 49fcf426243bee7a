import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { publishedWeeks } from "../../server/review/statistics/published.ts";
import type { ListName, PublishedWeek } from "../../server/review/statistics/types.ts";
import { emptyLog, type MadeExchange, vietnam, writeLog } from "../support/answer-log.ts";
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
  await emptyLog(db);
  await writeLog(db, log);
  const [published] = await publishedWeeks(db, [week], rules);
  return published as PublishedWeek;
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
    // In order: 12 of 100 ms, 6 of 200, 5 of 400, 5 of 1000; the middle two are the 14th and 15th.
    expect(week.all?.answering).toEqual({ p50: 200, p95: 1000 });
  });

  it("counts from Monday 00:00 to Sunday 23:59 in Vietnam", async () => {
    const at = (day: string, time: string) => each(people(5, time), { at: vietnam(day, time) });
    const log = [
      ...at("2026-11-15", "23:59:59"),
      ...at("2026-11-16", "00:00"),
      ...at("2026-11-22", "23:59"),
      ...at("2026-11-23", "00:00"),
    ];
    expect((await onlyWeek(log)).all?.exchanges).toBe(10);
    expect((await onlyWeek(log, "2026-11-09")).all?.exchanges).toBe(5);
    expect((await onlyWeek(log, "2026-11-23")).all?.exchanges).toBe(5);
  });

  it("tells nothing of an empty log, of one person, or of four", async () => {
    for (const count of [0, 1, 4]) {
      const log = Array.from({ length: 20 }, (_, index) =>
        each(people(count), { at: vietnam("2026-11-17"), agencies: [`so y te`], places: [String(index % 2)] }),
      );
      const week = await onlyWeek(log.flat());
      expect(week).toMatchObject({
        all: null,
        units: [],
        channels: [],
        otherUnits: 0,
        otherChannels: 0,
        reviewed: null,
      });
    }
  });

  it("counts a question as asked again by what it names and wants, within the idle time", async () => {
    const again = async (first: Partial<MadeExchange>, second: Partial<MadeExchange>, minutes = 10) => {
      const at = vietnam("2026-11-22", "23:55");
      const later = new Date(at.getTime() + minutes * 60_000);
      const rest = each(people(5, "other"), { at: vietnam("2026-11-18") });
      const log = people(5).flatMap((person) => [
        { at, person, ...first },
        { at: later, person, ...second },
      ]);
      return (await onlyWeek([...log, ...rest])).all?.again;
    };
    const asked = { agencies: ["so y te"], places: ["Lạng Sơn"], intents: ["duty"] };
    // The second falls into the next week: the first was asked again all the same.
    expect(await again(asked, asked)).toBe(5);
    expect(await again(asked, { ...asked, documents: [{ seq: "7" }] })).toBe(5);
    expect(await again(asked, { ...asked, intents: [] })).toBe(5);
    expect(await again(asked, asked, 30)).toBe(5);
    expect(await again(asked, asked, 31)).toBe(null);
    expect(await again(asked, { ...asked, agencies: ["so tai chinh"] })).toBe(null);
    expect(await again(asked, { ...asked, intents: ["deadline"] })).toBe(null);
    expect(await again({ intents: ["duty"] }, { intents: ["duty"] })).toBe(null);
  });

  it("keeps units apart and hides a small one with the next smallest", async () => {
    const at = vietnam("2026-11-18");
    const week = await onlyWeek([
      ...each(people(9, "a"), { at, unit: "Sở A" }),
      ...each(people(7, "b"), { at, unit: "Sở B" }),
      ...each(people(6, "c"), { at, unit: "Sở C" }),
      ...each(people(2, "d"), { at, unit: "Sở D" }),
    ]);
    expect(week.units.map(({ name, exchanges }) => [name, exchanges])).toEqual([
      ["Sở A", 9],
      ["Sở B", 7],
    ]);
    expect(week.otherUnits).toBe(8);
  });

  it("takes verdicts and judgements by when they were given", async () => {
    const log = [
      ...each(people(6), { at: vietnam("2026-11-18"), feedback: "up" }),
      ...each(people(5, "q"), { at: vietnam("2026-11-18"), feedback: "down" }),
    ];
    await emptyLog(db);
    const ids = await writeLog(db, log);
    for (const [index, id] of ids.slice(0, 8).entries()) {
      const verdict = index < 2 ? "wrong-document" : "supported";
      await db.query(
        `insert into reviews (answer_id, reviewer, seat, overall, claims, at) values ($1, 'r', 1, 'complete', $2::jsonb, $3)`,
        [id, JSON.stringify([{ marker: 1, verdict }]), vietnam("2026-11-20")],
      );
    }
    const [week] = await publishedWeeks(db, [WEEK], RULES);
    expect(week?.all?.feedback).toEqual({ all: 11, up: 6, down: 5 });
    expect(week?.reviewed).toEqual({
      exchanges: 8,
      wrong: 2,
      claims: { supported: 6, "wrong-document": 2 },
      overall: { complete: 8 },
    });
  });

  it("measures delivery from the beginning of the answer to the platform's receipt", async () => {
    const log = each(people(5), { at: vietnam("2026-11-18"), answeringMs: 400, deliveredAfterMs: 600 });
    const { all } = await onlyWeek([...log, ...each(people(5), { at: vietnam("2026-11-18"), channel: "web" })]);
    expect(all?.delivery).toEqual({ p50: 1000, p95: 1000 });
    const few = await onlyWeek([...log.slice(0, 4), ...each(people(5), { at: vietnam("2026-11-18") })]);
    expect(few.all?.delivery).toBe(null);
  });

  it("is written down once: who is forgotten or asks later changes nothing that was shown", async () => {
    const week = await onlyWeek(each(people(5), { at: vietnam("2026-11-18") }));
    await writeLog(db, each(people(3, "late"), { at: vietnam("2026-11-18") }), "late");
    expect(await publishedWeeks(db, [WEEK], RULES)).toEqual([week]);
    const [stricter] = await publishedWeeks(db, [WEEK], { ...RULES, smallestGroup: 9 });
    expect(stricter?.all).toBe(null);
  });
});

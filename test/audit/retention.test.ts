import { afterAll, expect, test } from "vitest";
import { createLeases } from "../../bot/index.ts";
import { type Database, insertAnswer, insertFeedback } from "../../retrieval/index.ts";
import { retain, retainDaily } from "../../server/audit/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { asOwner, exchange, insertReview, type SmallLog, smallLog } from "./log.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
const log: SmallLog = await smallLog(db);
const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000);
const counts = async () => {
  const [row] = await db.query<Record<string, number>>(
    `select (select count(*) from answer_words) as words,
            (select count(*) from feedback where words is not null) as feedback,
            (select count(*) from review_words) as reviews,
            (select count(*) from answer_people where person_key is not null) as persons,
            (select count(*) from feedback where person_key is not null) as judges`,
  );
  return row;
};
const full = { words: 5, feedback: 1, reviews: 1, persons: 6, judges: 1 };

test("nothing is erased before its time, nor where nothing is set, nor in a dry run", async () => {
  const options = { db, wordsDays: 30, personDays: 90 };
  expect(await retain({ ...options, now: inDays(29) })).toEqual({ words: 0, persons: 0 });
  expect(await retain({ ...options, wordsDays: null, personDays: null, now: inDays(9_999) })).toEqual({
    words: 0,
    persons: 0,
  });
  expect(await retain({ ...options, now: inDays(31) }, { dryRun: true })).toEqual({ words: 6, persons: 0 });
  expect(await retain({ ...options, now: inDays(91) }, { dryRun: true })).toEqual({ words: 6, persons: 7 });
  expect(await counts()).toEqual(full);
});

test("words go first, then persons, in batches; the log is whole after each", async () => {
  const options = { db, wordsDays: 30, personDays: 90, batch: 2 };
  await db.query(
    "insert into conversation_turns (conversation_key, person_key, question, answer_id) values ('chat-1', 'person-1', 'cũ', 'answer-1')",
  );
  expect(await retain({ ...options, now: inDays(31) })).toMatchObject({ words: 6, persons: 0 });
  expect(await counts()).toEqual({ ...full, words: 0, feedback: 0, reviews: 0 });
  expect(await db.query("select 1 from conversation_turns")).toEqual([]);
  expect(await log.verify()).toMatchObject({ ok: true });
  expect(await retain({ ...options, now: inDays(91) })).toEqual({ words: 0, persons: 7 });
  expect(await counts()).toEqual({ words: 0, feedback: 0, reviews: 0, persons: 0, judges: 0 });
  expect(await db.query("select 1 from answer_people where salt <> '' or topic is not null")).toEqual([]);
  expect(await db.query("select distinct reason, actor from erasures where reason <> 'request'")).toEqual([
    { reason: "retention", actor: "program" },
  ]);
  // Six exchanges two at a time, words and persons: no transaction holds the others up for long.
  const sizes = await db.query<{ size: number }>(
    `select count(*)::integer as size from erased_subjects s join erasures e on e.id = s.erasure_id
      where e.reason = 'retention' and s.kind = 'answer' group by e.id`,
  );
  expect(sizes.every(({ size }) => size <= 2)).toBe(true);
  expect(await log.verify()).toMatchObject({ ok: true });
});

test("one process does it, once a day; a run that failed is tried again", async () => {
  await insertAnswer(db, exchange("answer-7"));
  await db.transaction((tx) => insertReview(tx, "answer-7"));
  await db.transaction((tx) => insertFeedback(tx, { answerId: "answer-7", personKey: "p", verdict: null, words: "ý" }));
  let owners = 0;
  const leases = () => createLeases({ db, owner: `owner ${++owners}` });
  const options = { retention: { db, wordsDays: 30, personDays: null, now: inDays(31) }, leases, failed: () => {} };
  const away: Database = { ...db, transaction: () => Promise.reject(new Error("away")) };
  await expect(retainDaily({ ...options, retention: { ...options.retention, db: away } })).rejects.toThrow("away");
  expect(await Promise.all([retainDaily(options), retainDaily(options)])).toEqual(
    expect.arrayContaining([true, false]),
  );
  expect(await retainDaily(options)).toBe(false);
  expect(await counts()).toMatchObject({ words: 0, feedback: 0, reviews: 0 });
  await db.query("update leases set until = now() where name = 'audit-retention'");
  expect(await retainDaily(options)).toBe(true);
});

test("words that come back after retention are named", async () => {
  const putBack = await asOwner(db, async (tx) => {
    await tx.exec("update feedback set words = 'thiếu thời hạn' where id = (select min(id) from feedback)");
  });
  expect(await log.verify()).toMatchObject({ ok: false, first: { code: "words.returned", kind: "feedback" } });
  await putBack();
  expect(await log.verify()).toMatchObject({ ok: true });
});

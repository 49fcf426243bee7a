import { afterAll, describe, expect, test } from "vitest";
import {
  type AnswerWords,
  adoptOldRows,
  type Database,
  forgetPerson,
  hashesOf,
  insertAnswer,
  insertDelivery,
  insertFeedback,
  type NewAnswer,
  readEntries,
  readEvidence,
  readHead,
} from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const WORDS: AnswerWords = {
  ...{ question: "Sở Y tế làm gì?", history: [], answer: "…", choices: ["một"], understood: { topic: "y" } },
  model: { dropped: [] },
};

const answer = (id: string, parts: Partial<NewAnswer> = {}): NewAnswer => ({
  ...{ id, channel: "test", words: WORDS, status: "answered", answer: {}, answeredBy: "extractive", citations: [] },
  ...{ searched: {}, found: {}, generation: null, timings: { total: 12.345 }, confidence: 0.1 + 0.2 },
  candidates: [{ passageId: 1, versionId: 1, lexical: 0.1234, dense: 1e-7, score: 0.3 }],
  person: { personKey: "a person", unit: "Sở Y tế", conversationKey: "a chat" },
  ...parts,
});

/** Every line against what stands in the database now. */
async function differing(database: Database): Promise<string[]> {
  const wrong: string[] = [];
  for (const { kind, subject, contentHash, wordsHash, personHash } of await readEntries(database, 0, 1000)) {
    const [evidence] = await readEvidence[kind](database, [subject]);
    const now = evidence ? hashesOf(evidence) : null;
    if (now?.contentHash !== contentHash) wrong.push(`${kind} ${subject} content`);
    if (now?.wordsHash !== wordsHash) wrong.push(`${kind} ${subject} words`);
    if (now?.personHash !== personHash) wrong.push(`${kind} ${subject} person`);
  }
  return wrong;
}

describe("the chain", () => {
  test("has a line for each row, which says what stands in the database", async () => {
    await insertAnswer(db, answer("one"));
    await insertAnswer(db, answer("two"));
    await insertFeedback(db, { answerId: "one", personKey: "a person", verdict: "up", words: null });
    await insertFeedback(db, { answerId: "one", personKey: "a person", verdict: "down", words: null });
    await insertFeedback(db, { answerId: null, personKey: "a person", verdict: null, words: "thiếu" });
    await insertDelivery(db, { answerId: "one", purpose: "answer", state: "sent", fault: null });
    const entries = await readEntries(db, 0, 100);
    expect(entries.map(({ position, kind }) => `${position} ${kind}`)).toEqual([
      ...["1 answer", "2 answer", "3 feedback", "4 feedback", "5 feedback", "6 delivery"],
    ]);
    expect(await differing(db)).toEqual([]);
    const last = entries.at(-1);
    expect(await readHead(db)).toEqual({ position: 6, hash: last?.hash });
  });

  test("shows what is taken out, and what is only forgotten is recorded", async () => {
    await db.transaction((tx) => forgetPerson(tx, { personKey: "a person", actor: "person" }));
    expect(await db.query("select person_key from answer_people union all select person_key from feedback")).toEqual(
      Array.from({ length: 5 }, () => ({ person_key: null })),
    );
    expect(await differing(db)).toEqual(
      ["answer one", "answer two", "feedback 1", "feedback 2", "feedback 3"].map((subject) => `${subject} person`),
    );
    const [erasure] = (await readEntries(db, 6, 10)).map(({ kind, subject }) => ({ kind, subject }));
    expect(erasure?.kind).toBe("erasure");
    const [evidence] = await readEvidence.erasure(db, [erasure?.subject ?? ""]);
    expect(evidence?.content).toMatchObject({
      ...{ what: "person", reason: "forget", actor: "person" },
      subjects: ["answer one", "answer two", "feedback 1", "feedback 2", "feedback 3"],
    });
    // Nobody is left to forget: no line that says otherwise.
    await db.transaction((tx) => forgetPerson(tx, { personKey: "a person", actor: "person" }));
    expect((await readHead(db)).position).toBe(7);
  });

  test("gives lines to the rows of an older log, and never to one that was slipped in later", async () => {
    const own = await openTestDatabase();
    await insertAnswer(own, answer("old"));
    for (const table of ["audit_log", "answers"]) await own.query(`alter table ${table} disable trigger user`);
    await own.query("delete from audit_log");
    await own.query("update audit_head set position = 0, hash = repeat('0', 64)");
    await adoptOldRows(own);
    expect(await readEntries(own, 0, 10)).toMatchObject([{ position: 1, kind: "answer", subject: "old" }]);
    expect(await differing(own)).toEqual([]);
    await own.query(
      `insert into answers (id, channel, status, answer, answered_by, searched, found, timings)
       values ('slipped in', 'test', 'answered', '{}', 'x', '{}', '{}', '{}')`,
    );
    await adoptOldRows(own);
    expect((await readHead(own)).position).toBe(1);
    await own.close();
  });
});

import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  appendEntry,
  type Database,
  ingestFiles,
  insertFeedback,
  newSalt,
  readEvidence,
} from "../../retrieval/index.ts";
import { createAudit, createSigner } from "../../server/audit/index.ts";
import { createInbox } from "../../server/queue/inbox.ts";
import { createOutbox } from "../../server/queue/outbox.ts";
import { samplesFolder } from "../bot/answering.ts";
import { identity, type Talker, tablesHolding, talking } from "../bot/talking.ts";
import { openConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { collect } from "./log.ts";

const SAMPLE = "ban-tom-luoc-chi-thi-07-ct-ttg.txt";
const db = await openTestDatabase();
afterAll(() => db.close());
await ingestFiles({ db, embedder: createHashedEmbedder() }, [join(samplesFolder, SAMPLE)], { collection: "samples" });
const talk = talking(db);
const audit = await createAudit({
  ...{ db, identity, signer: createSigner("a key for tests that signs nothing real") },
  ...{ sealsFile: join(mkdtempSync(join(tmpdir(), "td-seals-")), "seals.jsonl"), wordsDays: null, personDays: null },
  report: (error) => {
    throw error;
  },
});
const where = { channel: "telegram", address: "4711" } as const;
const queue = { db, identity, owner: "test", leaseMs: 60_000, channels: ["telegram"] } as const;
const [inbox, outbox] = [createInbox(queue), createOutbox(queue)];

const everywhere = [
  ...["vuviecalpha", "nhacduongbeta", "gopygamma", "ghichudelta", "dinhchinhepsilon", "danhgiazeta", "choguieta"],
  ...["tinchuadoctheta", "CT 9173/UBND-KAPPA"],
];

interface Planted {
  person: Talker;
  personId: number;
  answers: string[];
}

/** Somebody's words wherever the program keeps words. */
async function plant(): Promise<Planted> {
  const person = await talk.official(undefined, { sender: randomUUID(), conversation: where.address });
  const ask = async (text: string) => (await person.send({ kind: "text", text })).answerId ?? "";
  const first = await ask("Sở Nội vụ Lào Cai phải làm gì trong vụ vuviecalpha theo CT 9173/UBND-KAPPA?");
  const second = await ask("thế còn Sở Tài chính, việc nhacduongbeta?");
  await person.say("/phanhoi gopygamma");
  await review(first);
  await db.query(
    `insert into eval_questions (answer_id, review_id, question, created_by)
     select answer_id, id, '{"question": "danhgiazeta"}', 'an' from reviews where answer_id = $1`,
    [first],
  );
  await propose(first);
  const conversationKey = person.conversationKey;
  await db.transaction((tx) =>
    outbox.add(tx, {
      ...{ ...where, conversationKey, traceId: randomUUID(), eventSequence: null, answerId: second },
      parts: [{ text: "choguieta" }] as never,
    }),
  );
  await inbox.store("telegram", [event(person, "tinchuadoctheta")]);
  const [row] = await db.query<{ id: number }>("select id from people where person_key = $1", [person.personKey]);
  return { person, personId: row!.id, answers: [first, second] };
}

const event = (person: Talker, text: string, conversation: string = where.address) => ({
  ...{ eventId: randomUUID(), conversation, order: 0 },
  payload: { message: { text, from: { id: person.sender } } },
});

async function propose(answerId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into correction_notices (answer_id, first_answer_id, review_id, words, salt, proposed_by, proposed_at)
       select answer_id, answer_id, id, 'dinhchinhepsilon', $2, 'an', $3 from reviews where answer_id = $1 returning id`,
      [answerId, newSalt(), new Date()],
    );
    const [evidence] = await readEvidence.notice(tx, [`${row!.id}:proposed`]);
    await appendEntry(tx, "notice", evidence!);
  });
}

async function review(answerId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into reviews (answer_id, reviewer, seat, overall, claims, at) values ($1, 'binh', 1, 'missing', '[]', $2) returning id`,
      [answerId, new Date()],
    );
    await tx.query("insert into review_words (review_id, salt, note) values ($1, $2, 'ghichudelta')", [
      row!.id,
      newSalt(),
    ]);
    const [evidence] = await readEvidence.review(tx, [String(row!.id)]);
    await appendEntry(tx, "review", evidence!);
  });
}

/** For each of the words the tables that hold it anywhere in a row: one reading of each table for all words. */
async function holding(words: readonly string[]): Promise<Record<string, string[]>> {
  const tables = await db.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1",
  );
  const held: Record<string, string[]> = Object.fromEntries(words.map((word) => [word, []]));
  for (const { name } of tables) {
    const rows = await db.query<{ word: string }>(
      `select distinct word from (select to_jsonb(t)::text as text from ${name} t offset 0) r, unnest($1::text[]) as word
        where strpos(r.text, word) > 0`,
      [words],
    );
    for (const { word } of rows) held[word]?.push(name);
  }
  return held;
}

const nowhere = Object.fromEntries(everywhere.map((word) => [word, []]));
const exported = async () => (await collect(audit.export())).join("\n");
const structure = () =>
  db.query(
    "select a.id, a.status, a.searched, c.quote from answers a left join answer_citations c on c.answer_id = a.id order by 1, c.id",
  );

describe("what a person wrote", () => {
  test("is gone from every table and export; decisions, hashes and verdicts stay, and the log is whole", async () => {
    const other = await talk.official();
    await other.say("Ai ký Chỉ thị 07, chuyenkhac?");
    const { personId, person, answers } = await plant();
    const before = await holding(everywhere);
    for (const word of everywhere) expect(before[word], word).not.toEqual([]);
    expect(before.vuviecalpha).toEqual(expect.arrayContaining(["answer_words", "conversation_turns"]));
    expect(before["CT 9173/UBND-KAPPA"]).toContain("missing_documents");
    expect(await exported()).toContain("vuviecalpha");
    const decided = await structure();

    expect(await audit.erase({ personId }, "an")).toMatchObject({ answers: 2, feedback: 1, reviews: 1, events: 1 });

    expect(await holding(everywhere)).toEqual(nowhere);
    const after = await exported();
    for (const word of everywhere) expect(after).not.toContain(word);
    expect(await structure()).toEqual(decided);
    expect(await audit.verify()).toMatchObject({ ok: true });
    expect(await holding(["chuyenkhac"])).toEqual({ chuyenkhac: ["answer_words", "conversation_turns"] });
    expect(await db.query("select label from missing_documents")).toEqual([{ label: expect.stringContaining("9173") }]);
    const [erasure] = await db.query<{ id: number }>(
      "select id from erasures where actor = 'an' and reason = 'request'",
    );
    expect(
      await db.query("select subject from erased_subjects where erasure_id = $1 and kind = 'answer' order by 1", [
        erasure!.id,
      ]),
    ).toEqual(answers.toSorted().map((subject) => ({ subject })));
    expect(await db.query("select state, fault from answer_deliveries where answer_id = $1", [answers[1]])).toEqual([
      { state: "failed", fault: "erased" },
    ]);

    // Again: there is nothing to take, and it is no fault.
    const lines = await db.query("select position from audit_log");
    expect(await audit.erase({ personId }, "an")).toEqual({ answers: 0, feedback: 0, reviews: 0, events: 0 });
    expect(await db.query("select position from audit_log")).toEqual(lines);
    // They may go on, and lean on nothing.
    expect(await person.say("thế còn Sở Nội vụ Lào Cai?")).not.toContain("vuviecalpha");
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  test("in one exchange goes with the later ones that repeat it", async () => {
    const { person, personId, answers } = await plant();
    const [first, second] = answers;
    const third = (await person.send({ kind: "text", text: "còn Sở Y tế?" })).answerId;
    expect(await audit.erase({ answers: [first!] }, "an")).toMatchObject({ answers: 3, feedback: 1, reviews: 1 });
    expect(await tablesHolding(db, "vuviecalpha")).toEqual([]);
    expect(
      await db.query("select 1 from answer_words where answer_id = any($1::text[])", [[first, second, third]]),
    ).toEqual([]);
    await audit.erase({ personId }, "an");
    await expect(audit.erase({ answers: ["no such answer"] }, "an")).rejects.toMatchObject({ code: "answer.unknown" });
    await expect(audit.erase({ personId: 999_999 }, "an")).rejects.toMatchObject({ code: "person.unknown" });
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  test("does not come back with what was being answered at that moment", async () => {
    const person = await talk.official();
    await person.say("Sở Nội vụ Lào Cai phải làm gì, vụ viecdodang?");
    const handled = await talk.pipeline.handle(person.incoming({ kind: "text", text: "thế còn Sở Tài chính?" }));
    await inbox.store("telegram", [event(person, "thế còn Sở Tài chính?", "a chat that nothing is known of")]);
    const claim = await inbox.claim();
    const [row] = await db.query<{ id: number }>("select id from people where person_key = $1", [person.personKey]);
    expect(await audit.erase({ personId: row!.id }, "an")).toMatchObject({ answers: 1, events: 1 });
    await expect(db.transaction((tx) => handled.commit(tx))).rejects.toMatchObject({
      code: "session.changed",
      retryable: true,
    });
    await expect(db.transaction((tx) => inbox.finish(tx, claim!))).rejects.toMatchObject({ code: "queue.lost_claim" });
    expect(await tablesHolding(db, "viecdodang")).toEqual([]);
  });

  test("is erased all or not at all", async () => {
    const { personId } = await plant();
    const failing: Database = {
      ...db,
      transaction: (work) =>
        db.transaction((tx) =>
          work({
            ...tx,
            query: (sql, params) =>
              sql.includes("admin_actions") ? Promise.reject(new Error("lost")) : tx.query(sql, params),
          }),
        ),
    };
    const half = await createAudit({
      ...{ db: failing, identity, signer: audit.signer, sealsFile: "/dev/null" },
      wordsDays: null,
      personDays: null,
      report: () => {},
    });
    const before = await holding(everywhere);
    await expect(half.erase({ personId }, "an")).rejects.toThrow("lost");
    expect(await holding(everywhere)).toEqual(before);
    await audit.erase({ personId }, "an");
  });
});

test("the console's button asks once more, erases, and is an admin's", async () => {
  const { personId } = await plant();
  const at = openConsole(db, { erase: audit.erase, enrolment: { people: talk.people, invitations: talk.invitations } });
  const admin = await at.as("admin");
  const page = await (await admin.get("/quan-tri/nguoi-dung")).text();
  expect(page).toContain("Xóa lời của người này khỏi nhật ký");
  expect((await (await at.as("reviewer")).post(`/quan-tri/nguoi-dung/${personId}/xoa-loi`)).status).toBe(403);
  const done = await admin.post(`/quan-tri/nguoi-dung/${personId}/xoa-loi`);
  expect([done.status, done.headers.get("location")]).toEqual([303, "/quan-tri/nguoi-dung?xong=xoa-loi"]);
  expect(await holding(everywhere)).toEqual(nowhere);
  expect(await (await admin.post("/quan-tri/nguoi-dung/999999/xoa-loi")).text()).toContain("Không có người dùng này.");
  const [action] = await db.query<{ actor: string }>(
    "select actor from admin_actions where action = 'audit.erase' order by id desc limit 1",
  );
  expect(action?.actor).toMatch(/^admin-/);
  expect(await audit.verify()).toMatchObject({ ok: true });
});

test("a person who is forgotten cannot be found by trying the enrolled ones", async () => {
  const person = await talk.official();
  await person.say("Ai ký Chỉ thị 07?");
  await db.transaction((tx) =>
    insertFeedback(tx, { answerId: null, personKey: person.personKey, verdict: null, words: "ý" }),
  );
  await person.say("/quen");
  const kept = await db.query("select 1 from answer_people where person_key is null and salt <> ''");
  expect(kept).toEqual([]);
  expect(await db.query("select person_salt from feedback where person_key is null and person_salt <> ''")).toEqual([]);
  expect(await audit.verify()).toMatchObject({ ok: true });
});

import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Channel } from "../../bot/index.ts";
import {
  type AuditEntry,
  eraseConsequencesOf,
  hashesOf,
  insertErasure,
  NOTICE_SUBJECTS,
  noticesOf,
  readEntries,
  readEvidence,
} from "../../retrieval/index.ts";
import { confirmNotice, endNotice, getNotice, type Proposal, proposeNotice } from "../../server/review/notices.ts";
import { toldBy, wouldBeTold } from "../../server/review/recipients.ts";
import { answering } from "../bot/answering.ts";
import { type Talker, talking, textOf } from "../bot/talking.ts";
import { queueOver, settled } from "../queue/running.ts";
import { judge, judgeWrong } from "../support/reviews.ts";
import { type ScriptedChannel, scriptedChannel } from "../support/scripted-channel.ts";

const { db } = await answering();
afterAll(() => db.close());

const talk = talking(db);
const QUESTION = "Sở Nội vụ Lào Cai phải làm gì?";
const TEXT = "Câu trả lời về Công văn 465/UBND-VX có chỗ chưa đúng. Nội dung đúng là: xin xem lại Mục 3.";
const channels = new Set(["telegram", "zalo-oa"]);
const conversationOf = ({ incoming }: Talker) => incoming({ kind: "text", text: "" }).conversation;

/** Nobody of an earlier test is given the answer of a later one. */
beforeEach(async () => {
  await db.query("delete from conversations");
  await db.query("delete from outgoing_messages");
});

let made = 0;
/** A question of its own each time, so that each test has an answer of its own. */
function newQuestion(): string {
  made += 1;
  return `${QUESTION} Công văn ${9000 + made}/UBND-VX nói gì?`;
}

async function askedBy(talker: Talker, question: string): Promise<string> {
  return (await talker.send({ kind: "text", text: question })).answerId as string;
}

const propose = (answerId: string, rest: Partial<Proposal> = {}) =>
  proposeNotice(db, { answerId, text: TEXT, addresses: [], actor: "hoa", ...rest });

function platforms(): Record<"telegram" | "zalo", ScriptedChannel> {
  return { telegram: scriptedChannel("telegram"), zalo: scriptedChannel("zalo-oa") };
}

const confirm = (id: number, channels: readonly Channel[], actor = "lan") =>
  confirmNotice(db, { id, actor, teller: { channels } });

async function deliver(channels: ScriptedChannel[]): Promise<void> {
  const working = queueOver(db, { channels }).work();
  await settled(db);
  await working.stop();
}

const states = async (id: number) =>
  (await toldBy(db, id)).map(({ channel, state, exchanges }) => [channel, state, exchanges]);

describe("a proposal", () => {
  it("needs a judgement that finds the answer wrong, and one that still stands", async () => {
    const official = await talk.official();
    const answerId = await askedBy(official, newQuestion());
    await expect(propose(answerId)).rejects.toMatchObject({ code: "notice.not_judged_wrong" });
    await judge(db, { answerId, claims: [{ marker: 1, verdict: "supported" }], reviewer: "an" });
    await expect(propose(answerId)).rejects.toMatchObject({ code: "notice.not_judged_wrong" });
    const wrong = await judge(db, { answerId, overall: "should-abstain" });
    const right = await judge(db, { answerId, replaces: wrong });
    await expect(propose(answerId)).rejects.toMatchObject({ code: "notice.not_judged_wrong" });
    await judge(db, { answerId, claims: [{ marker: 1, verdict: "out-of-force" }], replaces: right });
    await expect(propose(answerId)).resolves.toBeGreaterThan(0);
  });

  it("quotes what it marks word for word, from the answer's sources or another passage", async () => {
    const answerId = await askedBy(await talk.official(), QUESTION);
    await judgeWrong(db, answerId);
    const [passage] = await db.query<{ text: string; documentId: number; ordinal: number; versionId: number }>(
      `select p.text, v.document_id as "documentId", p.ordinal, v.id as "versionId"
         from passages p join document_versions v on v.id = p.version_id and v.live
        where p.text like '%Bộ Tài chính%Thu xếp kinh phí%' limit 1`,
    );
    const { documentId, ordinal, versionId } = passage as NonNullable<typeof passage>;
    const address = `https://bot.example/documents/${documentId}?v=${versionId}&from=1&to=9#p${ordinal}`;
    const attempt = (text: string, addresses: string[] = []) => propose(answerId, { text, addresses });
    await expect(attempt("Đúng ra là “Sở Nội vụ chủ trì việc khác” [1].")).rejects.toMatchObject({
      code: "notice.not_verbatim",
      userMessage: "“Sở Nội vụ chủ trì việc khác” không đúng nguyên văn của nguồn [1].",
    });
    await expect(attempt("Xem [9].")).rejects.toMatchObject({ code: "notice.unknown_source" });
    await expect(attempt("Xem [2].", ["/documents/1#pabc"])).rejects.toMatchObject({ code: "notice.unknown_address" });
    await expect(attempt("Xem [2].", ["/documents/999999#p1"])).rejects.toMatchObject({
      code: "notice.unknown_address",
    });
    await expect(attempt("dài ".repeat(600))).rejects.toMatchObject({ code: "notice.too_long" });
    await expect(attempt("  ")).rejects.toMatchObject({ code: "notice.empty" });
    const [last] = await db.query<{ marker: number }>(
      "select max(marker) as marker from answer_citations where answer_id = $1",
      [answerId],
    );
    const next = (last?.marker ?? 0) + 1;
    const id = await attempt(
      `Việc này do “Thu xếp kinh phí chi thường xuyên từ ngân sách nhà nước” [${next}] quy định.`,
      [address],
    );
    const notice = await getNotice(db, id);
    expect(notice?.words).toMatch(new RegExp(`quy định\\.\n\nCăn cứ:\n\\[${next}\\] Chỉ thị 07/CT-TTg · .* · Mục 5$`));
    const [cited] = notice?.citations ?? [];
    const [version] = await db.query<{ text: string }>("select text from document_versions where id = $1", [versionId]);
    expect(cited).toMatchObject({ marker: next, versionId });
    expect(version?.text.slice(cited?.start, cited?.end)).toBe(cited?.quote);
    await endNotice(db, { id, actor: "lan", state: "rejected" });
  });

  it("is one at a time for an answer, whoever was given it", async () => {
    const question = newQuestion();
    const [one, other] = [
      await askedBy(await talk.official(), question),
      await askedBy(await talk.official(), question),
    ];
    await judgeWrong(db, one);
    await judgeWrong(db, other);
    const settledAll = await Promise.allSettled([propose(one), propose(other)]);
    expect(settledAll.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(propose(other)).rejects.toMatchObject({ code: "notice.open" });
  });
});

describe("the second person", () => {
  it("is another one: the proposer may only withdraw, nobody else may", async () => {
    const answerId = await askedBy(await talk.official(), newQuestion());
    await judgeWrong(db, answerId);
    const id = await propose(answerId);
    await expect(confirm(id, [], "hoa")).rejects.toMatchObject({ code: "notice.own" });
    await expect(endNotice(db, { id, actor: "hoa", state: "rejected" })).rejects.toMatchObject({ code: "notice.own" });
    await expect(endNotice(db, { id, actor: "lan", state: "withdrawn" })).rejects.toMatchObject({
      code: "notice.not_own",
    });
    await endNotice(db, { id, actor: "hoa", state: "withdrawn" });
    await expect(confirm(id, [])).rejects.toMatchObject({ code: "notice.decided" });
    expect(await states(id)).toEqual([]);
    // The way is free for a better one.
    await expect(propose(answerId)).resolves.toBeGreaterThan(id);
  });

  it("is demanded by the database too", async () => {
    const answerId = await askedBy(await talk.official(), newQuestion());
    const review = await judgeWrong(db, answerId);
    const id = await propose(answerId);
    const at = "decided_at = now()";
    const refused = (sql: string) => expect(db.query(sql, [id])).rejects.toThrow();
    await refused(`update correction_notices set state = 'confirmed', decided_by = 'hoa', ${at} where id = $1`);
    await refused(`update correction_notices set state = 'confirmed', ${at} where id = $1`);
    await refused(`update correction_notices set state = 'withdrawn', decided_by = 'lan', ${at} where id = $1`);
    await refused("update correction_notices set words = 'khác' where id = $1");
    await refused("update correction_notices set words = null, salt = '' where id = $1");
    await refused("update correction_notices set proposed_by = 'lan' where id = $1");
    await refused("delete from correction_notices where id = $1");
    await refused(
      `insert into correction_recipients (notice_id, answer_id, channel, state, at) values ($1, '${answerId}', 'web', 'waiting', now())`,
    );
    await refused(
      `insert into correction_notices (answer_id, first_answer_id, review_id, words, salt, state, proposed_by, proposed_at, decided_by, decided_at)
       select answer_id, first_answer_id, ${review}, words, salt, 'confirmed', 'a', now(), 'b', now() from correction_notices where id = $1`,
    );
    await confirm(id, []);
    await refused(`update correction_notices set state = 'rejected', decided_by = 'an', ${at} where id = $1`);
    await refused(
      "update correction_notices set state = 'proposed', decided_by = null, decided_at = null where id = $1",
    );
    await refused("update correction_recipients set state = 'queued' where notice_id = $1");
    await refused("delete from correction_recipients where notice_id = $1");
  });
});

describe("a confirmed correction", () => {
  it("reaches each chat once, in the chat, and not before", async () => {
    const question = newQuestion();
    const { telegram, zalo } = platforms();
    const twice = await talk.official("Sở Nội vụ");
    const onZalo = await talk.official("Sở Y tế", { channel: "zalo-oa" });
    const somebodyElse = await talk.official();
    const first = await askedBy(twice, question);
    await askedBy(twice, "/moi");
    await askedBy(twice, question);
    await askedBy(onZalo, question);
    await askedBy(somebodyElse, "Sở Tài chính phải làm gì theo Chỉ thị 07?");
    await judgeWrong(db, first);
    const id = await propose(first);
    await deliver([telegram, zalo]);
    expect([...telegram.sent, ...zalo.sent]).toEqual([]);
    expect(await wouldBeTold(db, { answerId: first, channels })).toEqual([
      { channel: "zalo-oa", unit: "Sở Y tế", state: "queued", exchanges: 1 },
      { channel: "telegram", unit: "Sở Nội vụ", state: "queued", exchanges: 1 },
      { channel: "telegram", unit: "Sở Nội vụ", state: "covered", exchanges: 1 },
    ]);
    const both = await Promise.allSettled([
      confirm(id, [telegram, zalo], "lan"),
      confirm(id, [telegram, zalo], "minh"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await states(id)).toContainEqual(["telegram", "queued", 1]);
    await deliver([telegram, zalo]);
    const today = new Date().toLocaleDateString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
    const told = `Đính chính câu trả lời đã gửi ngày ${today}:\n\n${TEXT}`;
    expect(telegram.sent).toEqual([{ address: conversationOf(twice), text: told }]);
    expect(zalo.sent).toEqual([{ address: conversationOf(onZalo), text: told }]);
    expect(await states(id)).toEqual([
      ["telegram", "covered", 1],
      ["telegram", "sent", 1],
      ["zalo-oa", "sent", 1],
    ]);
    // The messages are cleared away after a while; the log of deliveries still tells.
    await db.query("delete from outgoing_messages");
    expect(await states(id)).toContainEqual(["zalo-oa", "sent", 1]);
  });

  it("is told once in a group in which two people were given the answer", async () => {
    const question = newQuestion();
    const { telegram } = platforms();
    const group = { conversation: "a group", setting: "group" } as const;
    const [one, other] = [await talk.official(null, group), await talk.official(null, group)];
    const answerId = await askedBy(one, question);
    await askedBy(other, question);
    await judgeWrong(db, answerId);
    await confirm(await propose(answerId), [telegram]);
    await deliver([telegram]);
    expect(telegram.sent.map(({ address }) => address)).toEqual(["a group"]);
  });

  it("is not told to who was removed, who asked to be forgotten, and where there is no chat", async () => {
    const question = newQuestion();
    const { telegram, zalo } = platforms();
    const [removed, forgotten, there] = [await talk.official(), await talk.official(), await talk.official()];
    for (const talker of [removed, forgotten, there]) await askedBy(talker, question);
    const answerId = await askedBy(there, question);
    await talk.pipeline.ask({ question }, { channel: "http" });
    const person = (await talk.people.list()).find(({ key }) => key === removed.personKey);
    await talk.people.remove(person?.id as number);
    await forgotten.say("/quen");
    await forgotten.say("/toi");
    await judgeWrong(db, answerId);
    const id = await propose(answerId);
    await confirm(id, [telegram, zalo]);
    await deliver([telegram, zalo]);
    expect(telegram.sent.map(({ address }) => address)).toEqual([conversationOf(there)]);
    expect(await states(id)).toEqual([
      ["http", "unreachable", 1],
      ["telegram", "covered", 1],
      ["telegram", "sent", 1],
      ["telegram", "unreachable", 2],
    ]);
  });

  it("waits where the platform takes nothing before the person writes, and is not sent to who leaves meanwhile", async () => {
    const question = newQuestion();
    const { telegram, zalo } = platforms();
    const waiting = await talk.official(null, { channel: "zalo-oa" });
    const leaving = await talk.official(null, { channel: "zalo-oa" });
    const answerId = await askedBy(waiting, question);
    await askedBy(leaving, question);
    await judgeWrong(db, answerId);
    const id = await propose(answerId);
    await confirm(id, [telegram, zalo]);
    zalo.outcomes = [
      { kind: "held", reason: "window" },
      { kind: "held", reason: "window" },
    ];
    await deliver([zalo]);
    expect(await states(id)).toEqual([["zalo-oa", "held", 2]]);
    await leaving.say("/quen");
    await db.query("update outgoing_messages set state = 'ready' where state = 'held'");
    zalo.sent.length = 0;
    await deliver([zalo]);
    expect(zalo.sent.map(({ address }) => address)).toEqual([conversationOf(waiting)]);
    expect((await states(id)).sort()).toEqual([
      ["zalo-oa", "failed", 1],
      ["zalo-oa", "sent", 1],
    ]);
  });

  it("is shown once in the web chat, and stands above a source that is opened from the old answer", async () => {
    const question = newQuestion();
    const visitor = await talk.official(null, { channel: "web" });
    const speaker = visitor.incoming({ kind: "text", text: "" });
    const answerId = await askedBy(visitor, question);
    await judgeWrong(db, answerId);
    const id = await propose(answerId);
    expect(await talk.pipeline.corrections(speaker)).toEqual([]);
    expect(textOf((await visitor.press({ kind: "source", answerId, marker: 1 })).replies)).not.toContain("đính chính");
    await confirm(id, []);
    expect(await states(id)).toEqual([["web", "waiting", 1]]);
    const both = await Promise.all([talk.pipeline.corrections(speaker), talk.pipeline.corrections(speaker)]);
    expect(both.flat()).toEqual([
      expect.stringMatching(/^Đính chính câu trả lời đã gửi ngày \d+\/\d+\/\d{4}:\n\nCâu trả lời về/),
    ]);
    expect(await states(id)).toEqual([["web", "shown", 1]]);
    const opened = textOf((await visitor.press({ kind: "source", answerId, marker: 1 })).replies);
    expect(opened).toMatch(/^Câu trả lời này đã được đính chính ngày \d+\/\d+\/\d{4}:\nCâu trả lời về Công văn/);
    expect(opened).toContain("[1] Mục 3");
  });
});

describe("the log's chain", () => {
  /** Lines of notices that do not say what the tables say. */
  async function broken(): Promise<string[]> {
    const lines = (await readEntries(db, 0, 100_000)).filter(({ kind }) => kind === "notice");
    const found = new Map(
      (
        await readEvidence.notice(
          db,
          lines.map(({ subject }) => subject),
        )
      ).map((one) => [one.subject, one]),
    );
    const same = ({ subject, contentHash, wordsHash }: AuditEntry) => {
      const evidence = found.get(subject);
      const hashes = evidence && hashesOf(evidence);
      return hashes?.contentHash === contentHash && (hashes.wordsHash === wordsHash || hashes.wordsHash === null);
    };
    const subjects = (await db.query<{ subject: string }>(NOTICE_SUBJECTS)).map(({ subject }) => subject);
    expect(lines.map(({ subject }) => subject).sort()).toEqual(subjects.sort());
    return lines.filter((line) => !same(line)).map(({ subject }) => subject);
  }

  it("has a line for each proposal and each decision, which shows a change and survives an erasure", async () => {
    const answerId = await askedBy(await talk.official(), newQuestion());
    await judgeWrong(db, answerId);
    const id = await propose(answerId);
    await confirm(id, []);
    expect(await broken()).toEqual([]);
    await db.exec("alter table correction_notices disable trigger user");
    await db.query("update correction_notices set decided_by = 'somebody' where id = $1", [id]);
    expect(await broken()).toEqual([`${id}:decided`]);
    await db.query("update correction_notices set decided_by = 'lan', words = 'khác' where id = $1", [id]);
    expect(await broken()).toEqual([`${id}:proposed`]);
    await db.query("update correction_notices set words = $2 where id = $1", [id, TEXT]);
    await db.exec("alter table correction_notices enable trigger user");
    await db.transaction(async (tx) => {
      const subjects = await noticesOf(tx, [answerId]);
      expect(subjects).toEqual([{ kind: "notice", subject: `${id}:proposed` }]);
      await insertErasure(tx, { what: "words", reason: "request", actor: "cli", subjects }, () =>
        eraseConsequencesOf(tx, [answerId]),
      );
    });
    expect(await getNotice(db, id)).toMatchObject({ words: null, state: "confirmed" });
    expect(await broken()).toEqual([]);
  });
});

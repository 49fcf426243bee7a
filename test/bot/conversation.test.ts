import { afterAll, describe, expect, test } from "vitest";
import type { Answer, Reply } from "../../bot/index.ts";
import { CURRENT_FEEDBACK, getAnswer, getVersion, plainText } from "../../retrieval/index.ts";
import { answering, directive, falseCitations, hold } from "./answering.ts";
import { rowCounts, tablesHolding, talking, textOf } from "./talking.ts";

const { db } = await answering();
const { pipeline, official, stranger } = talking(db);
afterAll(() => db.close());

const DUTIES = "Sở Nội vụ Lào Cai phải làm gì?";
const answerIn = ({ replies }: { replies: Reply[] }): Answer => {
  const [reply] = replies;
  if (reply?.kind !== "answer") throw new Error(`no answer but ${JSON.stringify(replies)}`);
  return reply.answer;
};
const ask = async (who: Awaited<ReturnType<typeof official>>, text: string) =>
  answerIn(await who.send({ kind: "text", text }));
const inGroup = { conversation: "a group", setting: "group" } as const;

describe("a question", () => {
  test("is answered; answer, citations, log, turn and address come with the commit and not before", async () => {
    const somebody = await official();
    const before = await rowCounts(db);
    const handled = await pipeline.handle(somebody.incoming({ kind: "text", text: DUTIES }));
    expect(await rowCounts(db)).toEqual(before);
    const answer = answerIn(handled);
    expect(handled).toMatchObject({ status: "answered", answerId: answer.id });
    await db.transaction(handled.commit);
    expect(await getAnswer(db, answer.id)).toMatchObject({
      channel: "telegram",
      words: { question: DUTIES, answer: answer.answer },
    });
    const after = await rowCounts(db);
    const added = Object.entries(after).filter(([table, count]) => count !== before[table]);
    expect(Object.fromEntries(added.map(([table, count]) => [table, count - (before[table] ?? 0)]))).toEqual({
      answers: 1,
      answer_citations: answer.citations.length,
      answer_people: 1,
      answer_words: 1,
      audit_log: 1,
      conversation_turns: 1,
      rate_limits: 1,
    });
  });

  test("leaves nothing behind when the caller's transaction fails", async () => {
    const somebody = await official();
    const handled = await pipeline.handle(somebody.incoming({ kind: "text", text: DUTIES }));
    const before = await rowCounts(db);
    const failing = db.transaction(async (tx) => {
      await handled.commit(tx);
      throw new Error("the outgoing message was not stored");
    });
    await expect(failing).rejects.toThrow("not stored");
    expect(await rowCounts(db)).toEqual(before);
  });

  test.each([
    ["x".repeat(2001), /quá dài/],
    ["?!…", /phải là chữ/],
    ["", /nhập câu hỏi/],
    ["\u0000\u0001", /phải là chữ/],
  ])("that cannot be asked is refused in a sentence: %#", async (text, sentence) => {
    const somebody = await official();
    const handled = await somebody.send({ kind: "text", text });
    expect(handled).toMatchObject({ status: "notice", answerId: null });
    expect(textOf(handled.replies)).toMatch(sentence);
  });
});

describe("what is no text", () => {
  test("is answered kindly", async () => {
    const somebody = await official();
    const said = async (content: Parameters<typeof somebody.send>[0]) => textOf((await somebody.send(content)).replies);
    expect(await said({ kind: "media", what: "voice" })).toMatch(/^Xin lỗi, bot chỉ đọc được tin nhắn chữ[^.]*\.$/);
    expect(await said({ kind: "edited" })).toMatch(/^Tin nhắn đã sửa không được trả lời lại[^.]*\.$/);
    expect(await said({ kind: "joined", code: null })).toMatch(/^Chào anh\/chị/);
  });
});

describe("/nguon", () => {
  test.each(["/nguon 1", "nguồn 1", "nguon 1", "1", "[1]", "/nguon@bot 1"])(
    "%s opens the whole clause",
    async (form) => {
      const somebody = await official();
      const answer = await ask(somebody, DUTIES);
      const [reply] = (await somebody.send({ kind: "text", text: form })).replies;
      expect(reply).toMatchObject({ kind: "clause", answerId: answer.id, citation: answer.citations[0] });
      if (reply?.kind !== "clause") return;
      expect(reply.heading).toBe(
        "[1] Mục 3 – Công văn 465/UBND-VX, UBND tỉnh Lào Cai, 9/2/2023, bản tóm lược để dùng thử",
      );
      const version = await getVersion(db, answer.citations[0]?.versionId ?? 0);
      expect(plainText(version?.text ?? "")).toContain(plainText(reply.text));
      expect(plainText(reply.text)).toContain(plainText(answer.citations[0]?.quote ?? "-"));
    },
  );

  test("shows the clause around a quoted dash, its lines apart, from the version that was cited", async () => {
    const own = await answering({
      "ke-hoach-9.txt": directive({
        issuer: "Ủy ban nhân dân\ntỉnh Lào Cai",
        number: "9/KH-UBND",
        type: "Kế hoạch",
        title: "Trồng rừng",
        place: "Lào Cai",
        date: "5/6/2024",
        opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        clauses: [
          "1. Sở Nông nghiệp và Môi trường",
          "- Rà soát quỹ đất trồng rừng của các xã vùng cao.",
          "- Cấp giống cây trước mùa mưa và kiểm tra tỷ lệ cây sống.",
          "2. Sở Tài chính\n\nBố trí kinh phí trồng rừng hằng năm.",
        ],
      }),
    });
    const talk = talking(own.db);
    const somebody = await talk.official();
    const answer = await ask(somebody, "Việc cấp giống cây trước mùa mưa do ai lo?");
    expect(answer.citations[0]?.quote).toMatch(/^- Cấp giống cây/);
    expect(answer.citations[0]?.quote).not.toContain("Rà soát");
    await hold(own.db, { "ke-hoach-9.txt": "Nội dung khác hẳn, không còn mục nào." });
    const said = await somebody.say("/nguon 1");
    expect(said).toMatch(/^\[1\] Mục 1.* – Kế hoạch 9\/KH-UBND, UBND tỉnh Lào Cai, 5\/6\/2024.*bản cũ/);
    expect(said).toMatch(/1\. Sở Nông nghiệp và Môi trường\n+- Rà soát quỹ đất .*\n+- Cấp giống cây .* cây sống\.$/);
    expect(said).not.toContain("Bố trí kinh phí");
    await own.db.close();
  });

  test("out of range says what there is", async () => {
    const somebody = await official();
    expect(await somebody.say("/nguon 1")).toMatch(/Chưa có câu trả lời nào/);
    expect(await somebody.say("3")).toMatch(/Chưa có câu trả lời nào/);
    const answer = await ask(somebody, "Sở Nội vụ phải làm gì?");
    expect(answer.citations.length).toBeGreaterThan(1);
    for (const form of ["/nguon 9", "99", "0", "nguồn"]) {
      expect(await somebody.say(form)).toBe(
        `Câu trả lời vừa rồi có ${answer.citations.length} nguồn; xin gửi một số từ 1 đến ${answer.citations.length}.`,
      );
    }
    await ask(somebody, DUTIES);
    expect(await somebody.say("2")).toBe("Câu trả lời vừa rồi có một nguồn; xin gửi số 1 để mở.");
    await ask(somebody, "Thông tư 77/TT-BYT quy định gì?");
    expect(await somebody.say("1")).toBe("Câu trả lời vừa rồi không có nguồn để mở.");
  });
});

describe("a number after a question back", () => {
  test("is the choice, asked as a question; out of range it says how many there are", async () => {
    const somebody = await official(null);
    const clarify = await ask(somebody, "cho hỏi");
    expect(clarify).toMatchObject({
      status: "clarify",
      choices: [expect.any(String), expect.any(String), expect.any(String)],
    });
    expect(await somebody.say("9")).toBe("Có 3 lựa chọn; xin gửi một số từ 1 đến 3.");
    const chosen = await ask(somebody, "2.");
    expect(await getAnswer(db, chosen.id)).toMatchObject({ words: { question: clarify.choices?.[1] } });
    expect(chosen.status).toBe("answered");
  });
});

describe("/vanban", () => {
  test.each(["/vanban", "van ban", "Văn bản"])("%s names what is held, newest first", async (form) => {
    const lines = (await (await official()).say(form)).split("\n");
    expect(lines[0]).toBe("Đang giữ 5 văn bản, mới nhất trước:");
    expect(lines).toHaveLength(6);
    expect(lines.join("\n")).toMatch(
      /Phan Rang[\s\S]*• Chỉ thị 07\/CT-TTg, Thủ tướng Chính phủ, 21\/3\/2023: [\s\S]*465\/UBND-VX, UBND tỉnh Lào Cai, 9\/2\/2023/,
    );
  });

  test("of many names fifteen and counts the others; a question is none", async () => {
    const plan = (number: number) =>
      directive({
        issuer: "Ủy ban nhân dân\ntỉnh Lào Cai",
        number: `${number}/KH-UBND`,
        type: "Kế hoạch",
        title: `Việc số ${number}`,
        place: "Lào Cai",
        date: `${number}/6/2024`,
        clauses: ["1. Sở Y tế\n\nKiểm tra trạm y tế của các xã."],
      });
    const own = await answering(
      Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`${index}.txt`, plan(index + 1)])),
    );
    const somebody = await talking(own.db).official();
    const said = await somebody.say("/vanban");
    expect(said.match(/^•/gm)).toHaveLength(15);
    expect(said).toMatch(/mới nhất trước:\n• Kế hoạch 17\/KH-UBND/);
    expect(said).toMatch(/\nCòn 2 văn bản nữa;/);
    await own.db.close();
    const { status } = await (await official()).send({ kind: "text", text: "văn bản nào triển khai CT07?" });
    expect(status).toBe("answered");
  });
});

describe("/phanhoi and the thumbs", () => {
  const feedback = (personKey: string) =>
    db.query(
      `select answer_id as id, verdict, words from feedback f
        where person_key = $1 and ${CURRENT_FEEDBACK} order by f.id`,
      [personKey],
    );

  test("are kept with the last answer, or without one", async () => {
    const somebody = await official();
    expect(await somebody.say("/phanhoi")).toMatch(/Xin viết góp ý sau lệnh/);
    expect(await somebody.say("/phanhoi Chào bot\u0000")).toMatch(/Đã ghi nhận/);
    const { id } = await ask(somebody, DUTIES);
    await somebody.say("phan hoi thieu thoi han");
    expect(await feedback(somebody.personKey)).toEqual([
      { id: null, verdict: null, words: "Chào bot" },
      { id, verdict: null, words: "thieu thoi han" },
    ]);
  });

  test("one verdict a person, the latest; its effect needs no message", async () => {
    const somebody = await official();
    const { id: answerId } = await ask(somebody, DUTIES);
    for (const verdict of ["up", "up", "down"] as const) {
      const { replies } = await somebody.press({ kind: "feedback", answerId, verdict });
      expect(replies).toMatchObject([{ kind: "done" }]);
    }
    expect(await feedback(somebody.personKey)).toEqual([{ id: answerId, verdict: "down", words: null }]);
    // The thumb that was replaced stays in the log; the one that was pressed twice is there once.
    const all = await db.query("select verdict from feedback where answer_id = $1 order by id", [answerId]);
    expect(all).toEqual([{ verdict: "up" }, { verdict: "down" }]);
  });
});

describe("a thumb that is typed", () => {
  test("is a verdict on the last answer, said in a sentence", async () => {
    const somebody = await official();
    expect(await somebody.say("👎")).toMatch(/Chưa có câu trả lời nào/);
    const { id } = await ask(somebody, DUTIES);
    expect(await somebody.say("👍")).toBe("Cảm ơn anh/chị đã đánh giá.");
    const { replies } = await somebody.send({ kind: "text", text: "👎🏻" });
    expect(replies).toEqual([{ kind: "notice", text: "Đã ghi nhận; xin viết thêm chỗ chưa đúng bằng lệnh /phanhoi." }]);
    const rows = await db.query("select answer_id as id, verdict from feedback where person_key = $1 order by id", [
      somebody.personKey,
    ]);
    expect(rows).toEqual([
      { id, verdict: "up" },
      { id, verdict: "down" },
    ]);
  });
});

describe("buttons", () => {
  test("work for whoever got the answer, also when others were given since", async () => {
    const somebody = await official();
    const old = await ask(somebody, DUTIES);
    for (let turn = 0; turn < 13; turn += 1) await somebody.say("Ai ký Chỉ thị 07?");
    const opened = await somebody.press({ kind: "source", answerId: old.id, marker: 1 });
    expect(opened.replies).toMatchObject([{ kind: "clause", answerId: old.id, citation: { marker: 1 } }]);
    const { choices, id } = await ask(await official(null), "cho hỏi");
    expect(choices?.length).toBeGreaterThan(0);
    expect(textOf((await somebody.press({ kind: "choice", answerId: id, index: 0 })).replies)).toMatch(/người khác/);
  });

  test("of a question back ask the choice", async () => {
    const somebody = await official(null);
    const { choices, id } = await ask(somebody, "cho hỏi");
    const chosen = answerIn(await somebody.press({ kind: "choice", answerId: id, index: 0 }));
    expect(await getAnswer(db, chosen.id)).toMatchObject({ words: { question: choices?.[0] } });
    expect((await somebody.press({ kind: "choice", answerId: id, index: 7 })).status).toBe("notice");
  });

  test("of another person are refused politely, and of no answer too", async () => {
    const { id } = await ask(await official(), DUTIES);
    const other = await official();
    for (const answerId of [id, "no such answer"]) {
      for (const action of [
        { kind: "source", answerId, marker: 1 },
        { kind: "feedback", answerId, verdict: "up" },
        { kind: "choice", answerId, index: 0 },
      ] as const) {
        const handled = await other.press(action);
        expect(handled.replies).toEqual([
          { kind: "done", text: "Nút này thuộc câu trả lời của người khác hoặc câu trả lời đã được xóa." },
        ]);
      }
    }
  });

  test("in a group work for every enrolled member of it, and numbers do", async () => {
    const asker = await official(undefined, inGroup);
    const member = await official(undefined, inGroup);
    const outsider = await official(undefined, { ...inGroup, conversation: "another group" });
    const { id } = await ask(asker, DUTIES);
    const action = { kind: "source", answerId: id, marker: 1 } as const;
    expect((await member.press(action)).replies).toMatchObject([{ kind: "clause" }]);
    expect((await member.send({ kind: "text", text: "1" })).replies).toMatchObject([{ kind: "clause" }]);
    expect((await outsider.press(action)).replies).toMatchObject([{ kind: "done" }]);
    expect((await stranger(inGroup).press(action)).replies).toMatchObject([{ kind: "notice" }]);
    const alone = await official(undefined, { sender: asker.sender });
    expect((await alone.press(action)).replies).toMatchObject([{ kind: "clause" }]);
  });
});

describe("a session", () => {
  const FOLLOW_UP = "thế còn Sở Tài chính?";
  const leansOn = async (id: string) =>
    ((await getAnswer(db, id))?.words?.history ?? []).map((message) => Object.values(message)[1]);

  test("survives a restart", async () => {
    const somebody = await official(null);
    const first = await ask(somebody, DUTIES);
    const restarted = talking(db).stranger({ sender: somebody.sender });
    const second = await ask(restarted, FOLLOW_UP);
    expect(await leansOn(second.id)).toEqual([DUTIES, first.answer]);
    expect(second.answer).toContain("giao Sở Tài chính tỉnh Lào Cai");
  });

  test("ends after the idle time, also for what was said before an earlier pause; sources stay open", async () => {
    const somebody = await official(null);
    await ask(somebody, DUTIES);
    const said = (minutes: number) =>
      db.query("update conversation_turns set said_at = said_at - $2 * interval '1 minute' where person_key = $1", [
        somebody.personKey,
        minutes,
      ]);
    await said(31);
    expect((await somebody.send({ kind: "text", text: "1" })).replies).toMatchObject([{ kind: "clause" }]);
    const second = await ask(somebody, FOLLOW_UP);
    expect(await leansOn(second.id)).toEqual([]);
    await said(20);
    expect(await leansOn((await ask(somebody, FOLLOW_UP)).id)).toEqual([FOLLOW_UP, second.answer]);
    const patient = talking(db, { idleMinutes: 600 }).stranger({ sender: somebody.sender });
    expect(await leansOn((await ask(patient, FOLLOW_UP)).id)).toHaveLength(6);
  });

  test("is of one person in one conversation", async () => {
    const somebody = await official(null);
    await ask(somebody, DUTIES);
    const elsewhere = stranger({ sender: somebody.sender, conversation: "another chat" });
    expect(await leansOn((await ask(elsewhere, FOLLOW_UP)).id)).toEqual([]);
    const beside = await official(null, { conversation: somebody.incoming({ kind: "edited" }).conversation });
    expect(await leansOn((await ask(beside, FOLLOW_UP)).id)).toEqual([]);
  });

  test("holds twelve turns at most", async () => {
    const somebody = await official(null);
    for (let turn = 0; turn < 14; turn += 1) await ask(somebody, `Ai ký Chỉ thị 07, lần ${turn + 1}?`);
    const last = await ask(somebody, FOLLOW_UP);
    const history = await leansOn(last.id);
    expect(history).toHaveLength(24);
    expect(history[0]).toBe("Ai ký Chỉ thị 07, lần 3?");
    const rows = await db.query("select 1 from conversation_turns where person_key = $1", [somebody.personKey]);
    expect(rows).toHaveLength(12);
  });

  test("is begun anew by /moi", async () => {
    const somebody = await official(null);
    await ask(somebody, DUTIES);
    expect(await somebody.say("/moi")).toMatch(/cuộc trò chuyện mới/);
    expect(await somebody.say("1")).toMatch(/Chưa có câu trả lời/);
    expect(await leansOn((await ask(somebody, FOLLOW_UP)).id)).toEqual([]);
  });
});

describe("/toi", () => {
  test("says role, unit, since when and what is stored", async () => {
    const somebody = await official("Sở Nội vụ tỉnh Lào Cai", { role: "reviewer" });
    await ask(somebody, DUTIES);
    await somebody.say("/phanhoi tốt");
    const said = await somebody.say("/toi");
    expect(said).toMatch(
      /^Anh\/chị đã đăng ký: người rà soát, Sở Nội vụ tỉnh Lào Cai, từ ngày \d{1,2}\/\d{1,2}\/\d{4}\./,
    );
    expect(said).toContain("• 1 câu hỏi gần đây");
    expect(said).toContain("• 1 câu trả lời trong nhật ký và 1 góp ý");
  });
});

describe("/quen", () => {
  test("leaves nothing of the person but the enrolment, and the log without them", async () => {
    const somebody = await official(undefined, { topic: "topic-17" });
    const secret = "Sở Nội vụ Lào Cai phải làm gì, hỏi riêng cho vụ Alpha?";
    const { id } = await ask(somebody, secret);
    await somebody.press({ kind: "feedback", answerId: id, verdict: "down" });
    await somebody.say("/phanhoi thiếu");
    await ask(stranger({ sender: somebody.sender, conversation: "a second chat" }), "Ai ký Chỉ thị 07?");
    expect(await tablesHolding(db, somebody.personKey)).toEqual([
      "answer_people",
      "conversation_turns",
      "feedback",
      "people",
    ]);
    expect(await tablesHolding(db, "topic-17")).toEqual(["answer_people"]);
    expect(await somebody.say("/quen")).toMatch(/Đăng ký của anh\/chị vẫn còn hiệu lực/);
    expect(await tablesHolding(db, somebody.personKey)).toEqual(["people"]);
    expect(await tablesHolding(db, somebody.conversationKey)).toEqual([]);
    expect(await tablesHolding(db, somebody.sender)).toEqual([]);
    expect(await tablesHolding(db, "a second chat")).toEqual([]);
    expect(await tablesHolding(db, "topic-17")).toEqual([]);
    expect(await tablesHolding(db, "hỏi riêng cho vụ Alpha")).toEqual(["answer_words"]);
    const kept = await db.query("select person_key, unit, conversation_key from answer_people where answer_id = $1", [
      id,
    ]);
    expect(kept).toEqual([{ person_key: null, unit: "Sở Tài chính tỉnh Lạng Sơn", conversation_key: null }]);
    expect(await db.query("select verdict, words from feedback where answer_id = $1 order by id", [id])).toEqual([
      { verdict: "down", words: null },
      { verdict: null, words: "thiếu" },
    ]);
    expect((await somebody.press({ kind: "source", answerId: id, marker: 1 })).replies).toMatchObject([
      { kind: "done" },
    ]);
    expect(await somebody.say("/toi")).toContain("• 0 câu trả lời");
  });

  test("in a group leaves the others theirs", async () => {
    const group = { conversation: "a common group", setting: "group" } as const;
    const [one, other] = [await official(null, group), await official(null, group)];
    await ask(one, DUTIES);
    const { id } = await ask(other, DUTIES);
    await one.say("/quen");
    expect(await tablesHolding(db, "a common group")).toEqual(["conversations"]);
    expect(await tablesHolding(db, one.personKey)).toEqual(["people"]);
    expect((await one.press({ kind: "source", answerId: id, marker: 1 })).replies).toMatchObject([{ kind: "clause" }]);
    expect((await other.send({ kind: "text", text: "1" })).replies).toMatchObject([{ kind: "clause" }]);
  });
});

describe("the rate of messages", () => {
  test("of one person is limited: one sentence, then silence, until the window is over; others are not touched", async () => {
    const talk = talking(db, { questionsPerMinute: 3 });
    const somebody = await talk.official();
    const said = [];
    for (let turn = 0; turn < 5; turn += 1) said.push(await somebody.say("/huongdan"));
    expect(said.map((text) => text.slice(0, 12))).toEqual(
      [said[0], said[0], said[0], "Anh/chị gửi hơi nhanh", ""].map((text) => text?.slice(0, 12)),
    );
    const held = await talk.pipeline.handle(somebody.incoming({ kind: "text", text: DUTIES }));
    expect(held).toMatchObject({ status: "ignored", replies: [], answerId: null });
    expect(await (await talk.official()).say("/huongdan")).toContain("/nguon");
    await db.query("update rate_limits set window_start = now() - interval '61 seconds'");
    expect(await somebody.say("/huongdan")).toContain("/nguon");
  });
});

describe("at an open door", () => {
  test("everybody asks, with sessions and sources, and no address is kept", async () => {
    const before = await rowCounts(db);
    const talk = talking(db, { enrolment: "open" });
    const visitor = talk.stranger({ channel: "web" });
    await ask(visitor, DUTIES);
    expect((await visitor.send({ kind: "text", text: "1" })).replies).toMatchObject([{ kind: "clause" }]);
    expect((await ask(visitor, "thế còn Sở Tài chính?")).answer).toContain("Sở Tài chính tỉnh Lào Cai");
    const after = await rowCounts(db);
    expect([after.people, after.conversations]).toEqual([before.people, before.conversations]);
    expect(await visitor.say("/quen")).not.toContain("Đăng ký");
    expect(await tablesHolding(db, visitor.personKey)).toEqual([]);
  });
});

describe("one pipeline for all channels", () => {
  const talk = talking(db, {
    enrolment: (channel) => (channel === "cli" ? "open" : "required"),
    questionsPerMinute: 1,
  });

  test("asks for enrolment where it must, and keeps one live library", async () => {
    const local = talk.stranger({ channel: "cli" });
    expect((await ask(local, DUTIES)).status).toBe("answered");
    expect(await talk.stranger({ channel: "zalo-oa" }).say(DUTIES)).toMatch(/cán bộ đã đăng ký/);
    expect(await talk.pipeline.admits({ channel: "cli", sender: "anybody" })).toBe(true);
    expect(await talk.pipeline.admits({ channel: "web", sender: "anybody" })).toBe(false);
  });

  test("counts nobody's messages on the command line", async () => {
    const local = talk.stranger({ channel: "cli" });
    for (let turn = 0; turn < 3; turn += 1) expect(await local.say("/huongdan")).toContain("/nguon");
  });

  test("keeps of a browser no more than pseudonyms, and shows it the door when the person is removed", async () => {
    const visitor = await talking(db).official(undefined, { channel: "web", sender: "a browser's secret" });
    await ask(visitor, DUTIES);
    const speaker = { channel: "web", conversation: "chat a browser's secret", sender: visitor.sender } as const;
    expect(await pipeline.turns(speaker)).toMatchObject([{ question: DUTIES, answer: { status: "answered" } }]);
    expect(await visitor.say("/toi")).toContain("mã ẩn danh của trình duyệt này");
    expect(await tablesHolding(db, "a browser's secret")).toEqual([]);
    expect(await pipeline.admits(speaker)).toBe(true);
    const own = (await talk.people.list()).find(({ key }) => key === visitor.personKey);
    await talk.people.remove(own?.id ?? 0);
    expect(await pipeline.admits(speaker)).toBe(false);
    expect(await pipeline.turns(speaker)).toEqual([]);
  });

  test("answers without leaning on anything, and keeps the answer for the commands", async () => {
    const local = talk.stranger({ channel: "cli" });
    await ask(local, DUTIES);
    const { conversation, sender } = local.incoming({ kind: "edited" });
    const keptFor = { channel: "cli", conversation, sender } as const;
    const answer = await talk.pipeline.ask({ question: "Ai ký Chỉ thị 07?" }, { channel: "cli", keptFor });
    expect(await getAnswer(db, answer.id)).toMatchObject({ words: { history: [] }, channel: "cli" });
    expect((await local.send({ kind: "text", text: "/nguon 1" })).replies).toMatchObject([
      { kind: "clause", answerId: answer.id },
    ]);
  });
});

test("no answer of all these cites what is not in its document", async () => {
  expect(await falseCitations(db)).toEqual([]);
});

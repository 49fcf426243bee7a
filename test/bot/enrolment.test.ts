import { afterAll, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { identity, rowCounts, tablesHolding, talking, textOf } from "./talking.ts";

const db = await openTestDatabase();
const { invitations, people, pipeline, stranger, official, deliver } = talking(db);
afterAll(() => db.close());

const invite = (expiresInMs = 60_000, unit: string | null = "Sở Tài chính tỉnh Lạng Sơn") =>
  invitations.create({ role: "official", unit, expiresInMs, createdBy: "test" });
const KEEP_OUT = /bot chỉ trả lời cán bộ đã đăng ký; xin liên hệ quản trị viên/;

describe("a stranger", () => {
  test("gets one courteous sentence; nothing is searched, and nothing is stored of what was written", async () => {
    const somebody = stranger();
    const before = await rowCounts(db);
    const said = await somebody.say("Sở Tài chính phải làm gì theo Chỉ thị bí mật?");
    expect(said).toMatch(KEEP_OUT);
    expect(said.match(/\.(?:\s|$)/g)).toHaveLength(1);
    const { rate_limits: limits, ...rest } = await rowCounts(db);
    const { rate_limits: limitsBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(limits).toBe((limitsBefore ?? 0) + 1);
    for (const text of ["bí mật", somebody.sender, somebody.personKey, somebody.conversationKey]) {
      expect(await tablesHolding(db, text)).toEqual([]);
    }
  });

  test("does not reach the library, whatever is sent", async () => {
    const closed = createPipeline({
      db: {
        ...db,
        query: (sql, params) => (/documents|passages|answers/.test(sql) ? Promise.reject(sql) : db.query(sql, params)),
      },
      identity,
    });
    const contents = [
      { kind: "text", text: "/vanban" },
      { kind: "text", text: "/nguon 1" },
      { kind: "joined", code: null },
      { kind: "media", what: "sticker" },
      { kind: "edited" },
      { kind: "action", action: { kind: "source", answerId: "x", marker: 1 } },
    ] as const;
    for (const content of contents) {
      expect(textOf((await closed.handle(stranger().incoming(content))).replies)).toMatch(KEEP_OUT);
    }
  });

  test("is told three times an hour and then no more", async () => {
    const somebody = stranger();
    const said = [];
    for (let time = 0; time < 5; time += 1) said.push(await somebody.say("xin chào"));
    expect(said.map((text) => text !== "")).toEqual([true, true, true, false, false]);
    expect((await pipeline.handle(somebody.incoming({ kind: "edited" }))).status).toBe("ignored");
    await db.query("update rate_limits set window_start = now() - interval '61 minutes'");
    expect(await somebody.say("xin chào")).toMatch(KEEP_OUT);
  });
});

describe("a code", () => {
  test.each([
    ["as it was given", (code: string) => code],
    ["in small letters without dashes", (code: string) => code.toLowerCase().replaceAll("-", "")],
    ["with blanks", (code: string) => `  ${code.replaceAll("-", "  ")} `],
    ["with a long dash and a full stop", (code: string) => `${code.replaceAll("-", "–")}.`],
    ["introduced", (code: string) => `ma: ${code}`],
    ["introduced with diacritics", (code: string) => `Mã mời là ${code}`],
    ["behind /start", (code: string) => `/start ${code.replaceAll("-", "")}`],
    ["behind /start of this bot", (code: string) => `/start@trich_dan_bot ${code}`],
    ["with O for Q and U for V", (code: string) => code.replaceAll("Q", "O").replaceAll("V", "u")],
  ])("lets in: %s", async (_, typed) => {
    const somebody = stranger();
    const said = await somebody.say(typed((await invite()).code));
    expect(said).toContain("cán bộ, Sở Tài chính tỉnh Lạng Sơn");
    expect(said).toContain("/huongdan");
    expect(said.split("\n").length).toBeLessThanOrEqual(3);
    expect((await people.list()).map((person) => person.key)).toContain(somebody.personKey);
  });

  test("in a deep link lets in", async () => {
    const { deepLinkPayload } = await invite(60_000, null);
    expect(deepLinkPayload).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    const handled = await stranger().send({ kind: "joined", code: deepLinkPayload });
    expect(textOf(handled.replies)).toMatch(/^Chào anh\/chị\. Đã đăng ký: cán bộ\.\n/);
  });

  test("is stored as a keyed hash alone; the person without the platform's id, but where to send", async () => {
    const { code, deepLinkPayload } = await invite();
    const somebody = stranger();
    await somebody.say(code);
    for (const text of [code, deepLinkPayload]) expect(await tablesHolding(db, text)).toEqual([]);
    expect(await tablesHolding(db, somebody.sender)).toEqual(["conversations"]);
    expect(await tablesHolding(db, somebody.personKey)).toEqual(["people"]);
  });

  test("enrols one person, once", async () => {
    const { code } = await invite();
    const first = stranger();
    await first.say(code);
    expect(await stranger().say(code)).toMatch(/đã được dùng/);
    expect(await first.say(code)).toMatch(/^Chào anh\/chị/);
  });

  test("ends, and can be revoked", async () => {
    const late = await invite();
    await db.query("update invitations set expires_at = now() where id = $1", [late.invitation.id]);
    expect(await stranger().say(late.code)).toMatch(/đã hết hạn/);
    const revoked = await invite();
    await invitations.revoke(revoked.invitation.id);
    expect(await stranger().say(revoked.code)).toMatch(/đã bị thu hồi/);
    await expect(invitations.revoke(revoked.invitation.id)).rejects.toMatchObject({ code: "invitation.not_open" });
    const states = new Map((await invitations.list()).map(({ id, state }) => [id, state]));
    expect([states.get(late.invitation.id), states.get(revoked.invitation.id)]).toEqual(["expired", "revoked"]);
  });

  test.each([0, -1, Number.NaN, 400 * 24 * 3_600_000])("cannot be made to end after %d ms", async (expiresInMs) => {
    await expect(invite(expiresInMs)).rejects.toMatchObject({ code: "invitation.bad_expiry" });
  });

  test("of an office whose name fills an answer is refused", async () => {
    await expect(invite(1000, "Sở ".repeat(60))).rejects.toMatchObject({ code: "invitation.unit_too_long" });
  });
});

describe("two chats with one code at once", () => {
  test("one gets in; the other is handled again and finds it used", async () => {
    const { code } = await invite();
    const [first, second] = [stranger(), stranger()];
    const [one, two] = await Promise.all(
      [first, second].map((who) => pipeline.handle(who.incoming({ kind: "text", text: code }))),
    );
    const results = await Promise.allSettled([one, two].map((handled) => db.transaction((tx) => handled!.commit(tx))));
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ code: "invitation.taken_meanwhile", retryable: true });
    const loser = results[0]?.status === "rejected" ? first : second;
    expect(await loser.say(code)).toMatch(/đã được dùng/);
    const inside = (await people.list()).map((person) => person.key);
    expect([first, second].filter((who) => inside.includes(who.personKey))).toHaveLength(1);
  });

  test("also when both are the same person's: the second is a greeting", async () => {
    const { code } = await invite();
    const sender = "twice";
    const [here, there] = [stranger({ sender }), stranger({ sender, conversation: "another chat" })];
    const both = await Promise.all(
      [here, there].map((who) => pipeline.handle(who.incoming({ kind: "text", text: code }))),
    );
    const results = await Promise.allSettled(both.map((handled) => db.transaction((tx) => handled.commit(tx))));
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await there.say(code)).toMatch(/^Chào anh\/chị\. Xin cứ hỏi/);
  });
});

describe("wrong codes", () => {
  const WRONG = "2222-3333-4444";

  test("are explained five times an hour; a right one passes all the same", async () => {
    const somebody = stranger();
    const said = [];
    for (let time = 0; time < 5; time += 1) said.push(await somebody.say(WRONG));
    expect(new Set(said)).toEqual(new Set(["Mã mời không đúng; xin kiểm tra lại từng ký tự rồi gửi lại."]));
    expect(await somebody.say(WRONG)).toMatch(/^Mã mời vẫn không đúng sau nhiều lần thử; xin liên hệ quản trị viên/);
    expect(await somebody.say(WRONG)).toBe("");
    const used = (await invite()).code;
    await stranger().say(used);
    expect(await somebody.say(used)).toBe("");
    expect(await somebody.say((await invite()).code)).toMatch(/Đã đăng ký/);
  });

  test("with a character too few, or in a link, are wrong codes too", async () => {
    const said = await Promise.all([
      stranger().say("K7QM-29XT-HB4"),
      stranger().say("mã: abc123"),
      stranger()
        .send({ kind: "joined", code: "abc" })
        .then(({ replies }) => textOf(replies)),
    ]);
    expect(new Set(said)).toEqual(new Set(["Mã mời không đúng; xin kiểm tra lại từng ký tự rồi gửi lại."]));
  });

  test("of senders without an account are counted by their address, and keep nobody out there", async () => {
    await db.query("delete from rate_limits");
    const fresh = (origin = "203.0.113.9") => stranger({ channel: "web", origin });
    const said = [];
    for (let time = 0; time < 32; time += 1) said.push(await fresh().say(WRONG));
    expect(said.filter((text) => text.startsWith("Mã mời không đúng;"))).toHaveLength(30);
    expect(said.slice(30)).toEqual([expect.stringMatching(/^Mã mời vẫn không đúng/), ""]);
    expect(await db.query("select used from rate_limits")).toEqual([{ used: 31 }]);
    expect(await fresh().say((await invite()).code)).toMatch(/Đã đăng ký/);
    expect(await fresh("203.0.113.10").say(WRONG)).toMatch(/^Mã mời không đúng;/);
  });

  test("tried at the same moment are not more than the limit", async () => {
    const somebody = stranger();
    for (let time = 0; time < 4; time += 1) await somebody.say(WRONG);
    const both = await Promise.all([0, 1].map(() => pipeline.handle(somebody.incoming({ kind: "text", text: WRONG }))));
    const results = await Promise.allSettled(both.map((handled) => db.transaction((tx) => handled.commit(tx))));
    expect(results.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []))).toEqual([
      "limit.reached_meanwhile",
    ]);
  });
});

describe("enrolled people", () => {
  test("change role and unit with another code, and are told so", async () => {
    const somebody = await official();
    const { code } = await invitations.create({
      role: "admin",
      unit: "Sở Nội vụ tỉnh Lào Cai",
      expiresInMs: 1000_000,
      createdBy: "test",
    });
    expect(await somebody.say(code)).toBe(
      "Đã đổi đăng ký của anh/chị: quản trị viên, Sở Nội vụ tỉnh Lào Cai (trước đây: cán bộ, Sở Tài chính tỉnh Lạng Sơn).",
    );
    const found = (await people.list()).filter((person) => person.key === somebody.personKey);
    expect(found).toMatchObject([{ role: "admin", unit: "Sở Nội vụ tỉnh Lào Cai" }]);
  });

  test("who are removed are strangers again, until another code lets them in", async () => {
    const somebody = await official();
    await somebody.say("Sở Tài chính làm gì?");
    const id = (await people.list()).find((person) => person.key === somebody.personKey)?.id ?? 0;
    await people.remove(id);
    expect(await tablesHolding(db, somebody.personKey)).toEqual(["answer_people", "people"]);
    expect(await tablesHolding(db, somebody.sender)).toEqual([]);
    expect(await somebody.say("Sở Tài chính làm gì?")).toMatch(KEEP_OUT);
    expect((await people.list()).map((person) => person.id)).not.toContain(id);
    expect((await people.list({ removed: true })).map((person) => person.id)).toContain(id);
    await expect(people.remove(id)).rejects.toMatchObject({ code: "person.not_enrolled" });
    await somebody.say((await invite()).code);
    expect((await people.list()).map((person) => person.id)).toContain(id);
  });

  test("are one person on one channel, another on the next", async () => {
    const somebody = await official();
    const elsewhere = stranger({ channel: "zalo-bot", sender: somebody.sender });
    expect(await elsewhere.say("xin chào")).toMatch(KEEP_OUT);
  });

  test("may send the code's link again", async () => {
    const { deepLinkPayload } = await invite();
    const somebody = stranger();
    await somebody.send({ kind: "joined", code: deepLinkPayload });
    const again = await somebody.send({ kind: "joined", code: deepLinkPayload });
    expect(textOf(again.replies)).toMatch(/^Chào anh\/chị\. Xin cứ hỏi/);
    expect(textOf((await somebody.send({ kind: "joined", code: null })).replies)).toMatch(/^Chào anh\/chị/);
  });
});

describe("the pipeline", () => {
  test("changes nothing before the commit", async () => {
    const { code } = await invite();
    const before = await rowCounts(db);
    await pipeline.handle(stranger().incoming({ kind: "text", text: code }));
    await pipeline.handle(stranger().incoming({ kind: "text", text: "xin chào" }));
    expect(await rowCounts(db)).toEqual(before);
  });

  test("without a key handles nobody where people are enrolled, and everybody at an open door", async () => {
    await expect(createPipeline({ db }).handle(stranger().incoming({ kind: "edited" }))).rejects.toMatchObject({
      code: "pipeline.no_identity",
    });
    const open = createPipeline({ db, enrolment: "open" });
    const greeted = await open.handle(stranger({ channel: "web" }).incoming({ kind: "text", text: "/toi" }));
    expect(textOf(greeted.replies)).toMatch(/không cần đăng ký/);
  });

  test("says that it failed in one sentence", () => {
    const reply = pipeline.apology(stranger().incoming({ kind: "edited" }));
    expect(textOf([reply])).toMatch(/^Xin lỗi, [^.]+\.$/);
  });

  test("knows whom it has enrolled", async () => {
    const somebody = await official();
    const first = await deliver(somebody.incoming({ kind: "text", text: "/toi" }));
    expect(textOf(first.replies)).toMatch(/Sở Tài chính tỉnh Lạng Sơn, từ ngày \d+\/\d+\/\d{4}/);
  });
});

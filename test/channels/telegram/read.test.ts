import { afterAll, describe, expect, test } from "vitest";
import { startTelegramDouble } from "../../support/platforms/telegram/index.ts";
import { ANSWER, connected, errorOf, eventsOf, fixture, readFixture, telegram } from "./support.ts";

describe("in private", () => {
  test("a message is text from one person", async () => {
    expect(await readFixture("private-text")).toEqual({
      channel: "telegram",
      conversation: "501000001",
      sender: "501000001",
      setting: "private",
      content: { kind: "text", text: "Sở Tài chính phải làm gì theo Chỉ thị 07?" },
      reference: expect.any(String),
    });
  });

  test.each([
    ["private-forwarded-text", { kind: "text", text: "Còn Sở Nội vụ thì sao?" }],
    ["private-command-with-name", { kind: "text", text: "/nguon 2" }],
    ["private-start", { kind: "joined", code: null }],
    ["private-start-code", { kind: "joined", code: "MOI-7KQ2" }],
    ["private-start-words", { kind: "joined", code: null }],
    ["private-sticker", { kind: "media", what: "sticker" }],
    ["private-photo", { kind: "media", what: "picture" }],
    ["private-animation", { kind: "media", what: "video" }],
    ["private-video-note", { kind: "media", what: "video" }],
    ["private-voice", { kind: "media", what: "voice" }],
    ["private-document", { kind: "media", what: "file" }],
    ["private-venue", { kind: "media", what: "location" }],
    ["private-contact", { kind: "media", what: "contact" }],
    ["private-poll", { kind: "media", what: "other" }],
  ])("%s", async (name, content) => {
    expect(await readFixture(name)).toMatchObject({ setting: "private", content });
  });
});

describe("in a group", () => {
  test.each([
    ["group-mention", { kind: "text", text: "Sở Y tế phải làm gì?" }],
    ["group-mention-inside", { kind: "text", text: "Nhờ, cho biết ai ký Chỉ thị 07" }],
    ["group-text-mention", { kind: "text", text: "😀 ơi, hạn báo cáo là khi nào?" }],
    ["group-command", { kind: "text", text: "/nguon 2" }],
    ["group-start-code", { kind: "joined", code: "MOI-7KQ2" }],
    ["group-only-the-name", { kind: "text", text: "/huongdan" }],
    ["group-reply-to-bot", { kind: "text", text: "Còn Sở Xây dựng?" }],
    ["group-topic", { kind: "text", text: "ai ký Chỉ thị 07?" }],
    ["group-photo-with-mention", { kind: "media", what: "picture" }],
  ])("%s is meant for the bot", async (name, content) => {
    expect(await readFixture(name)).toMatchObject({ setting: "group", sender: "501000001", content });
  });

  test("a topic is told, a thread that is none is not", async () => {
    expect(await readFixture("group-topic")).toMatchObject({ topic: "5" });
    const update = fixture("group-topic") as { message: object };
    const channel = telegram();
    const thread = { ...update, message: { ...update.message, is_topic_message: false } };
    const [event] = eventsOf(channel, thread);
    expect(await channel.read(event!.payload)).not.toHaveProperty("topic");
  });

  test.each([
    "group-own-talk",
    "group-mention-of-other",
    "group-mail-address",
    "group-command-for-other",
    "group-plain-command",
    "group-reply-to-person",
    "group-sticker",
  ])("%s is not", async (name) => {
    expect(await readFixture(name)).toBeNull();
  });
});

describe("a button", () => {
  test.each([
    ["press-source", "private", { kind: "source", answerId: ANSWER, marker: 2 }],
    ["press-up", "private", { kind: "feedback", answerId: ANSWER, verdict: "up" }],
    ["press-on-old-message", "private", { kind: "feedback", answerId: ANSWER, verdict: "down" }],
    ["press-choice-group", "group", { kind: "choice", answerId: ANSWER, index: 0 }],
  ])("%s", async (name, setting, action) => {
    expect(await readFixture(name)).toMatchObject({
      setting,
      sender: "501000001",
      content: { kind: "action", action },
      reference: expect.stringContaining("215100000000000000"),
    });
  });

  test.each([
    "",
    "s",
    `s:${ANSWER}`,
    `s:${ANSWER}:0`,
    `s:${ANSWER}:-1`,
    `s:${ANSWER}:1.5`,
    `s:${ANSWER}:1 `,
    `f:${ANSWER}:x`,
    `f:${ANSWER}:up`,
    `c:${ANSWER}:01`,
    `s:${ANSWER}0:1`,
    "s:' or 1=1:1",
    `x:${ANSWER}:1`,
  ])("that we did not make is nothing: %j", async (data) => {
    const update = fixture("press-source") as { callback_query: { data: string } };
    update.callback_query.data = data;
    const [event] = eventsOf(telegram(), update);
    expect(await telegram().read(event?.payload ?? {})).toBeNull();
  });
});

test("many at a time do not mix", async () => {
  const channel = telegram();
  const texts = Array.from({ length: 50 }, (_, index) => `câu hỏi ${index}`);
  const read = await Promise.all(
    texts.map((text) => {
      const update = fixture("private-text") as { message: { text: string } };
      update.message.text = text;
      return channel.read(eventsOf(channel, update)[0]?.payload ?? {});
    }),
  );
  expect(read.map((one) => one?.content)).toEqual(texts.map((text) => ({ kind: "text", text })));
});

describe("over loopback", async () => {
  const double = await startTelegramDouble();
  afterAll(() => double.close());

  test("the bot asks who it is once, also when it failed before", async () => {
    const channel = connected(double);
    const [event] = eventsOf(channel, fixture("group-mention"));
    const payload = event?.payload ?? {};
    double.faults.next("getMe", { kind: "reset" });
    expect(await errorOf(() => channel.read(payload))).toMatchObject({ code: "telegram.no_answer", retryable: true });
    const before = double.calls.length;
    const read = await Promise.all([channel.read(payload), channel.read(payload)]);
    expect(read.map((one) => one?.content.kind)).toEqual(["text", "text"]);
    expect(double.calls.slice(before).map(({ method }) => method)).toEqual(["getMe"]);
  });

  test("a token that Telegram does not know is said in one sentence", async () => {
    const token = "700000001:another-token";
    const channel = connected(double, { token });
    const [event] = eventsOf(channel, fixture("private-text"));
    const error = await errorOf(() => channel.read(event?.payload ?? {}), [token]);
    expect(error).toMatchObject({ code: "telegram.token_refused" });
  });

  test("the spinner of an unknown button is stopped", async () => {
    const lan = double.user("Lan");
    const channel = connected(double);
    lan.says("/start");
    const send = channel.send(
      { kind: "message", text: "a", html: "a", keyboard: [[{ text: "Cũ", callback_data: "menu" }]] },
      String(lan.chat),
    );
    expect(await send).toMatchObject({ kind: "sent" });
    const { acknowledged } = lan.presses("Cũ");
    const [event] = eventsOf(channel, double.pendingUpdates().at(-1));
    expect(await channel.read(event?.payload ?? {})).toBeNull();
    expect(await acknowledged).toBe("");
  });
});

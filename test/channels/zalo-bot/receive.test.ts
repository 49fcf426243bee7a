import { describe, expect, test } from "vitest";
import { fixture, readFixture, received, request, zaloBot } from "./support.ts";

const bot = zaloBot();
const ids = {
  channel: "zalo-bot",
  conversation: "6ede9afa66b88fe6d6a9",
  sender: "6ede9afa66b88fe6d6a9",
  setting: "private",
};

describe("a webhook call", () => {
  test.each(["text-flat", "text-wrapped"])("%s is one event, the same one in both forms", (name) => {
    expect(received(bot, fixture(name))).toEqual({
      kind: "events",
      events: [
        {
          eventId: "message.text.received:6ede9afa66b88fe6d6a9:2d758cb5e222177a4e35",
          conversation: "6ede9afa66b88fe6d6a9",
          order: 1750316131602,
          payload: {
            event: "message.text.received",
            chat: "6ede9afa66b88fe6d6a9",
            sender: "6ede9afa66b88fe6d6a9",
            group: false,
            bot: false,
            text: "Sở Tài chính phải làm gì?",
          },
        },
      ],
    });
  });

  test.each(["text-flat", "image-photo", "image-photo-url", "voice", "sticker", "group-mention", "from-bot"])(
    "%s is stored without names and addresses",
    (name) => {
      expect(JSON.stringify(received(bot, fixture(name)))).not.toMatch(/Người|Bot Trích|https?:|display_name/);
    },
  );

  test("the same message number in two chats is two events", () => {
    const other = structuredClone(fixture("text-flat")) as { message: { chat: { id: string } } };
    other.message.chat.id = "0f0f0f0f0f0f0f0f0f0f";
    const eventIds = [fixture("text-flat"), other].map((payload) => {
      const outcome = received(bot, payload);
      return outcome.kind === "events" ? outcome.events[0]?.eventId : null;
    });
    expect(new Set(eventIds).size).toBe(2);
  });

  test("what PostgreSQL cannot store never gets there", () => {
    const payload = structuredClone(fixture("text-flat")) as { message: { text: string } };
    payload.message.text = "a\u0000b\ud800";
    expect(JSON.stringify(received(bot, payload))).toContain('"text":"a\ufffdb\ufffd"');
  });
});

describe("a call that is refused or has no effect", () => {
  const body = JSON.stringify(fixture("text-flat"));

  test.each([
    ["no secret", null],
    ["an empty secret", ""],
    ["another secret", "made-up-secret-of-a-tesT"],
    ["a longer secret", "made-up-secret-of-a-test2"],
  ])("%s: 401", (_, secret) => {
    expect(bot.receive(request(body, secret))).toEqual({ kind: "refused", status: 401, reason: "wrong_secret" });
  });

  test("the secret comes first: a forged call learns nothing of its body", () => {
    expect(bot.receive(request("{", "forged"))).toMatchObject({ status: 401 });
  });

  test.each(["{", "[1]", '"text"', "12", "null", "\u00ff\u00fe", " "])("%j is no JSON object: 400", (text) => {
    expect(bot.receive(request(text))).toEqual({ kind: "refused", status: 400, reason: "not_json" });
  });

  test("bytes that are no UTF-8: 400", () => {
    expect(bot.receive(request(new Uint8Array([0xff, 0xfe, 0x00])))).toMatchObject({ status: 400 });
  });

  test.each([[null], [""], ["any"]])("an empty POST with secret %j is the platform's probe", (secret) => {
    expect(bot.receive(request("", secret))).toEqual({ kind: "probe" });
  });

  test.each([
    {},
    { ok: true },
    { ok: true, result: null },
    { event_name: "message.text.received" },
    { event_name: 1, message: {} },
    { event_name: "message.text.received", message: { chat: { id: "" }, text: "x" } },
    { event_name: "message.text.received", message: { chat: "x", text: "x" } },
    { event_name: "message.text.received", message: [] },
  ])("%j concerns nobody", (payload) => {
    expect(received(bot, payload)).toEqual({ kind: "events", events: [] });
  });

  test("a bot that polls has no webhook: everything is refused", () => {
    const polling = zaloBot({ mode: "polling", webhookSecret: null });
    expect(polling.receive(request(body, null))).toMatchObject({ kind: "refused", status: 401 });
    expect(polling.receive(request("", null))).toMatchObject({ kind: "refused", status: 401 });
  });
});

describe("an event read by the worker", () => {
  test.each([
    ["text-flat", { kind: "text", text: "Sở Tài chính phải làm gì?" }],
    ["text-wrapped", { kind: "text", text: "Sở Tài chính phải làm gì?" }],
    ["image-photo", { kind: "media", what: "picture" }],
    ["image-photo-url", { kind: "media", what: "picture" }],
    ["voice", { kind: "media", what: "voice" }],
    ["sticker", { kind: "media", what: "sticker" }],
    ["unsupported", { kind: "media", what: "other" }],
    ["link", { kind: "media", what: "other" }],
  ])("%s", async (name, content) => {
    expect(await readFixture(name)).toEqual({ ...ids, content });
  });

  test.each(["unsupported-bare", "reaction", "from-bot"])("%s is not for us", async (name) => {
    expect(await readFixture(name)).toBeNull();
  });

  test("a link event that brings its text is a text", async () => {
    const payload = structuredClone(fixture("link")) as { message: Record<string, unknown> };
    payload.message.text = "xem https://example.vn/van-ban";
    const outcome = received(bot, payload);
    const event = outcome.kind === "events" ? outcome.events[0] : undefined;
    expect(event && (await bot.read(event.payload))).toMatchObject({
      content: { kind: "text", text: "xem https://example.vn/van-ban" },
    });
  });

  test("an event that nobody knew when this was written is not for us", async () => {
    const outcome = received(bot, { ...fixture("text-flat"), event_name: "message.poll.received" });
    const event = outcome.kind === "events" ? outcome.events[0] : undefined;
    expect(event && (await bot.read(event.payload))).toBeNull();
  });
});

describe("in a group", () => {
  const group = { ...ids, conversation: "zgr-7f3c2b1a09d8e7f6a5b4", sender: "0123456789abcdef0123", setting: "group" };
  const question = { kind: "text", text: "Sở Tài chính phải làm gì?" };

  test("the call is cut out where the payload says its place", async () => {
    expect(await readFixture("group-mention")).toEqual({ ...group, content: question });
  });

  const getMe = (body: object) => async () => Response.json(body);
  const answersTo = (text: string, fetch: typeof globalThis.fetch) => {
    const payload = structuredClone(fixture("group-mention")) as { message: Record<string, unknown> };
    delete payload.message.mentions;
    payload.message.text = text;
    const channel = zaloBot({ fetch });
    const outcome = received(channel, payload);
    const event = outcome.kind === "events" ? outcome.events[0] : undefined;
    return event ? channel.read(event.payload) : null;
  };
  const named = getMe({ ok: true, result: { account_name: "bot.trichdan", display_name: "Bot Trích Dẫn" } });

  test.each([
    "@Bot Trích Dẫn Sở Tài chính phải làm gì?",
    "@bot.trichdan Sở Tài chính phải làm gì?",
    "Sở Tài chính phải làm gì? @Bot trích dẫn",
    "@Bot Trích Dẫn Sở Tài chính phải làm gì?".normalize("NFD"),
  ])("%j: the call is cut out by the bot's name", async (text) => {
    expect(await answersTo(text, named)).toEqual({ ...group, content: question });
  });

  test("somebody else's name stays", async () => {
    expect(await answersTo("hỏi @botanical nhé", named)).toMatchObject({ content: { text: "hỏi @botanical nhé" } });
  });

  test("a bot that cannot learn its name reads the message as it is", async () => {
    const text = "@Bot Trích Dẫn Sở Tài chính phải làm gì?";
    const silent = async () => Promise.reject(new TypeError("fetch failed"));
    expect(await answersTo(text, silent)).toMatchObject({ content: { text } });
  });

  test.each(["sticker", "unsupported", "link"])("a %s is talk among people", async (name) => {
    const payload = structuredClone(fixture(name)) as { message: { chat: { chat_type: string } } };
    payload.message.chat.chat_type = "GROUP";
    const outcome = received(bot, payload);
    const event = outcome.kind === "events" ? outcome.events[0] : undefined;
    expect(event && (await bot.read(event.payload))).toBeNull();
  });
});

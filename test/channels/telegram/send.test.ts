import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Sent } from "../../../bot/channel.ts";
import type { MessagePart } from "../../../bot/channels/telegram/part.ts";
import {
  type Fault,
  serverError,
  startTelegramDouble,
  type TelegramUser,
  tooManyRequests,
} from "../../support/platforms/telegram/index.ts";
import { connected, errorOf, telegram } from "./support.ts";

const double = await startTelegramDouble();
const channel = connected(double, { timeoutSeconds: 1 });
afterAll(() => double.close());

let lan: TelegramUser;
let before = 0;
beforeEach(() => {
  lan = double.user("Lan");
  lan.says("Sở Tài chính phải làm gì?");
  before = double.calls.length;
});
afterEach(() => double.faults.clear());

const part = (extra: Partial<MessagePart> = {}): MessagePart => ({
  kind: "message",
  text: "Trả lời & nguồn [1]",
  html: "<b>Trả lời</b> &amp; nguồn [1]",
  keyboard: [[{ text: "[1] Mục 5", callback_data: "s:a:1" }]],
  ...extra,
});
const send = (given = part(), to: number | string = lan.chat) => channel.send(given, String(to));
const calls = () => double.calls.slice(before);
const seen = (chat = lan.chat) => double.transcript(chat).filter((one) => one.kind === "message" && one.from === "bot");
const refuse = (code: number, description: string): Fault => ({ kind: "refuse", code, description });

describe("what arrives", () => {
  test("is formatted, with its buttons, without a preview of links, and its id is told", async () => {
    const sent = await send();
    expect(seen()).toMatchObject([
      { text: "Trả lời & nguồn [1]", html: "<b>Trả lời</b> &amp; nguồn [1]", buttons: [["[1] Mục 5"]], replyTo: null },
    ]);
    const [shown] = seen();
    expect(sent).toEqual({ kind: "sent", messageId: shown?.kind === "message" ? String(shown.id) : "" });
    expect(calls()).toMatchObject([
      { method: "sendMessage", payload: { parse_mode: "HTML", link_preview_options: { is_disabled: true } } },
    ]);
  });

  test("in a group replies to the question, also when that is gone", async () => {
    const group = double.group("Tổ thử");
    const { messageId } = lan.says("@TrichDanThuBot ai ký?", { in: group });
    await send(part({ replyTo: messageId }), group.id);
    await send(part({ replyTo: 999 }), group.id);
    expect(seen(group.id)).toMatchObject([{ replyTo: messageId }, { replyTo: null }]);
  });

  test("in a topic stands in the topic", async () => {
    const group = double.group("Tổ thử");
    await send(part({ threadId: 5 }), group.id);
    expect(seen(group.id)).toMatchObject([{ threadId: 5 }]);
  });
});

describe("what is refused for its form", () => {
  test("goes again at once as plain text, with its buttons", async () => {
    expect(await send(part({ html: "<b>Trả lời</i> & <hỏng" }))).toMatchObject({ kind: "sent" });
    expect(seen()).toMatchObject([{ text: "Trả lời & nguồn [1]", html: null, buttons: [["[1] Mục 5"]] }]);
    expect(calls()).toHaveLength(2);
  });

  test("goes again bare when it is not the text that is wrong", async () => {
    const callback_data = "s:".padEnd(65, "x");
    expect(await send(part({ keyboard: [[{ text: "[1]", callback_data }]] }))).toMatchObject({ kind: "sent" });
    expect(seen()).toMatchObject([{ html: null, buttons: [] }]);
    expect(calls().map(({ description }) => description)).toEqual([
      "Bad Request: BUTTON_DATA_INVALID",
      "Bad Request: BUTTON_DATA_INVALID",
      null,
    ]);
  });

  test("in every form is given up, and holds nobody up", async () => {
    const text = "a".repeat(4_097);
    expect(await send(part({ text, html: text }))).toEqual({ kind: "undeliverable", reason: "message_refused" });
    expect(calls()).toHaveLength(3);
  });
});

describe("what is refused for its chat", () => {
  test("a person who blocked the bot", async () => {
    lan.blocks();
    expect(await send()).toEqual({ kind: "undeliverable", reason: "bot_blocked" });
    expect(calls()).toHaveLength(1);
    lan.unblocks();
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("a deleted account", async () => {
    lan.leaves();
    expect(await send()).toEqual({ kind: "undeliverable", reason: "user_deactivated" });
  });

  test("a chat that does not exist, or in which nobody has written", async () => {
    expect(await send(part(), 42)).toEqual({ kind: "undeliverable", reason: "chat_not_found" });
    expect(await send(part(), double.user("Minh").chat)).toEqual({ kind: "undeliverable", reason: "chat_not_found" });
  });

  test("a group that threw the bot out", async () => {
    const group = double.group("Tổ thử");
    group.removesBot();
    expect(await send(part(), group.id)).toEqual({ kind: "undeliverable", reason: "bot_removed" });
  });

  test("a group in which it may not write", async () => {
    double.faults.next("sendMessage", refuse(400, "Bad Request: not enough rights to send text messages to the chat"));
    expect(await send()).toEqual({ kind: "undeliverable", reason: "no_right_to_write" });
  });

  test("a group that has another id now gets it there", async () => {
    const group = double.group("Tổ thử");
    const grown = group.grows();
    expect(await send(part(), group.id)).toMatchObject({ kind: "sent" });
    expect(seen(grown.id)).toMatchObject([{ html: "<b>Trả lời</b> &amp; nguồn [1]" }]);
  });

  test("a group that moves for ever is given up", async () => {
    double.faults.always("sendMessage", {
      ...refuse(400, "Bad Request: group chat was upgraded"),
      migrateTo: -1,
    } as Fault);
    expect(await send()).toEqual({ kind: "undeliverable", reason: "message_refused" });
  });
});

describe("what has to wait", () => {
  test.each<[string, Fault, Sent]>([
    [
      "too many requests: as long as Telegram says",
      tooManyRequests(7),
      { kind: "retry", afterMs: 7_000, scope: "conversation", reason: "too_many_requests" },
    ],
    [
      "too many requests, without a time: the sender chooses",
      refuse(429, "Too Many Requests"),
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "too_many_requests" },
    ],
    ["a fault of theirs", serverError, { kind: "retry", afterMs: 0, scope: "conversation", reason: "platform_error" }],
    [
      "something new",
      refuse(420, "FLOOD"),
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "unexpected_refusal" },
    ],
    ["a token that was revoked", refuse(401, "Unauthorized"), { kind: "blocked", reason: "token_refused" }],
    ["a token that is none", refuse(404, "Not Found"), { kind: "blocked", reason: "token_refused" }],
  ])("%s", async (_, fault, sent) => {
    double.faults.next("sendMessage", fault);
    expect(await send()).toEqual(sent);
    expect(seen()).toEqual([]);
    expect(calls()).toHaveLength(1);
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("a token that Telegram never gave", async () => {
    const other = connected(double, { token: "700000001:another" });
    expect(await other.send(part(), String(lan.chat))).toEqual({ kind: "blocked", reason: "token_refused" });
  });
});

describe("what stays in doubt", () => {
  test.each<[string, Fault, string]>([
    ["a broken connection", { kind: "reset" }, "telegram.no_answer"],
    ["a page in place of an answer", { kind: "page", status: 502 }, "telegram.no_answer"],
    ["a page that says all is well", { kind: "page", status: 200 }, "telegram.no_answer"],
    ["no answer in time", { kind: "hang" }, "telegram.no_answer"],
  ])("%s", async (_, fault, code) => {
    double.faults.next("sendMessage", fault);
    expect(await errorOf(() => send(), [double.token])).toMatchObject({ code, retryable: true });
    expect(seen()).toEqual([]);
  });

  test("a connection that breaks after the message went out: once more is twice, not never", async () => {
    double.faults.next("sendMessage", { kind: "lost" });
    await errorOf(() => send(), [double.token]);
    await send();
    expect(seen()).toHaveLength(2);
  });

  test("nobody listens, or the network is down", async () => {
    expect(await errorOf(() => telegram().send(part(), "1"))).toMatchObject({ code: "telegram.no_answer" });
    const nobody = telegram({ apiRoot: "http://127.0.0.1:1", fetch: globalThis.fetch });
    const error = await errorOf(() => nobody.send(part(), "1"));
    expect(error).toMatchObject({ code: "telegram.no_answer", message: expect.stringContaining("sendMessage") });
  });

  test("an address that sends us elsewhere does not get the token", async () => {
    const asked: string[] = [];
    const elsewhere = telegram({
      fetch: (async (url: string, init: RequestInit) => {
        asked.push(`${new URL(url).host} ${init.redirect}`);
        throw new TypeError("unexpected redirect");
      }) as typeof fetch,
    });
    await errorOf(() => elsewhere.send(part(), "1"));
    expect(asked).toEqual(["api.telegram.org error"]);
  });

  test("a slow answer is an answer", async () => {
    double.faults.next("sendMessage", { kind: "slow", ms: 30 });
    expect(await send()).toMatchObject({ kind: "sent" });
  });
});

describe("acknowledging a button", () => {
  async function press() {
    await send();
    const { acknowledged } = lan.presses("Mục 5");
    const update = double.pendingUpdates().at(-1) as unknown as { callback_query: { id: string } };
    return { acknowledged, id: update.callback_query.id };
  }

  test("shows the toast, or only stops the spinner", async () => {
    const first = await press();
    expect(await channel.send({ kind: "press", text: "Đã ghi nhận.", press: first.id }, String(lan.chat))).toEqual({
      kind: "sent",
      messageId: null,
    });
    expect(await first.acknowledged).toBe("Đã ghi nhận.");
    const second = await press();
    await channel.send({ kind: "press", text: "", press: second.id }, String(lan.chat));
    expect(await second.acknowledged).toBe("");
    expect(double.transcript(lan.chat).filter((one) => one.kind === "toast")).toHaveLength(1);
  });

  test("too late is done", async () => {
    const late = { kind: "press", text: "Đã ghi nhận.", press: "1" };
    expect(await channel.send(late, String(lan.chat))).toEqual({ kind: "sent", messageId: null });
  });

  test("waits when Telegram says so, and is in doubt without an answer", async () => {
    const { id } = await press();
    const part = { kind: "press", text: "", press: id };
    double.faults.next("answerCallbackQuery", tooManyRequests(1));
    expect(await channel.send(part, String(lan.chat))).toMatchObject({ kind: "retry", afterMs: 1_000 });
    double.faults.next("answerCallbackQuery", { kind: "reset" });
    expect(await errorOf(() => channel.send(part, "1"), [double.token])).toMatchObject({ code: "telegram.no_answer" });
  });
});

describe("đang soạn…", () => {
  test("is shown", async () => {
    await channel.typing?.({ conversation: String(lan.chat) });
    expect(double.typing(lan.chat)).toBe(1);
  });

  test("in a topic is shown in the topic", async () => {
    const bodies: unknown[] = [];
    const recording: typeof fetch = (url, init) => {
      bodies.push(JSON.parse(String(init?.body)));
      return fetch(url, init);
    };
    const group = double.group("Tổ thử");
    await connected(double, { fetch: recording }).typing?.({ conversation: String(group.id), topic: "5" });
    expect(bodies).toEqual([{ chat_id: String(group.id), action: "typing", message_thread_id: 5 }]);
  });

  test("never fails", async () => {
    double.faults.next("sendChatAction", { kind: "reset" });
    await channel.typing?.({ conversation: String(lan.chat) });
    lan.blocks();
    await channel.typing?.({ conversation: String(lan.chat) });
    expect(double.typing(lan.chat)).toBe(0);
  });
});

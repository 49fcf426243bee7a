import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseTelegramHtml, startTelegramDouble, type TelegramDouble } from "../../support/platforms/telegram/index.ts";

/** The double is believed by the other tests, so what it enforces is shown here by itself. */
let double: TelegramDouble;
beforeEach(async () => {
  double = await startTelegramDouble({ redelivery: [1, 2] });
});
afterEach(() => double.close());

async function api(method: string, payload: object = {}, token = double.token) {
  const response = await fetch(`${double.apiRoot}/bot${token}/${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(payload),
  });
  return (await response.json()) as { ok: boolean; error_code?: number; description?: string; result?: unknown };
}

describe("HTML", () => {
  test.each([
    ["<b>a</b> &amp; <i>“b”</i>", "a & “b”"],
    ["<blockquote expandable>a<b>b</b></blockquote>", "ab"],
    ['<a href="https://a.example">x</a><code class="language-ts">y</code>', "xy"],
    ["&#273;&#x111;&quot;", 'đđ"'],
  ])("%s is read", (html, text) => {
    expect(parseTelegramHtml(html).text).toBe(text);
  });

  test.each([
    "a < b",
    "a & b",
    "a > b",
    "&nbsp;",
    "<br>",
    "<b>a",
    "</b>",
    "<b><i>a</b></i>",
    "<p>a</p>",
    "<b class='x'>a</b>",
    "<code><b>a</b></code>",
  ])("%s is not", (html) => {
    expect(() => parseTelegramHtml(html)).toThrow(/can't parse entities/);
  });

  test("offsets are UTF-16 units", () => {
    expect(parseTelegramHtml("😀<b>đ</b>").entities).toEqual([{ type: "bold", offset: 2, length: 1 }]);
  });
});

describe("refusals", () => {
  test.each([
    ["nothing to say", { text: " " }, "message text is empty"],
    ["a long text", { text: "a".repeat(4_097) }, "message is too long"],
    ["half a pair", { text: "a\ud800" }, "UTF-8"],
    ["an unknown parse mode", { text: "a", parse_mode: "Marks" }, "parse_mode"],
    ["a reply to nothing", { text: "a", reply_parameters: { message_id: 9 } }, "message to be replied not found"],
    [
      "long data",
      { text: "a", reply_markup: { inline_keyboard: [[{ text: "a", callback_data: "ă".repeat(33) }]] } },
      "BUTTON_DATA_INVALID",
    ],
    [
      "no data",
      { text: "a", reply_markup: { inline_keyboard: [[{ text: "a", callback_data: "" }]] } },
      "BUTTON_DATA_INVALID",
    ],
    ["no label", { text: "a", reply_markup: { inline_keyboard: [[{ text: "", callback_data: "a" }]] } }, "non-empty"],
  ])("%s", async (_, payload, words) => {
    const lan = double.user("Lan");
    lan.says("chào");
    const answer = await api("sendMessage", { chat_id: lan.chat, ...payload });
    expect(answer).toMatchObject({ ok: false, error_code: 400, description: expect.stringContaining(words) });
    expect(double.said(lan.chat)).toEqual([]);
  });

  test("4,096 characters after parsing are enough, whatever the tags weigh", async () => {
    const lan = double.user("Lan");
    lan.says("chào");
    const text = `<b>${"&amp;".repeat(4_096)}</b>`;
    expect(await api("sendMessage", { chat_id: String(lan.chat), text, parse_mode: "HTML" })).toMatchObject({
      ok: true,
    });
  });

  test.each([
    ["700000001:another", 401],
    ["no-token", 404],
  ])("the token %s", async (token, code) => {
    expect(await api("getMe", {}, token)).toMatchObject({ ok: false, error_code: code });
  });

  test("an unknown method, a toast of 201, a secret with blanks, an address without TLS, a wrong port", async () => {
    expect(await api("sendTelepathy")).toMatchObject({ error_code: 404 });
    expect(await api("answerCallbackQuery", { callback_query_id: "1", text: "a".repeat(201) })).toMatchObject({
      error_code: 400,
    });
    expect(await api("setWebhook", { url: "https://a.example", secret_token: "a b" })).toMatchObject({
      error_code: 400,
    });
    expect(await api("setWebhook", { url: "http://a.example" })).toMatchObject({ error_code: 400 });
    expect(await api("setWebhook", { url: "https://a.example:9000" })).toMatchObject({ error_code: 400 });
  });

  test("polling while a webhook is set", async () => {
    await api("setWebhook", { url: "https://a.example" });
    expect(await api("getUpdates")).toMatchObject({ error_code: 409 });
  });
});

describe("a webhook", () => {
  let server: Server;
  let calls: { id: number; secret: string | undefined }[];
  let answers: (id: number) => number;

  beforeEach(async () => {
    calls = [];
    answers = () => 200;
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        const { update_id: id } = JSON.parse(body) as { update_id: number };
        calls.push({ id, secret: request.headers["x-telegram-bot-api-secret-token"] as string | undefined });
        response.writeHead(answers(id)).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`;
    await api("setWebhook", { url, secret_token: "s-1" });
  });
  afterEach(() => void server.close());

  test("gets each update with the secret, in order inside a chat", async () => {
    const [lan, minh] = [double.user("Lan"), double.user("Minh")];
    const ids = [lan.says("1"), lan.says("2"), minh.says("3"), lan.says("4")].map(({ updateId }) => updateId);
    await double.until(() => double.pending() === 0);
    expect(new Set(calls.map(({ secret }) => secret))).toEqual(new Set(["s-1"]));
    expect(calls.map(({ id }) => id).filter((id) => id !== ids[2])).toEqual([ids[0], ids[1], ids[3]]);
    expect(calls).toHaveLength(4);
  });

  test("gets it again until it says 2xx, and its chat waits, other chats do not", async () => {
    const [lan, minh] = [double.user("Lan"), double.user("Minh")];
    let failures = 3;
    const { updateId } = lan.says("1");
    answers = (id) => (id === updateId && failures-- > 0 ? 503 : 204);
    const second = lan.says("2").updateId;
    const other = minh.says("3").updateId;
    await double.until(() => double.pending() === 0);
    const order = calls.map(({ id }) => id);
    expect(order.filter((id) => id !== other)).toEqual([...Array(4).fill(updateId), second]);
    expect(double.deliveries.filter((one) => one.updateId === updateId).map(({ status }) => status)).toEqual([
      503, 503, 503, 204,
    ]);
  });

  test("gets it once more when told so, or something forged", async () => {
    const { updateId } = double.user("Lan").says("1");
    await double.until(() => double.pending() === 0);
    expect(await double.redeliver(updateId)).toBe(200);
    expect(await double.deliver({ update_id: 5 }, { "X-Telegram-Bot-Api-Secret-Token": "x" })).toBe(200);
    expect(calls.map(({ secret }) => secret)).toEqual(["s-1", "s-1", "x"]);
  });
});

test("a chat reads as on the phone", async () => {
  const lan = double.user("Lan");
  lan.says("Ai ký?");
  const reply_markup = { inline_keyboard: [[{ text: "👍", callback_data: "f:a:u" }]] };
  await api("sendMessage", { chat_id: lan.chat, text: "<b>Phó Thủ tướng.</b>", parse_mode: "HTML", reply_markup });
  const pressed = lan.presses("👍");
  const [update] = (await api("getUpdates", { offset: pressed.updateId })).result as {
    callback_query: { id: string };
  }[];
  await api("answerCallbackQuery", { callback_query_id: update?.callback_query.id, text: "Cảm ơn." });
  expect(await pressed.acknowledged).toBe("Cảm ơn.");
  expect(double.print(lan.chat)).toBe(
    "Lan:\n  Ai ký?\n\nBot:\n  Phó Thủ tướng.\n    ⟦👍⟧\n\nLan bấm ⟦👍⟧\n\n(thông báo nhanh) Cảm ơn.",
  );
});

test("the same answer twice to one press is too late", async () => {
  expect(await api("answerCallbackQuery", { callback_query_id: "77" })).toMatchObject({
    ok: false,
    description: expect.stringContaining("query is too old"),
  });
});

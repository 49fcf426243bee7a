import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serverError, startTelegramDouble, type TelegramDouble } from "../../support/platforms/telegram/index.ts";
import { connected, errorOf, SECRET } from "./support.ts";

let double: TelegramDouble;
beforeEach(async () => {
  double = await startTelegramDouble();
});
afterEach(() => double.close());

const HOOK = "https://bot.example/webhooks/telegram";
const hooks = (method: string) => double.calls.filter((call) => call.method === method).map(({ payload }) => payload);

describe("setting the webhook", () => {
  test("lists the updates, gives the secret, sets the menu, and says what is set", async () => {
    const sentence = await connected(double).setWebhook?.(HOOK);
    expect(sentence).toContain(HOOK);
    expect(hooks("setWebhook")).toEqual([
      {
        url: HOOK,
        secret_token: SECRET,
        allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
        max_connections: 40,
      },
    ]);
    expect(double.commands()).toHaveLength(7);
  });

  test.each(["http://bot.example/webhooks/telegram", "https://bot.example:8080/webhooks/telegram", "bot.example"])(
    "to %s is refused in a sentence",
    async (url) => {
      const error = await errorOf(() => connected(double).setWebhook?.(url), [double.token, SECRET]);
      expect(error).toMatchObject({ code: "telegram.webhook_address", message: expect.stringContaining("PUBLIC_URL") });
      expect(double.calls).toEqual([]);
    },
  );

  test("while polling is configured is refused", async () => {
    const polling = connected(double, { mode: "polling", webhookSecret: null });
    expect(await errorOf(() => polling.setWebhook?.(HOOK))).toMatchObject({ code: "telegram.polling_mode" });
  });

  test("that Telegram refuses says its words without the secret", async () => {
    double.faults.next("setWebhook", {
      kind: "refuse",
      code: 400,
      description: `Bad Request: bad webhook ${double.token} ${SECRET}`,
    });
    const error = await errorOf(() => connected(double).setWebhook?.(HOOK), [double.token, SECRET]);
    expect(error).toMatchObject({ code: "telegram.refused", message: expect.stringContaining("bad webhook *** ***") });
  });
});

test("removing it says so", async () => {
  const channel = connected(double);
  await channel.setWebhook?.(HOOK);
  expect(await channel.deleteWebhook?.()).toMatch(/no webhook/);
  expect((await channel.status()).lines).toContain("webhook: none");
  expect(hooks("deleteWebhook")).toEqual([{}]);
});

test("an invitation's link carries its code to the bot", async () => {
  const channel = connected(double);
  expect(await channel.inviteLink?.("MOI7KQ2")).toBe("https://t.me/TrichDanThuBot?start=MOI7KQ2");
  expect(await channel.inviteLink?.("MOI9XYZ")).toBe("https://t.me/TrichDanThuBot?start=MOI9XYZ");
  expect(hooks("getMe")).toHaveLength(1);
});

describe("the status", () => {
  test("of a working webhook", async () => {
    const channel = connected(double);
    await channel.setWebhook?.(HOOK);
    expect(await channel.status()).toEqual({
      channel: "telegram",
      mode: "webhook",
      reachable: true,
      lines: [
        "bot: @TrichDanThuBot (id 700000001)",
        "groups: may be added; reads all messages (privacy mode is off)",
        `webhook: ${HOOK}`,
        "secret token: set",
        "pending updates: 0",
        "allowed updates: message, edited_message, callback_query, my_chat_member",
      ],
    });
  });

  test("tells what waits and what went wrong last", async () => {
    const channel = connected(double);
    await channel.setWebhook?.("http://127.0.0.1:1/webhooks/telegram");
    double.user("Lan").says("Có ai không?");
    await double.until(() => double.deliveries.length > 0);
    const { lines } = await channel.status();
    expect(lines).toContain("pending updates: 1");
    expect(lines.at(-1)).toMatch(/^last error: \d{4}-\d\d-\d\dT[\d:]+Z Connection failed$/);
  });

  test("warns of a webhook while polling, of none without, and hides somebody else's secret path", async () => {
    const polling = connected(double, { mode: "polling", webhookSecret: null });
    await connected(double).setWebhook?.(`https://other.example/${double.token}/hook?key=secret-of-others`);
    const { lines } = await polling.status();
    expect(lines).toContain("webhook: https://other.example/…?…");
    expect(lines.join("\n")).toMatch(/warning: polling is configured while a webhook is set/);
    expect(lines.join("\n")).not.toMatch(/secret-of-others|double-of-telegram/);
    await polling.deleteWebhook?.();
    expect((await connected(double).status()).lines.join("\n")).toMatch(/warning: no webhook is set/);
  });

  test.each([
    ["a fault of theirs", () => double.faults.next("getMe", serverError), /refused getMe: 500/],
    ["no answer", () => double.faults.next("getWebhookInfo", { kind: "reset" }), /did not answer getWebhookInfo/],
  ])("of %s is told, not thrown", async (_, plan, words) => {
    plan();
    const status = await connected(double).status();
    expect(status).toMatchObject({ reachable: false, lines: [expect.stringMatching(words)] });
  });

  test("of a refused token says where to get one", async () => {
    const status = await connected(double, { token: "700000001:another" }).status();
    expect(status.reachable).toBe(false);
    expect(status.lines.join()).toMatch(/BotFather/);
    expect(status.lines.join()).not.toContain("another");
  });
});

import { describe, expect, test } from "vitest";
import type { TelegramOptions } from "../../../bot/channels/telegram/options.ts";
import { errorOf, SECRET, TOKEN, telegram } from "./support.ts";

describe("what cannot work is refused when the channel is made", () => {
  test.each<[string, Partial<TelegramOptions>, string]>([
    ["a webhook without a secret, which would believe everybody", { webhookSecret: null }, "needs a secret"],
    ["an empty secret", { webhookSecret: "" }, "1 to 256"],
    ["a secret that Telegram would not take", { webhookSecret: "có dấu" }, "1 to 256"],
    ["a secret that is too long", { webhookSecret: "a".repeat(257) }, "1 to 256"],
    ["a token that is none", { token: `bot${TOKEN}/` }, "must look like"],
    ["an API over plain http", { apiRoot: "http://api.example" }, "https"],
    ["an API address with a query", { apiRoot: "https://api.example/?a=1" }, "query"],
    ["no address at all", { apiRoot: "api.telegram.org" }, "https"],
    ["a time limit of nothing", { timeoutSeconds: 0 }, "300 seconds"],
    ["a poll of half a second", { pollSeconds: 0.5 }, "whole seconds"],
  ])("%s", async (_, options, words) => {
    const error = await errorOf(() => telegram(options));
    expect(error).toMatchObject({ code: "telegram.invalid_options", message: expect.stringContaining(words) });
  });

  test("all faults are told at once", async () => {
    const error = await errorOf(() => telegram({ webhookSecret: null, token: "x", apiRoot: "ftp://a" }));
    expect(String(error)).toMatch(/token.*secret.*address/s);
  });
});

test.each<Partial<TelegramOptions>>([
  { mode: "polling", webhookSecret: null },
  { mode: "polling", webhookSecret: SECRET },
  { apiRoot: "https://api.example/" },
  { apiRoot: "http://127.0.0.1:8081" },
])("%j is fine", (options) => {
  expect(telegram(options).name).toBe("telegram");
});

test("it polls only where that is configured: polling removes the webhook", () => {
  expect(telegram().poll).toBeUndefined();
  expect(telegram({ mode: "polling", webhookSecret: null }).poll).toBeTypeOf("function");
});

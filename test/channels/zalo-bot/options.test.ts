import { describe, expect, test } from "vitest";
import type { ZaloBotOptions } from "../../../bot/channels/zalo-bot/index.ts";
import { SECRET, TOKEN, zaloBot } from "./support.ts";

describe("options are checked when the channel is made", () => {
  test.each<[string, Partial<ZaloBotOptions>, RegExp]>([
    ["a webhook without secret", { webhookSecret: null }, /needs a secret/],
    ["a short secret", { webhookSecret: "1234567" }, /8 to 256/],
    ["a long secret", { webhookSecret: "x".repeat(257) }, /8 to 256/],
    ["a secret that no header holds", { webhookSecret: "bí mật tám chữ" }, /ASCII/],
    ["a token that is none", { token: "1234567890" }, /token must look like/],
    ["a token that would change the address", { token: "1:a/../b" }, /token must look like/],
    ["http to another machine", { apiRoot: "http://bot.example" }, /https:/],
    ["an address with a query", { apiRoot: "https://bot.example/?a=1" }, /https:/],
    ["no address", { apiRoot: "bot.example" }, /https:/],
    ["a poll that does not wait", { pollSeconds: 0 }, /1 to 60/],
  ])("%s is refused", (_, options, message) => {
    expect(() => zaloBot(options)).toThrow(expect.objectContaining({ code: "zalo_bot.invalid_options" }));
    expect(() => zaloBot(options)).toThrow(message);
  });

  test("all faults are told at once, without token and secret", () => {
    const make = () => zaloBot({ token: "no-colon-secret", webhookSecret: "seven77", apiRoot: "ftp://x" });
    expect(make).toThrow(/token.*secret.*address/s);
    expect(make).not.toThrow(/no-colon-secret|seven77/);
  });

  test("both modes have what they need", () => {
    expect(zaloBot({ apiRoot: "https://bot-api.zapps.me/" }).poll).toBeUndefined();
    expect(zaloBot({ mode: "polling", webhookSecret: null }).poll).toBeTypeOf("function");
    expect(zaloBot({ webhookSecret: SECRET, token: TOKEN }).name).toBe("zalo-bot");
  });
});

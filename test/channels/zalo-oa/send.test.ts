import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { sentOf, untilSix } from "../../../bot/channels/zalo-oa/send-result.ts";
import type { Sent } from "../../../bot/index.ts";
import { openTestDatabase } from "../../support/database.ts";
import {
  startZaloOaDouble,
  type ZaloOaDouble,
  type ZaloOaDoubleOptions,
} from "../../support/platforms/zalo-oa/index.ts";
import { channelOf, connected, emptyTokens, storeIn } from "./account.ts";

const HOUR = 3_600_000;
const db = await openTestDatabase();
const tokens = storeIn(db);
let double: ZaloOaDouble;

async function starts(options: ZaloOaDoubleOptions = {}) {
  double = await startZaloOaDouble(options);
  await connected(double, tokens);
  const person = double.user("Lan");
  person.writes("Xin chào");
  return { person, send: (text = "Lời đáp") => channelOf(double, tokens).send({ text }, person.id) };
}

beforeEach(() => emptyTokens(db));
afterEach(() => double?.close());
afterAll(() => db.close());

const heard = () => double.transcript("Lan").flatMap(({ from, text }) => (from === "bot" ? [text] : []));

describe("a message", () => {
  test("arrives, and the platform's id of it is told", async () => {
    const { send } = await starts();
    expect(await send("Một\nhai")).toEqual({ kind: "sent", messageId: expect.stringMatching(/^[0-9a-f]{20}$/) });
    expect(heard()).toEqual(["Một\nhai"]);
    expect(double.calls).toEqual([
      {
        method: "cs",
        error: 0,
        body: { recipient: { user_id: double.user("Lan").id }, message: { text: "Một\nhai" } },
      },
    ]);
  });

  test("over 2,000 characters is refused by the platform and undeliverable", async () => {
    const { send } = await starts();
    expect(await send("a".repeat(2_001))).toEqual({ kind: "undeliverable", reason: "too_long" });
    expect(await send("a".repeat(2_000))).toMatchObject({ kind: "sent" });
  });

  test("to somebody whom the platform does not know, or who left, is undeliverable", async () => {
    const { person, send } = await starts();
    expect(await channelOf(double, tokens).send({ text: "a" }, "1")).toMatchObject({ reason: "invalid_parameter" });
    await person.unfollows();
    expect(await send()).toEqual({ kind: "undeliverable", reason: "not_following" });
  });
});

describe("the window", () => {
  test.each([-230, -232] as const)("is closed after 7 days (%i): held until the person writes again", async (code) => {
    const { person, send } = await starts({ windowRefusal: code });
    double.clock.advance(7 * 24 * HOUR + 1_000);
    expect(await send()).toEqual({ kind: "held", reason: "window_closed" });
    person.writes("Còn đó không?");
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(heard()).toEqual(["Lời đáp"]);
  });

  test("costs 55 VND after 48 hours, and without money the channel stops", async () => {
    const { send } = await starts({ cloudBalance: 100 });
    await send();
    expect(double.balance()).toBe(100);
    double.clock.advance(49 * HOUR);
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(double.balance()).toBe(45);
    expect(await send()).toEqual({ kind: "blocked", reason: "cloud_account_empty" });
  });

  test("costs after the free messages where there is a cap", async () => {
    const { send } = await starts({ cloudBalance: null, freeMessages: 2 });
    expect([await send(), await send(), await send()]).toMatchObject([
      { kind: "sent" },
      { kind: "sent" },
      { kind: "blocked", reason: "no_cloud_account" },
    ]);
  });
});

const refusals: [number, Sent][] = [
  [-32, { kind: "retry", afterMs: 60_000, scope: "channel", reason: "rate_limited" }],
  [-200, { kind: "retry", afterMs: 0, scope: "conversation", reason: "error_200" }],
  [-9_999, { kind: "retry", afterMs: 0, scope: "conversation", reason: "error_9999" }],
  [-230, { kind: "held", reason: "window_closed" }],
  [-232, { kind: "held", reason: "window_closed" }],
  ...([-100, -201, -210, -213, -217, -218, -227, -233, -235, -244, -248] as const).map((code): [number, Sent] => [
    code,
    { kind: "undeliverable", reason: expect.stringMatching(/^[a-z_]+$/) },
  ]),
  ...([-204, -205, -209, -211, -212, -219, -221, -223, -224, -240, -242, -320, -321] as const).map(
    (code): [number, Sent] => [code, { kind: "blocked", reason: expect.stringMatching(/^[a-z_]+$/) }],
  ),
];

describe("what the platform's numbers mean", () => {
  test.each(refusals)("%i", async (code, sent) => {
    const { send } = await starts();
    double.fault("cs", { kind: "error", code });
    expect(await send()).toEqual(sent);
    expect(heard()).toEqual([]);
  });

  test.each([400, 403, 500])("the same number counts in an HTTP %i", async (status) => {
    const { send } = await starts();
    double.fault("cs", { kind: "error", code: -230, status });
    expect(await send()).toEqual({ kind: "held", reason: "window_closed" });
  });

  test("every reason is its own word", () => {
    const reasons = refusals
      .map(([code]) => sentOf({ error: code, data: {} }, 0))
      .map((sent) => "reason" in sent && sent.reason);
    expect(new Set(reasons).size).toBe(reasons.length - 1);
  });

  test.each([
    ["2026-03-01T22:00:00+07:00", 8 * HOUR],
    ["2026-03-01T23:30:00+07:00", 6.5 * HOUR],
    ["2026-03-02T05:59:59+07:00", 1_000],
    ["2026-03-02T06:00:00+07:00", 300_000],
    ["2026-03-02T21:59:59+07:00", 300_000],
  ])("-234 at %s waits %i ms", (time, afterMs) => {
    expect(untilSix(Date.parse(time))).toBe(afterMs);
    expect(sentOf({ error: -234, data: {} }, Date.parse(time))).toEqual({
      kind: "retry",
      afterMs,
      scope: "channel",
      reason: "night_hours",
    });
  });

  test("an answer that says nothing is tried again, and given up after six times", async () => {
    const { person } = await starts();
    const channel = channelOf(double, tokens);
    double.fault("cs", { kind: "error", code: -200 }, 6);
    const kinds: string[] = [];
    for (let time = 0; time < 6; time += 1) kinds.push((await channel.send({ text: "a" }, person.id)).kind);
    expect(kinds).toEqual(["retry", "retry", "retry", "retry", "retry", "undeliverable"]);
    expect(await channel.send({ text: "a" }, person.id)).toMatchObject({ kind: "sent" });
  });
});

describe("no answer that can be read", () => {
  test.each([
    ["a proxy's page", { kind: "html", status: 502 }],
    ["a proxy's page with 200", { kind: "html", status: 200 }],
    ["a connection that breaks", { kind: "reset" }],
    ["silence", { kind: "silent" }],
  ] as const)("(%s) is in doubt: it throws, without token or text", async (_, fault) => {
    const { person } = await starts();
    double.fault("cs", fault);
    const channel = channelOf(double, tokens, { requestTimeoutMs: 200 });
    const error = await channel.send({ text: "lời riêng" }, person.id).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "AppError", code: "zalo_oa.no_answer", retryable: true });
    const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
    expect(shown).not.toContain(double.oauth.current()?.access_token ?? "?");
    expect(shown).not.toMatch(/lời riêng|127\.0\.0\.1:\d/);
    expect(await channel.send({ text: "lời riêng" }, person.id)).toMatchObject({ kind: "sent" });
  });

  test("may still have arrived: sent again it is there twice, never lost", async () => {
    const { send } = await starts();
    double.fault("cs", { kind: "lost-answer" });
    await expect(send()).rejects.toMatchObject({ code: "zalo_oa.no_answer" });
    await send();
    expect(heard()).toEqual(["Lời đáp", "Lời đáp"]);
  });

  test("a slow one is an answer, and a gateway's 429 is a limit", async () => {
    const { send } = await starts();
    double.fault("cs", { kind: "slow", ms: 50 });
    expect(await send()).toMatchObject({ kind: "sent" });
    double.fault("cs", { kind: "html", status: 429 });
    expect(await send()).toMatchObject({ kind: "retry", scope: "channel", reason: "rate_limited" });
  });
});

describe("a token that is refused", () => {
  test.each([-216, -220])("(%i) is refreshed once and the message goes", async (code) => {
    const { send } = await starts();
    double.fault("cs", { kind: "error", code });
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(double.oauth.calls).toEqual([{ grant: "refresh_token", outcome: "pair" }]);
    expect(heard()).toEqual(["Lời đáp"]);
  });

  test("again after the refresh waits with the whole channel", async () => {
    const { send } = await starts();
    double.fault("cs", { kind: "error", code: -216 }, 2);
    expect(await send()).toEqual({ kind: "retry", afterMs: 60_000, scope: "channel", reason: "token_rejected" });
    expect(double.oauth.calls.length).toBe(1);
  });

  test("since another process refreshed it costs no second refresh", async () => {
    const { send } = await starts();
    const channel = channelOf(double, tokens);
    double.clock.advance(22 * HOUR);
    const stale = await tokens.read();
    expect(await channel.keepFresh()).toBeNull();
    // This one still has the pair of before in hand.
    const inHand = [stale];
    const behind = { ...tokens, read: async () => inHand.pop() ?? tokens.read() };
    double.clock.advance(-22 * HOUR);
    expect(await channelOf(double, behind).send({ text: "a" }, double.user("Lan").id)).toMatchObject({ kind: "sent" });
    expect(double.oauth.calls.length).toBe(1);
    expect(await send()).toMatchObject({ kind: "sent" });
  });
});

describe("status", () => {
  test("names the account, the token's life and the quota, and no secret", async () => {
    await starts();
    const status = await channelOf(double, tokens).status();
    expect(status).toMatchObject({ channel: "zalo-oa", mode: "webhook", reachable: true });
    const text = status.lines.join("\n");
    expect(text).toMatch(/good for 25\.0 h[\s\S]*Trích Dẫn, id 3886132801234567890[\s\S]*480 of 500[\s\S]*unlimited/);
    expect(text).not.toMatch(/access-|refresh-|secret-of-nobody|key-demo/);
  });

  test("says what to do when there is no token, when it ended and when nobody answers", async () => {
    await starts();
    const lines = async () => (await channelOf(double, tokens).status()).lines.join("\n");
    double.fault("quota", { kind: "error", code: -224 });
    expect(await lines()).toContain("Quota: not readable.");
    double.fault("getoa", { kind: "html", status: 502 });
    expect(await lines()).toContain("Zalo gave no answer");
    double.clock.advance(26 * HOUR);
    expect(await lines()).toMatch(/ended .*refreshed by the next message[\s\S]*refused with error -220/);
    expect(double.oauth.calls).toEqual([]);
    await emptyTokens(db);
    expect(await lines()).toContain("Run: npm run zalo -- connect");
  });
});

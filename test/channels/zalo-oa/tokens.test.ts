import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLeases, type TokenStore } from "../../../bot/index.ts";
import { openTestDatabase } from "../../support/database.ts";
import { startZaloOaDouble, type ZaloOaDouble } from "../../support/platforms/zalo-oa/index.ts";
import { channelOf, connected, emptyTokens, pairOf, storeIn } from "./account.ts";

const HOUR = 3_600_000;
const db = await openTestDatabase();
const tokens = storeIn(db);
let double: ZaloOaDouble;

beforeEach(async () => {
  await emptyTokens(db);
  double = await startZaloOaDouble();
  await connected(double, tokens);
  double.user("Lan").writes("Xin chào");
});
afterEach(() => double.close());
afterAll(() => db.close());

const send = (store = tokens) => channelOf(double, store).send({ text: "a" }, double.user("Lan").id);
const outcomes = () => double.oauth.calls.map(({ outcome }) => outcome);
const blocked = async () => (await tokens.read()).blocked;

describe("the stored pair", () => {
  test("is sealed, the one before as well, and another key does not open it", async () => {
    const [first, second] = [double.oauth.issue(), double.oauth.issue()];
    await tokens.connect(pairOf(first, double.clock.now()));
    await tokens.connect(pairOf(second, double.clock.now()));
    const rows = await db.query("select * from channel_tokens");
    expect(rows).toMatchObject([{ generation: 3, previous: { generation: 2 } }]);
    expect(JSON.stringify(rows)).not.toMatch(/access-|refresh-/);
    expect(await storeIn(db, "another key, as long as the first one").read()).toMatchObject({
      pair: null,
      unreadable: true,
    });
    expect(await send(storeIn(db, "another key, as long as the first one"))).toEqual({
      kind: "blocked",
      reason: "needs_reconnect",
    });
  });

  test("is replaced only by what was asked for with it", async () => {
    const { generation } = await tokens.read();
    const next = pairOf(double.oauth.issue(), double.clock.now());
    expect(await tokens.replace(next, generation - 1)).toBe(false);
    expect(await tokens.refuse(generation - 1, { code: null, answerLost: false })).toBe(false);
    expect(await tokens.replace(next, generation)).toBe(true);
    expect(await tokens.read()).toMatchObject({ pair: next, blocked: null, generation: generation + 1 });
  });

  test("is missing before the first grant: nothing is sent, nothing is lost", async () => {
    await emptyTokens(db);
    expect(await send()).toEqual({ kind: "blocked", reason: "not_connected" });
    expect(double.calls).toEqual([]);
  });
});

describe("a refresh", () => {
  test("happens ahead of the end, once, and the new pair is stored before it is used", async () => {
    double.clock.advance(20 * HOUR);
    await send();
    expect(outcomes()).toEqual([]);
    double.clock.advance(1.5 * HOUR);
    const order: string[] = [];
    const watched: TokenStore = {
      ...tokens,
      replace: async (pair, generation) => {
        order.push(`stored after ${double.calls.length} calls`);
        return tokens.replace(pair, generation);
      },
    };
    expect(await send(watched)).toMatchObject({ kind: "sent" });
    expect(order).toEqual(["stored after 1 calls"]);
    expect(outcomes()).toEqual(["pair"]);
    expect((await tokens.read()).pair?.accessToken).toBe(double.oauth.current()?.access_token);
  });

  test("is shared by messages that are sent at the same time, in one process and in two stores", async () => {
    double.clock.advance(26 * HOUR);
    const channel = channelOf(double, tokens);
    const person = double.user("Lan").id;
    const all = [1, 2, 3, 4].map(() => channel.send({ text: "a" }, person));
    const other = [1, 2].map(() => channelOf(double, storeIn(db)).send({ text: "b" }, person));
    expect((await Promise.all([...all, ...other])).map(({ kind }) => kind)).toEqual(Array(6).fill("sent"));
    expect(outcomes()).toEqual(["pair"]);
  });

  test("of another process leaves this one sending with the token that still works", async () => {
    double.clock.advance(22 * HOUR);
    const leases = createLeases({ db, owner: "another process" });
    expect(await leases.take("tokens:zalo-oa", 60_000)).toBe(true);
    expect(await send()).toMatchObject({ kind: "sent" });
    double.clock.advance(4 * HOUR);
    expect(
      await channelOf(double, { ...tokens, exclusively: (_, work) => tokens.exclusively(0, work) }).send(
        { text: "a" },
        "1",
      ),
    ).toEqual({
      kind: "retry",
      afterMs: 10_000,
      scope: "channel",
      reason: "token_refreshing",
    });
    expect(outcomes()).toEqual([]);
    await leases.release("tokens:zalo-oa");
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("that a killed process had begun is taken over when its lease has ended", async () => {
    double.clock.advance(26 * HOUR);
    await createLeases({ db, owner: "a process that was killed" }).take("tokens:zalo-oa", 30);
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test.each([["number" as const], ["string" as const]])("reads expires_in as a %s", async (expiresIn) => {
    await double.close();
    double = await startZaloOaDouble({ expiresIn });
    await connected(double, tokens);
    double.clock.advance(26 * HOUR);
    const before = double.clock.now();
    await channelOf(double, tokens).keepFresh();
    const { pair } = await tokens.read();
    expect(Math.abs((pair?.expiresAt.getTime() ?? 0) - before - 25 * HOUR)).toBeLessThan(60_000);
  });
});

describe("a refused refresh", () => {
  const spend = () => void double.oauth.issue();

  test("is asked for twice, then the account needs reconnecting and nothing more is asked or sent", async () => {
    spend();
    expect(await send()).toEqual({ kind: "blocked", reason: "needs_reconnect" });
    expect(outcomes()).toEqual(["spent", "spent"]);
    expect(await blocked()).toBe("needs_reconnect");
    const calls = double.calls.length;
    expect(await send()).toEqual({ kind: "blocked", reason: "needs_reconnect" });
    expect([outcomes().length, double.calls.length]).toEqual([2, calls]);
    const [state] = await db.query("select detail from channel_states where channel = 'zalo-oa'");
    expect(state).toMatchObject({ detail: { refreshRefused: { code: "-14014", answerLost: false } } });
    expect((await channelOf(double, tokens).status()).lines.join("\n")).toContain("BLOCKED: the refresh was refused");
  });

  test("that was a passing fault stops nothing", async () => {
    double.clock.advance(26 * HOUR);
    double.fault("token", { kind: "error", code: -1 });
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("is lifted by a new grant, with every pause", async () => {
    spend();
    await send();
    await db.query("update channel_states set paused_until = now() + interval '15 minutes'");
    await connected(double, tokens);
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(await db.query("select blocked_reason, paused_until, detail from channel_states")).toEqual([
      { blocked_reason: null, paused_until: null, detail: {} },
    ]);
  });
});

describe("an unanswered refresh", () => {
  test.each([
    ["a broken connection", { kind: "reset" }],
    ["a proxy's page", { kind: "html", status: 502 }],
    ["trouble said in JSON", { kind: "error", code: -1, status: 503 }],
  ] as const)("(%s) keeps the token that still works, and is not repeated with every message", async (_, fault) => {
    double.clock.advance(22 * HOUR);
    double.fault("token", fault);
    const channel = channelOf(double, tokens);
    const person = double.user("Lan").id;
    expect(await channel.send({ text: "a" }, person)).toMatchObject({ kind: "sent" });
    expect(await channel.send({ text: "b" }, person)).toMatchObject({ kind: "sent" });
    expect(outcomes()).toEqual([]);
    expect((await tokens.read()).unfinishedSince).toBeInstanceOf(Date);
    double.clock.advance(6 * 60_000);
    expect(await channel.send({ text: "c" }, person)).toMatchObject({ kind: "sent" });
    expect(outcomes()).toEqual(["pair"]);
    expect((await tokens.read()).unfinishedSince).toBeNull();
  });

  test("with a token that has ended waits, and goes on when the platform is back", async () => {
    double.clock.advance(26 * HOUR);
    double.fault("token", { kind: "reset" });
    expect(await send()).toEqual({ kind: "retry", afterMs: 10_000, scope: "channel", reason: "token_unanswered" });
    expect(await blocked()).toBeNull();
    expect(await send()).toMatchObject({ kind: "sent" });
  });

  test("whose answer was lost on the way ends in needs reconnect, and says that it was lost", async () => {
    double.clock.advance(26 * HOUR);
    double.fault("token", { kind: "lost-answer" });
    expect(await send()).toMatchObject({ kind: "retry", reason: "token_unanswered" });
    expect(await send()).toEqual({ kind: "blocked", reason: "needs_reconnect" });
    const [state] = await db.query("select detail from channel_states where channel = 'zalo-oa'");
    expect(state).toMatchObject({ detail: { refreshRefused: { answerLost: true } } });
  });
});

describe("a new pair that the database does not take at once", () => {
  const failing = (times: number): TokenStore => {
    let failed = 0;
    return {
      ...tokens,
      replace: async (pair, generation) => {
        failed += 1;
        if (failed <= times) throw new Error("the database is away");
        return tokens.replace(pair, generation);
      },
    };
  };

  test("is kept until it is stored, and used only then", async () => {
    double.clock.advance(26 * HOUR);
    expect(await send(failing(4))).toMatchObject({ kind: "sent" });
    expect(outcomes()).toEqual(["pair"]);
  });

  test("outlives the message, and another process that was refused meanwhile", async () => {
    double.clock.advance(26 * HOUR);
    const channel = channelOf(double, failing(5));
    const person = double.user("Lan").id;
    await expect(channel.send({ text: "a" }, person)).rejects.toThrow("the database is away");
    expect(double.calls).toEqual([]);
    expect(await send()).toEqual({ kind: "blocked", reason: "needs_reconnect" });
    expect(await channel.send({ text: "a" }, person)).toMatchObject({ kind: "sent" });
    expect(await blocked()).toBeNull();
    expect(await send()).toMatchObject({ kind: "sent" });
    expect(outcomes().filter((outcome) => outcome === "pair")).toEqual(["pair"]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Channel, InboundEvent } from "../../../bot/channel.ts";
import {
  type Fault,
  serverError,
  startTelegramDouble,
  type TelegramDouble,
  type TelegramUser,
  tooManyRequests,
} from "../../support/platforms/telegram/index.ts";
import { connected, errorOf } from "./support.ts";

let double: TelegramDouble;
let lan: TelegramUser;
let channel: Channel;
let stopping: AbortController;
let taken: InboundEvent[];
let pauses: number[];
let reported: unknown[];

beforeEach(async () => {
  double = await startTelegramDouble();
  lan = double.user("Lan");
  stopping = new AbortController();
  [taken, pauses, reported] = [[], [], []];
  channel = connected(double, {
    mode: "polling",
    webhookSecret: null,
    pollSeconds: 20,
    report: (error) => void reported.push(error),
    wait: async (ms) => void pauses.push(ms),
  });
});
afterEach(async () => {
  stopping.abort();
  await double.close();
});

const poll = (take: (events: InboundEvent[]) => Promise<void> = async (events) => void taken.push(...events)) =>
  channel.poll?.(take, stopping.signal) as Promise<void>;
const texts = () => taken.map(({ payload }) => (payload.message as { text: string }).text);
const asked = (method: string) => double.calls.filter((call) => call.method === method);
const waitingCalls = () => asked("getUpdates").filter(({ code }) => code === null).length;

/** Until everything that was said is taken and confirmed, and the next poll waits. */
const settled = () => double.until(() => double.pending() === 0 && waitingCalls() > 0);

describe("polling", () => {
  test("removes the webhook, sets the menu, lists what it wants, and takes everything in order", async () => {
    await fetchApi("setWebhook", { url: "https://old.example/hook" });
    lan.says("một");
    lan.says("hai");
    const running = poll();
    await settled();
    lan.says("ba");
    await double.until(() => taken.length === 3 && double.pending() === 0);
    expect(texts()).toEqual(["một", "hai", "ba"]);
    expect(asked("deleteWebhook")[0]?.payload).toEqual({});
    expect(asked("getUpdates")[0]?.payload).toMatchObject({
      offset: 0,
      timeout: 20,
      allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
    });
    expect(double.commands().map(({ command }) => command)).toEqual([
      "huongdan",
      "nguon",
      "vanban",
      "phanhoi",
      "toi",
      "quen",
      "moi",
    ]);
    stopping.abort();
    await running;
  });

  test("stops at once while it waits", async () => {
    const running = poll();
    await double.until(() => waitingCalls() > 0);
    stopping.abort();
    await expect(running).resolves.toBeUndefined();
    expect(reported).toEqual([]);
  });

  test("before it began is over at once", async () => {
    stopping.abort();
    await expect(poll()).resolves.toBeUndefined();
    expect(double.calls).toEqual([]);
  });

  test("confirms what is nobody's question too", async () => {
    lan.says("một");
    lan.blocks();
    lan.unblocks();
    const running = poll();
    await settled();
    expect(texts()).toEqual(["một"]);
    stopping.abort();
    await running;
  });

  test("forgets the offset when nothing waits, for the ids may begin anew", async () => {
    channel = connected(double, { mode: "polling", webhookSecret: null, pollSeconds: 1 });
    lan.says("một");
    const running = poll();
    await double.until(() => asked("getUpdates").length >= 3);
    const [first, second, third] = asked("getUpdates").map(({ payload }) => payload.offset as number);
    expect([first, third]).toEqual([0, 0]);
    expect(second).toBeGreaterThan(0);
    expect(texts()).toEqual(["một"]);
    stopping.abort();
    await running;
  });
});

describe("when the events cannot be stored", () => {
  test("nothing is confirmed and nothing is lost", async () => {
    lan.says("một");
    lan.says("hai");
    let failures = 3;
    const running = poll(async (events) => {
      failures -= 1;
      if (failures >= 0) {
        expect(double.pending()).toBe(2);
        throw new Error("the database is down");
      }
      taken.push(...events);
    });
    await settled();
    expect(texts()).toEqual(["một", "hai"]);
    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect(reported.map(String)).toEqual(Array(3).fill("Error: the database is down"));
    stopping.abort();
    await running;
  });

  test("and polling stops meanwhile, the next one begins with them", async () => {
    lan.says("một");
    const running = poll(async () => {
      stopping.abort();
      throw new Error("stopped");
    });
    await running;
    expect(double.pending()).toBe(1);
    stopping = new AbortController();
    const next = poll();
    await settled();
    expect(texts()).toEqual(["một"]);
    stopping.abort();
    await next;
  });
});

describe("faults of the way", () => {
  test.each<[string, Fault, number[]]>([
    ["theirs", serverError, [1_000, 2_000]],
    ["a broken connection", { kind: "reset" }, [1_000, 2_000]],
    ["a page", { kind: "page", status: 502 }, [1_000, 2_000]],
    ["too many requests", tooManyRequests(5), [5_000, 5_000]],
  ])("%s: waited out, then it goes on", async (_, fault, expected) => {
    double.faults.next("getUpdates", fault, 2);
    lan.says("một");
    const running = poll();
    await settled();
    expect(texts()).toEqual(["một"]);
    expect(pauses).toEqual(expected);
    expect(reported).toHaveLength(2);
    stopping.abort();
    await running;
  });

  test("the pauses grow to half a minute, and begin anew after a success", async () => {
    double.faults.next("getUpdates", serverError, 7);
    lan.says("một");
    const running = poll();
    await settled();
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    double.faults.next("getUpdates", serverError);
    lan.says("hai");
    await double.until(() => taken.length === 2 && double.pending() === 0);
    expect(pauses.at(-1)).toBe(pauses.length === 8 ? 1_000 : 30_000);
    stopping.abort();
    await running;
  });

  test("what is reported shows no token", async () => {
    double.faults.next("getUpdates", { kind: "reset" });
    const running = poll();
    await double.until(() => waitingCalls() > 0 && reported.length > 0);
    stopping.abort();
    await running;
    for (const fault of reported) await errorOf(() => Promise.reject(fault), [double.token]);
  });
});

describe("what no waiting mends", () => {
  test("a refused token", async () => {
    channel = connected(double, { mode: "polling", webhookSecret: null, token: "700000001:another" });
    expect(await errorOf(() => poll(), ["700000001:another"])).toMatchObject({ code: "telegram.token_refused" });
  });

  test("a webhook that somebody sets meanwhile", async () => {
    const failed = errorOf(() => poll(), [double.token]);
    await double.until(() => waitingCalls() > 0);
    await fetchApi("setWebhook", { url: "https://old.example/hook" });
    expect(await failed).toMatchObject({
      code: "telegram.polling_conflict",
      message: expect.stringContaining("TELEGRAM_MODE"),
    });
  });

  test("another program that polls", async () => {
    const failed = errorOf(() => poll(), [double.token]);
    await double.until(() => waitingCalls() > 0);
    await fetchApi("getUpdates", {});
    expect(await failed).toMatchObject({
      code: "telegram.polling_conflict",
      message: expect.stringContaining("Another program"),
    });
  });
});

async function fetchApi(method: string, payload: object): Promise<void> {
  const response = await fetch(`${double.apiRoot}/bot${double.token}/${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(payload),
  });
  expect(response.status).toBe(200);
}

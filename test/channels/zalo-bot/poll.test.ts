import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import type { InboundEvent } from "../../../bot/channel.ts";
import type { ZaloBotOptions } from "../../../bot/channels/zalo-bot/index.ts";
import {
  startZaloBotDouble,
  type ZaloBotDouble,
  type ZaloBotDoubleOptions,
} from "../../support/platforms/zalo-bot/index.ts";
import { connected } from "./support.ts";

interface Polling {
  zalo: ZaloBotDouble;
  /** Texts that were stored, in order. */
  stored: string[];
  /** Methods that were called, answered or not. */
  begun: string[];
  /** Pauses in milliseconds. */
  waits: number[];
  reported: unknown[];
  /** Resolves when `done` is true; it is asked after every call, stored event, pause and report. */
  until(done: () => boolean): Promise<void>;
  stop(): Promise<void>;
  /** Settles as polling does. */
  ended: Promise<void>;
}

interface PollingOptions extends ZaloBotDoubleOptions {
  take?: (events: InboundEvent[]) => Promise<void>;
  channel?: Partial<ZaloBotOptions>;
  /** Before polling begins. */
  before?: (zalo: ZaloBotDouble) => Promise<void> | void;
}

/** Polls the double until the test ends. Pauses are noted, and over at once. */
async function polling({ take, channel, before, ...options }: PollingOptions = {}): Promise<Polling> {
  const zalo = await startZaloBotDouble({ longestPollMs: 20, ...options });
  await before?.(zalo);
  const changed = new EventTarget();
  const change = () => changed.dispatchEvent(new Event("change"));
  const stopping = new AbortController();
  const [stored, begun, waits, reported]: [string[], string[], number[], unknown[]] = [[], [], [], []];
  const bot = connected(zalo, {
    mode: "polling",
    webhookSecret: null,
    wait: async (ms) => {
      waits.push(ms);
      change();
      // One turn of the event loop, or a loop that never waits would starve the double in the same process.
      await new Promise((resolve) => setImmediate(resolve));
    },
    report: (error) => {
      reported.push(error);
      change();
    },
    // Told before and after each call.
    fetch: async (...call) => {
      begun.push(String(call[0]).split("/").at(-1) ?? "");
      change();
      return fetch(...call).finally(change);
    },
    ...channel,
  });
  const store = async (events: InboundEvent[]) => {
    await take?.(events);
    stored.push(...events.map(({ payload }) => String(payload.text)));
    change();
  };
  const running = bot.poll?.(store, stopping.signal) ?? Promise.reject(new Error("no polling"));
  running.catch(() => {});
  const stop = async () => {
    stopping.abort();
    await running;
  };
  onTestFinished(async () => {
    stopping.abort();
    await running.catch(() => {});
    await zalo.close();
  });
  const until = async (done: () => boolean) => {
    while (!done()) await once(changed, "change");
  };
  return { zalo, stored, begun, waits, reported, until, stop, ended: running };
}

const asked = ({ zalo }: Polling) => zalo.calls.filter(({ method }) => method === "getUpdates").length;
const codes = ({ reported }: Polling) => reported.map((error) => (error as { code?: string }).code);

describe("polling", () => {
  test("removes the webhook first: with one registered it would be silent", async () => {
    const run = await polling({
      before: async (zalo) => {
        await connected(zalo).setWebhook?.("https://127.0.0.1:9/webhooks/zalo-bot");
        expect(zalo.webhook()).not.toBeNull();
      },
    });
    await run.until(() => asked(run) > 0);
    expect(run.zalo.webhook()).toBeNull();
    expect(run.zalo.calls.map(({ method }) => method).slice(0, 3)).toEqual([
      "setWebhook",
      "deleteWebhook",
      "getUpdates",
    ]);
    await run.zalo.user("an").says("một");
    await run.until(() => run.stored.length === 1);
  });

  test("takes one event a call, in the order in which they were written", async () => {
    const texts = Array.from({ length: 12 }, (_, index) => `câu ${index + 1}`);
    const run = await polling({
      before: async (zalo) => {
        for (const [index, text] of texts.entries()) await zalo.user(`người ${index % 3}`).says(text);
      },
    });
    await run.until(() => run.stored.length === texts.length);
    expect(run.stored).toEqual(texts);
    expect(asked(run)).toBeGreaterThanOrEqual(texts.length);
    expect(run.reported).toEqual([]);
  });

  test.each(["http-408", "http-200"] as const)("an idle end as %s is no fault, and goes on asking", async (idle) => {
    let now = 0;
    const run = await polling({ idle, channel: { clock: () => (now += 30_000) } });
    await run.until(() => asked(run) >= 4);
    await run.zalo.user("an").says("sau khi chờ");
    await run.until(() => run.stored.length === 1);
    expect(run.stored).toEqual(["sau khi chờ"]);
    expect(run.reported).toEqual([]);
    expect(run.waits).toEqual([]);
  });

  test("a poll that comes back at once does not make it spin", async () => {
    const run = await polling({ longestPollMs: 0, channel: { clock: () => 0 } });
    await run.until(() => run.waits.length === 5);
    expect(run.waits).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
    expect(asked(run)).toBe(5);
    expect(run.reported).toEqual([]);
  });

  test("an event that nobody can answer is passed over", async () => {
    const run = await polling({
      unsupported: "bare",
      before: async (zalo) => {
        await zalo.user("an").sendsUnsupported();
        await zalo.user("an").says("có chữ");
      },
    });
    await run.until(() => run.stored.length === 1);
    expect(run.stored).toEqual(["có chữ"]);
    expect(run.reported).toEqual([]);
  });

  test("faults are reported and waited for longer and longer, until it answers again", async () => {
    const run = await polling({
      channel: { clock: () => 0 },
      before: (zalo) => {
        zalo.fault("getUpdates", { kind: "refuse", code: 500 });
        zalo.fault("getUpdates", { kind: "html", status: 502 });
        zalo.fault("getUpdates", { kind: "reset" });
        zalo.fault("getUpdates", { kind: "refuse", code: 429, description: "quota exceeded" });
      },
    });
    await run.until(() => run.waits.length === 4);
    expect(run.waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(codes(run)).toEqual(["zalo_bot.refused", "zalo_bot.refused", "zalo_bot.no_answer", "zalo_bot.refused"]);
    await run.zalo.user("an").says("một");
    await run.until(() => run.stored.length === 1);
    run.zalo.fault("getUpdates", { kind: "refuse", code: 500 });
    await run.until(() => run.reported.length === 5);
    expect(run.waits.slice(4).filter((ms) => ms !== 1_000)).toEqual([]);
  });

  test("a webhook that could not be removed is removed before anything is asked for", async () => {
    const run = await polling({ before: (zalo) => zalo.fault("deleteWebhook", { kind: "refuse", code: 500 }) });
    await run.until(() => asked(run) > 0);
    expect(run.zalo.calls.map(({ method }) => method).slice(0, 3)).toEqual([
      "deleteWebhook",
      "deleteWebhook",
      "getUpdates",
    ]);
  });

  test("a refused token ends it: nothing but a new one helps", async () => {
    const run = await polling({ channel: { token: "1234567890:wrong-token" } });
    await expect(run.ended).rejects.toMatchObject({ code: "zalo_bot.token_refused", message: /ZALO_BOT_TOKEN/ });
  });
});

describe("an event that cannot be stored", () => {
  const fault = new Error("the database is away");

  test("is kept and tried again, and nothing else is asked for meanwhile", async () => {
    let left = 3;
    const askedWhenTaken: number[] = [];
    const run: Polling = await polling({
      take: async () => {
        askedWhenTaken.push(asked(run));
        left -= 1;
        if (left >= 0) throw fault;
      },
    });
    await run.zalo.user("an").says("một");
    await run.zalo.user("an").says("hai");
    await run.until(() => run.stored.length === 2);
    expect(run.stored).toEqual(["một", "hai"]);
    expect(run.reported).toEqual([fault, fault, fault]);
    expect(new Set(askedWhenTaken.slice(0, 4)).size).toBe(1);
  });

  test("is given up only when polling is stopped, with an error that says so", async () => {
    const run = await polling({ take: async () => Promise.reject(fault) });
    await run.zalo.user("an").says("một");
    await run.until(() => run.reported.length > 2);
    await expect(run.stop()).rejects.toMatchObject({ code: "zalo_bot.event_lost", cause: fault });
  });

  test("but could be on the way out is stored then", async () => {
    let broken = true;
    const run = await polling({ take: async () => (broken ? Promise.reject(fault) : undefined) });
    await run.zalo.user("an").says("một");
    await run.until(() => run.reported.length > 2);
    broken = false;
    await run.stop();
    expect(run.stored).toEqual(["một"]);
  });
});

describe("stopping", () => {
  // Far below the 40 s after which an unanswered poll ends by itself.
  test("does not wait for a poll to end", { timeout: 15_000 }, async () => {
    const run = await polling({ before: (zalo) => zalo.fault("getUpdates", { kind: "silent" }) });
    await run.until(() => run.begun.includes("getUpdates"));
    await run.stop();
    expect(run.reported).toEqual([]);
    expect(run.begun).toEqual(["deleteWebhook", "getUpdates"]);
  });
});

import { createHash } from "node:crypto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Channel,
  createIdentity,
  createTelegram,
  createTokenStore,
  createZaloBot,
  createZaloOa,
} from "../../bot/index.ts";
import { createWebhooks } from "../../server/http/webhooks.ts";
import { createInbox } from "../../server/queue/inbox.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
beforeEach(async () => void (await db.query("delete from inbound_events")));

const identity = createIdentity("a key for tests that is long enough");
const SECRET = "secret-of-the-test";
const OA = { appId: "1234567890", appSecret: "app-secret-of-nobody", oaSecretKey: "oa-secret-key-demo" };
const noNetwork = async () => {
  throw new TypeError("a webhook asks nobody");
};

interface Platform {
  channel: Channel;
  /** A message's body; the same `n` is the same event. */
  message(person: string, n: number, at?: number): string;
  headers(body: string): Record<string, string>;
  forged: Record<string, string>;
}

const platforms: Record<string, Platform> = {
  telegram: {
    channel: createTelegram({ token: "700000001:AAtest-token-of-nobody", webhookSecret: SECRET, mode: "webhook" }),
    message: (person, n) => {
      const id = Number(person) + 1000;
      const chat = { id, type: "private", first_name: "Lan" };
      const from = { id, is_bot: false, first_name: "Lan" };
      return JSON.stringify({ update_id: n, message: { message_id: n, date: 1, chat, from, text: "xin chào" } });
    },
    headers: () => ({ "X-Telegram-Bot-Api-Secret-Token": SECRET }),
    forged: { "X-Telegram-Bot-Api-Secret-Token": "secret-of-somebody" },
  },
  "zalo-oa": {
    channel: createZaloOa({ ...OA, tokens: createTokenStore({ db, identity, channel: "zalo-oa" }), fetch: noNetwork }),
    message: (person, n, at = Date.now()) =>
      JSON.stringify({
        app_id: OA.appId,
        user_id_by_app: "552177279717587730",
        event_name: "user_send_text",
        timestamp: String(at),
        sender: { id: `2468458835291979${person.padStart(2, "0")}` },
        recipient: { id: "388613280878808645" },
        message: { msg_id: `msg-${n}`, text: "xin chào" },
      }),
    headers: (body) => {
      const { timestamp } = JSON.parse(body) as { timestamp: string };
      const mac = createHash("sha256").update(`${OA.appId}${body}${timestamp}${OA.oaSecretKey}`).digest("hex");
      return { "X-ZEvent-Signature": `mac=${mac}` };
    },
    forged: { "X-ZEvent-Signature": `mac=${"0".repeat(64)}` },
  },
  "zalo-bot": {
    channel: createZaloBot({ token: "1234567890:token-of-nobody", webhookSecret: SECRET, mode: "webhook" }),
    message: (person, n, at = 1_790_000_000_000 + n) => {
      const id = person.padStart(20, "a");
      const message = {
        message_id: `m-${n}`,
        date: at,
        chat: { id, chat_type: "PRIVATE" },
        from: { id, display_name: "Lan", is_bot: false },
        text: "xin chào",
      };
      return JSON.stringify({ event_name: "message.text.received", message });
    },
    headers: () => ({ "X-Bot-Api-Secret-Token": SECRET }),
    forged: { "X-Bot-Api-Secret-Token": "secret-of-somebody" },
  },
};

function webhooks({ channel }: Platform, store?: () => Promise<never>) {
  const inbox = createInbox({ db, identity, owner: "test", leaseMs: 60_000, channels: [channel.name] });
  const logged: unknown[] = [];
  const note = (fields: object, message: string) => void logged.push(fields, message);
  const outcomes: string[] = [];
  const app = createWebhooks({
    channels: [channel],
    inbox: store ? { store } : inbox,
    log: { info: note, warn: note, error: note },
    metrics: { received: (_, outcome) => void outcomes.push(outcome) },
    stored: () => {},
  });
  const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    (await app.request(`/webhooks/${channel.name}`, { method: "POST", body, headers })).status;
  return { app, inbox, post, outcomes, logged };
}

const stored = async () =>
  (await db.query<{ n: number }>("select count(*)::integer as n from inbound_events"))[0]?.n ?? 0;

describe.each(Object.entries(platforms))("the webhook of %s", (name, platform) => {
  const { message, headers, forged } = platform;

  it("stores a verified event once, however often it is delivered", async () => {
    const { post, outcomes } = webhooks(platform);
    const body = message("1", 1);
    for (let time = 0; time < 5; time += 1) expect(await post(body, headers(body))).toBe(200);
    expect(await stored()).toBe(1);
    expect(outcomes).toEqual(["stored", ...Array(4).fill("duplicate")]);
  });

  it("hands events that arrive out of order to the worker in the platform's order", async () => {
    const { post, inbox } = webhooks(platform);
    const at = Date.now();
    for (const n of [3, 1, 2]) {
      const body = message("1", n, at + n);
      await post(body, headers(body));
    }
    const orders: unknown[] = [];
    for (let claim = await inbox.claim(); claim; claim = await inbox.claim()) {
      const [row] = await db.query<{ at: number }>(
        "select platform_order as at from inbound_events where sequence = $1",
        [claim.sequence],
      );
      orders.push(row?.at);
      await db.transaction((tx) => inbox.finish(tx, claim as NonNullable<typeof claim>));
    }
    expect(orders).toHaveLength(3);
    expect(orders).toEqual(orders.toSorted((x, y) => Number(x) - Number(y)));
  });

  it("refuses a forged and a missing proof with 401, and stores nothing", async () => {
    const { post, outcomes } = webhooks(platform);
    expect(await post(message("1", 1), forged)).toBe(401);
    expect(await post(message("1", 1), {})).toBe(401);
    const body = message("1", 1);
    const other = message("1", 2);
    // Another body under this one's proof; a secret header proves no body.
    if (name === "zalo-oa") expect(await post(other, headers(body))).toBe(401);
    expect(await stored()).toBe(0);
    expect(new Set(outcomes)).toEqual(new Set(["refused"]));
  });

  it("takes what is no event for what it is: no JSON 400, 1 MB 413, another method 405, never a 5xx", async () => {
    const { app, post } = webhooks(platform);
    const proof = name === "zalo-oa" ? {} : headers("");
    const statuses = [
      await post("{ this is not", proof),
      await post(new Uint8Array([0xff, 0xfe, 0x00, 0x01]), proof),
      await post("[]", proof),
      await post("null", proof),
      await post('{"event_name": 7, "message": "x", "update_id": "y"}', proof),
    ];
    for (const status of statuses) expect([200, 400, 401]).toContain(status);
    expect(await post("x".repeat(1024 * 1024), proof)).toBe(413);
    expect((await app.request(`/webhooks/${name}`)).status).toBe(405);
    expect(await stored()).toBe(0);
  });

  it("answers 503 when the event cannot be stored, so that the platform sends it again; then it is stored", async () => {
    const failing = webhooks(platform, async () => {
      throw Object.assign(new Error("no space for xin chào"), { code: "53100" });
    });
    const body = message("1", 1);
    expect(await failing.post(body, headers(body))).toBe(503);
    expect(failing.outcomes).toEqual(["failed"]);
    expect(await webhooks(platform).post(body, headers(body))).toBe(200);
    expect(await stored()).toBe(1);
  });

  it("takes fifty people who write at the same time", async () => {
    const { post } = webhooks(platform);
    const statuses = await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const body = message(String(n), n + 1);
        return post(body, headers(body));
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await stored()).toBe(50);
    const [row] = await db.query<{ n: number }>(
      "select count(distinct conversation_key)::integer as n from inbound_events",
    );
    expect(row?.n).toBe(50);
  });

  it("stores neither a name nor a readable id, and logs no word of the message", async () => {
    const { post, logged } = webhooks(platform);
    const body = message("7", 1);
    await post(body, headers(body));
    const [row] = await db.query<{ payload: object; key: string; event: string }>(
      "select payload, conversation_key as key, event_id as event from inbound_events",
    );
    expect(JSON.stringify(row?.payload)).not.toContain("Lan");
    expect(row?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(row?.event).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(logged)).not.toMatch(/xin chào|Lan/);
  });
});

it("takes a Zalo event of last week for a replay: 200, so that the webhook stays on, and no effect", async () => {
  const platform = platforms["zalo-oa"] as Platform;
  const { post, outcomes } = webhooks(platform);
  const body = platform.message("1", 1, Date.now() - 7 * 24 * 3_600_000);
  expect(await post(body, platform.headers(body))).toBe(200);
  expect(outcomes).toEqual(["ignored"]);
  expect(await stored()).toBe(0);
});

it("answers Zalo's unsigned probe with 200 and no effect", async () => {
  const { post, outcomes } = webhooks(platforms["zalo-oa"] as Platform);
  expect(await post("{}", {})).toBe(200);
  expect(outcomes).toEqual(["probe"]);
  expect(await stored()).toBe(0);
});

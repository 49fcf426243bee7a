import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { type InboundEvent, verificationFile } from "../../../bot/index.ts";
import { openTestDatabase } from "../../support/database.ts";
import {
  startZaloOaDouble,
  type ZaloOaDouble,
  type ZaloOaDoubleOptions,
} from "../../support/platforms/zalo-oa/index.ts";
import { channelOf, connected, emptyTokens, storeIn } from "./account.ts";

const db = await openTestDatabase();
const tokens = storeIn(db);
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
  await emptyTokens(db);
});
afterAll(() => db.close());

interface Receiver {
  double: ZaloOaDouble;
  origin: string;
  /** Every verified event of every call, duplicates too. */
  events: InboundEvent[];
  statuses: number[];
  /** Calls to answer 503 to, before anything is looked at. */
  failing: { calls: number };
}

/** The real channel behind a real HTTP server, as the webhook route answers. */
async function receives(options: ZaloOaDoubleOptions = {}): Promise<Receiver> {
  const double = await startZaloOaDouble({ redeliverAfterMs: [5, 5, 5, 5, 5], ...options });
  open.push(double);
  await connected(double, tokens);
  const channel = channelOf(double, tokens);
  const receiver = { events: [] as InboundEvent[], statuses: [] as number[], failing: { calls: 0 } };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const header = (name: string) => String(request.headers[name.toLowerCase()] ?? "") || null;
    const end = (status: number) => {
      receiver.statuses.push(status);
      response.writeHead(status).end();
    };
    if (receiver.failing.calls > 0) {
      receiver.failing.calls -= 1;
      return end(503);
    }
    const received = channel.receive({ header, body });
    if (received.kind === "refused") return end(received.status);
    if (received.kind === "events") receiver.events.push(...received.events);
    return end(200);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({ close: () => new Promise((resolve) => void server.close(resolve)) });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await double.setWebhook(`${origin}/webhooks/zalo-oa`)).toBe(true);
  receiver.statuses.length = 0;
  return { double, origin, ...receiver };
}

describe("over the wire", () => {
  test.each([{}, { signature: "bare" as const }])("what people do arrives (%j)", async (options) => {
    const { double, events, statuses } = await receives(options);
    const lan = double.user("Lan");
    await lan.follows();
    await lan.says("Sở Tài chính làm gì?");
    await lan.sendsSticker();
    await lan.sendsPicture("văn bản này");
    await lan.sendsVoice();
    await lan.sendsFile();
    await lan.sendsLocation();
    await lan.sendsLink("https://van-ban.example/1");
    await lan.clicksChat();
    await lan.reacts();
    await lan.unfollows();
    expect(events.map(({ payload }) => payload.what ?? payload.text ?? payload.kind)).toEqual([
      "joined",
      "Sở Tài chính làm gì?",
      "sticker",
      "picture",
      "voice",
      "file",
      "location",
      "other",
    ]);
    expect(new Set(events.map(({ conversation }) => conversation))).toEqual(new Set([lan.id]));
    expect(events.map(({ order }) => order)).toEqual(events.map(({ order }) => order).toSorted((a, b) => a - b));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test("the unsigned checks of the address have no effect", async () => {
    const { double, origin, events } = await receives();
    expect(await double.webhook.probe(origin)).toBe(true);
    expect(await double.webhook.probe(origin, "")).toBe(true);
    expect(await double.webhook.probe(origin, '{"event_name":"user_send_text"}')).toBe(false);
    expect(events).toEqual([]);
  });

  test("a wrong and a missing signature are refused", async () => {
    const { double, events, statuses } = await receives({ redeliverAfterMs: [] });
    expect((await double.user("Lan").says("a", { secret: double.appSecret })).status).toBe(401);
    expect(double.webhook.isEnabled).toBe(false);
    expect(statuses).toEqual([401]);
    expect(events).toEqual([]);
  });

  test("five deliveries of one message are one event id", async () => {
    const { double, events } = await receives();
    const { eventId } = await double.user("Lan").says("a", { times: 5 });
    expect(events.map((event) => event.eventId)).toEqual(Array(5).fill(eventId));
  });

  test("what was answered 503 comes again with the same id, and then no more", async () => {
    const { double, events, failing, statuses } = await receives();
    failing.calls = 3;
    const { eventId, status } = await double.user("Lan").says("a");
    expect(status).toBe(503);
    await double.settled();
    expect(statuses).toEqual([503, 503, 503, 200]);
    expect(events.map((event) => event.eventId)).toEqual([eventId]);
    expect(double.webhook.isEnabled).toBe(true);
  });

  test("order tells what came first when it arrives last", async () => {
    const { double, events } = await receives();
    const lan = double.user("Lan");
    await double.webhook.reversed(async () => {
      for (const text of ["một", "hai", "ba"]) await lan.says(text);
    });
    expect(events.map(({ payload }) => payload.text)).toEqual(["ba", "hai", "một"]);
    expect(events.toSorted((a, b) => a.order - b.order).map(({ payload }) => payload.text)).toEqual([
      "một",
      "hai",
      "ba",
    ]);
  });

  test("the echo and the receipts of our own message are nobody's", async () => {
    const { double, events, statuses } = await receives();
    const lan = double.user("Lan");
    await lan.says("a");
    await channelOf(double, tokens).send({ text: "b" }, lan.id);
    await double.settled();
    expect(statuses.length).toBe(4);
    expect(events.length).toBe(1);
    expect(double.transcript("Lan").map(({ from, text }) => `${from}: ${text}`)).toEqual(["user: a", "bot: b"]);
  });
});

describe("the domain's verification file", () => {
  test("is what the platform looks for at the site root", async () => {
    const double = await startZaloOaDouble();
    const file = verificationFile("Ab-12_x");
    const server = createServer((request, response) =>
      request.url === file.path
        ? response.writeHead(200, { "content-type": file.contentType }).end(file.body)
        : response.writeHead(404).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push(double, { close: () => new Promise((resolve) => void server.close(resolve)) });
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await double.verifyDomain(origin, "Ab-12_x")).toBe(true);
    expect(await double.verifyDomain(origin, "other")).toBe(false);
    expect(file.body).toContain('<meta name="zalo-platform-site-verification" content="Ab-12_x" />');
  });

  test.each(["", "a/b", '"><script>', "a.html"])("has no code like %j", (code) => {
    expect(() => verificationFile(code)).toThrow(expect.objectContaining({ code: "zalo_oa.options" }));
  });
});

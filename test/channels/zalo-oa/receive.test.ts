import { describe, expect, test } from "vitest";
import type { IncomingContent } from "../../../bot/index.ts";
import { APP, channelAt, fixture, fixtures, posted, signed, TIMESTAMP } from "./fixtures.ts";

const USER = "2468455298197922001";
const MESSAGE = "96d3cdf3af150460909";
const channel = channelAt();

/** What each recorded body comes to; null is nobody's message to us. */
const expected: Record<string, IncomingContent | null> = {
  text: { kind: "text", text: "Sở Tài chính phải làm gì?" },
  "text-quoting": { kind: "text", text: "2" },
  image: { kind: "media", what: "picture" },
  "image-with-text": { kind: "media", what: "picture" },
  link: { kind: "media", what: "other" },
  "link-with-text": { kind: "text", text: "Văn bản này quy định gì?" },
  audio: { kind: "media", what: "voice" },
  video: { kind: "media", what: "video" },
  gif: { kind: "media", what: "picture" },
  sticker: { kind: "media", what: "sticker" },
  file: { kind: "media", what: "file" },
  location: { kind: "media", what: "location" },
  "location-unverified-form": { kind: "media", what: "location" },
  "business-card": { kind: "media", what: "contact" },
  follow: { kind: "joined", code: null },
  unfollow: null,
  "submit-info": null,
  received: null,
  seen: null,
  "oa-echo": null,
  "chat-now": null,
  reaction: null,
  "anonymous-text": null,
  "group-text": null,
  "quota-change": null,
};

test("every recorded body has an expectation", () => {
  expect([...fixtures.keys()].sort()).toEqual(Object.keys(expected).sort());
});

describe.each(Object.entries(expected))("the recorded body %s", (name, content) => {
  test(content === null ? "concerns nobody" : `is ${content.kind}`, async () => {
    const received = channel.receive(signed(fixtures.get(name) ?? ""));
    if (content === null) {
      expect(received).toEqual({ kind: "events", events: [] });
      return;
    }
    const [event] = received.kind === "events" ? received.events : [];
    expect(event).toMatchObject({
      eventId: name === "follow" ? `follow:${USER}:${TIMESTAMP}` : MESSAGE,
      conversation: USER,
      order: Number(TIMESTAMP),
    });
    expect(await channel.read(event?.payload ?? {})).toEqual({
      channel: "zalo-oa",
      conversation: USER,
      sender: USER,
      setting: "private",
      content,
    });
  });
});

test("what is stored of a file or a place is its kind alone", () => {
  const received = channel.receive(signed(fixture("location")));
  expect(received).toMatchObject({ events: [{ payload: { user: USER, kind: "media", what: "location" } }] });
  expect(JSON.stringify(received)).not.toMatch(/latitude|zdn|5521772759587730001/);
});

describe("the signature", () => {
  const vector =
    '{"app_id":"1234567890","user_id_by_app":"552177279717587730","event_name":"user_send_text","timestamp":"1758000000000","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},"message":{"msg_id":"96d3cdf3af150460909","text":"Xin chào"}}';
  const mac = "9adc15d9836017f8b2d7438cc88766ad5935bf3bf4459b0b49ac2bff710cd72d";

  test.each([`mac=${mac}`, mac, ` mac= ${mac} `, `MAC=${mac.toUpperCase()}`])(
    "of the known vector holds as %j",
    (value) => {
      expect(new TextEncoder().encode(vector).length).toBe(258);
      expect(channel.receive(posted({ body: vector, headers: { "x-zevent-signature": value } }))).toMatchObject({
        kind: "events",
        events: [{ eventId: MESSAGE, payload: { text: "Xin chào" } }],
      });
    },
  );

  test("is over the bytes: spaces and the order of keys are theirs", () => {
    const spaced = JSON.stringify(JSON.parse(fixture("text")), null, 3);
    expect(channel.receive(signed(spaced))).toMatchObject({ events: [{ eventId: MESSAGE }] });
    const { headers } = { headers: { "X-ZEvent-Signature": signed(spaced).header("x-zevent-signature") ?? "" } };
    expect(channel.receive(posted({ body: fixture("text"), headers }))).toMatchObject({ kind: "refused", status: 401 });
  });

  test.each([
    ["the app's secret in place of the account's", signed(fixture("text"), { oaSecretKey: APP.appSecret })],
    ["another app's id", signed(fixture("text"), { appId: "9" })],
    ["another time", signed(fixture("text"), { timestamp: "1" })],
    ["none", posted({ body: fixture("text") })],
    ["an empty one", posted({ body: fixture("text"), headers: { "X-ZEvent-Signature": "" } })],
    ["half of one", posted({ body: fixture("text"), headers: { "X-ZEvent-Signature": "mac=9adc" } })],
    ["a right one on a body of another app", signed(fixture("text", { app_id: "77" }))],
    ["none, on a body that is no JSON", posted({ body: "<xml/>" })],
  ])("%s is refused with 401", (_, request) => {
    expect(channel.receive(request)).toMatchObject({ kind: "refused", status: 401 });
  });

  test("takes the time from the header where the body has none", () => {
    const body = fixture("text", { timestamp: null });
    const { headers } = {
      headers: {
        "X-ZEvent-Signature": signed(body, { timestamp: "1758000000001" }).header("x-zevent-signature") ?? "",
        "X-ZEvent-Timestamp": "1758000000001",
      },
    };
    expect(channel.receive(posted({ body, headers }))).toMatchObject({ events: [{ eventId: MESSAGE, order: 0 }] });
  });

  test.each(["[]", "null", "7", "{broken", '"{}"'])("on %s, which is no object, is 400", (body) => {
    expect(channel.receive(posted({ body, headers: { "X-ZEvent-Signature": "mac=00" } }))).toMatchObject({
      kind: "refused",
      status: 400,
    });
  });

  test("on bytes that are no UTF-8 is 400", () => {
    const body = new Uint8Array([0x7b, 0xff, 0x7d]);
    expect(channel.receive(posted({ body, headers: { "X-ZEvent-Signature": "mac=00" } }))).toMatchObject({
      status: 400,
    });
  });
});

describe("the console's check of the address", () => {
  test.each([
    ["{}", { "content-type": "application/json" }],
    ["", {}],
    [" { } \n", {}],
    ["{}", { "x-zevent-signature": "mac=00" }],
  ])("%j with %j passes unsigned", (body, headers) => {
    expect(channel.receive(posted({ body, headers: headers as Record<string, string> }))).toEqual({ kind: "probe" });
  });
});

describe("an event", () => {
  test("of the redelivery schedule is taken, one of yesterday has no effect and is still answered 200", () => {
    const hour = 3_600_000;
    const received = (ms: number) => channelAt({ now: () => Number(TIMESTAMP) + ms }).receive(signed(fixture("text")));
    expect(received(12 * hour)).toMatchObject({ events: [{ eventId: MESSAGE }] });
    expect(received(24 * hour + 1)).toEqual({ kind: "events", events: [] });
  });

  test("is the same event however often it comes, and follows of different times are different ones", () => {
    const id = (body: string) => {
      const received = channel.receive(signed(body));
      return received.kind === "events" ? received.events[0]?.eventId : null;
    };
    expect(id(fixture("follow"))).toBe(id(fixture("follow")));
    expect(id(fixture("follow", { timestamp: "1758000000002" }))).not.toBe(id(fixture("follow")));
  });

  test("of another account of the same app is ignored where the account is known", () => {
    const ours = channelAt({ oaId: "3886132808808645001" });
    expect(ours.receive(signed(fixture("text")))).toMatchObject({ events: [{ eventId: MESSAGE }] });
    expect(ours.receive(signed(fixture("text", { recipient: { id: "11" } })))).toEqual({ kind: "events", events: [] });
    expect(ours.receive(signed(fixture("follow", { oa_id: "11" })))).toEqual({ kind: "events", events: [] });
  });

  test.each([
    ["no sender", { sender: null }],
    ["an id that a number cannot hold", { sender: { id: 2 ** 60 } }],
    ["no text", { message: { msg_id: "1", text: "  " } }],
    ["a name of an object's own", { event_name: "constructor" }],
    ["no name", { event_name: null }],
  ])("with %s is nobody's", (_, change) => {
    expect(channel.receive(signed(fixture("text", change as never)))).toEqual({ kind: "events", events: [] });
  });
});

describe("creation", () => {
  test.each([
    ["an empty OA key", { oaSecretKey: "" }],
    ["an app id that is none", { appId: "my app" }],
    ["an empty app secret", { appSecret: "" }],
    ["an API in the open", { apiRoot: "http://openapi.example" }],
    ["no address", { oauthRoot: "oauth" }],
    ["no free message", { freeMessages: 0 }],
    ["half a message", { freeMessages: 1.5 }],
    ["no refresh in time", { refreshAheadMs: 30 * 3_600_000 }],
  ])("refuses %s, and shows no secret", (_, wrong) => {
    expect(() => channelAt(wrong)).toThrow(expect.objectContaining({ code: "zalo_oa.options" }));
    expect(() => channelAt(wrong)).not.toThrow(/secret-of-nobody|key-demo/);
  });
});

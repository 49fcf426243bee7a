import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { eventsOf, fixture, request, SECRET, telegram } from "./support.ts";

const channel = telegram();
const all = readdirSync(new URL("../../fixtures/telegram", import.meta.url)).map((name) => name.replace(".json", ""));

describe("a webhook call", () => {
  const body = JSON.stringify(fixture("private-text"));

  test.each([
    ["no secret", null],
    ["an empty one", ""],
    ["another one", `${SECRET.slice(0, -1)}x`],
    ["the beginning of it", SECRET.slice(0, 5)],
    ["more than it", `${SECRET}${SECRET}`],
  ])("with %s is refused", (_, secret) => {
    expect(channel.receive(request(body, secret))).toMatchObject({ kind: "refused", status: 401 });
  });

  test("is not parsed before its secret is seen", () => {
    expect(channel.receive(request("{", null))).toMatchObject({ kind: "refused", status: 401 });
  });

  test("is refused when the bot polls, whatever secret it shows", () => {
    const polling = telegram({ mode: "polling", webhookSecret: null });
    for (const secret of [null, "", "null"]) {
      expect(polling.receive(request(body, secret))).toMatchObject({ kind: "refused", status: 401 });
    }
  });

  test.each<[string, string | Uint8Array]>([
    ["nothing", ""],
    ["half of it", "{"],
    ["another encoding", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["an array", "[]"],
    ["a word", '"update"'],
    ["null", "null"],
    ["no update's id", "{}"],
    ["an update's id in letters", '{"update_id": "7"}'],
  ])("of %s is 400", (_, given) => {
    expect(channel.receive(request(given))).toMatchObject({ kind: "refused", status: 400 });
  });

  test.each([
    { update_id: 1, message: null },
    { update_id: 1, message: "text" },
    { update_id: 1, message: { message_id: 1 } },
    { update_id: 1, callback_query: { id: 7 } },
    { update_id: 1, something_new: {} },
  ])("that holds nothing readable is taken without effect: %j", (update) => {
    expect(eventsOf(channel, update)).toEqual([]);
  });
});

describe("events", () => {
  test.each([
    "my-chat-member-kicked",
    "channel-post",
    "group-new-member",
    "group-migrated",
    "group-anonymous-admin",
    "group-channel-forward",
    "press-on-inline-message",
    "edited-by-a-reaction",
    "edited-live-location",
    "edited-caption",
  ])("%s is nobody's question", (name) => {
    expect(eventsOf(channel, fixture(name))).toEqual([]);
  });

  test("a message is known by its chat and number, in the order of updates", () => {
    expect(eventsOf(channel, fixture("private-text"))).toMatchObject([
      { eventId: "message:501000001:11", conversation: "501000001", order: 910000101 },
    ]);
    expect(eventsOf(channel, fixture("group-mention"))).toMatchObject([
      { eventId: "message:-1001000000001:40", conversation: "-1001000000001" },
    ]);
  });

  test("a press is known by its own id", () => {
    expect(eventsOf(channel, fixture("press-source"))).toMatchObject([
      { eventId: "press:2151000000000000001", conversation: "501000001" },
    ]);
  });

  test("a redelivery gives the same events", () => {
    for (const name of all) expect(eventsOf(channel, fixture(name))).toEqual(eventsOf(channel, fixture(name)));
  });

  test("no two fixtures share an event id", () => {
    const ids = all.flatMap((name) => eventsOf(channel, fixture(name)).map(({ eventId }) => eventId));
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("hold no name, user name, phone number, place, file or quoted text", () => {
    const kept = all.flatMap((name) => eventsOf(channel, fixture(name))).map((event) => JSON.stringify(event));
    for (const secret of [
      "Lan",
      "lan_thu",
      "Văn phòng",
      "nhom_so_thu",
      "Người",
      "8490",
      "21.85",
      "AgADthu",
      "giao…",
      "07/CT-TTg…",
    ]) {
      expect(kept.filter((one) => one.includes(secret))).toEqual([]);
    }
  });
});

describe("an edit", () => {
  const [original] = eventsOf(channel, fixture("private-text"));
  const [edit] = eventsOf(channel, fixture("edited-text"));

  test("replaces the waiting message and has an id of its own", () => {
    expect(edit).toMatchObject({
      conversation: "501000001",
      payload: { edited_message: { message_id: 11 } },
      supersedes: {
        eventId: original?.eventId,
        payload: { message: { message_id: 11, text: "Sở Nội vụ phải làm gì theo Chỉ thị 07?" } },
      },
    });
    expect(edit?.eventId).not.toBe(original?.eventId);
  });

  test("in place of the message reads as the message, else as an edit", async () => {
    expect(await channel.read(edit?.supersedes?.payload ?? {})).toMatchObject({
      content: { kind: "text", text: "Sở Nội vụ phải làm gì theo Chỉ thị 07?" },
    });
    expect(await channel.read(edit?.payload ?? {})).toMatchObject({ content: { kind: "edited" } });
  });

  test("of an edit is another event that replaces the same message", () => {
    const later = { ...fixture("edited-text"), update_id: 910009999 };
    const [again] = eventsOf(channel, later);
    expect(again?.eventId).not.toBe(edit?.eventId);
    expect(again?.supersedes?.eventId).toBe(original?.eventId);
  });

  test("of a group's own talk reads as nothing, of a question to the bot as an edit", async () => {
    const [own] = eventsOf(channel, fixture("group-edited-own-talk"));
    const [asked] = eventsOf(channel, fixture("group-edited"));
    expect(await channel.read(own?.payload ?? {})).toBeNull();
    expect(await channel.read(own?.supersedes?.payload ?? {})).toBeNull();
    expect(await channel.read(asked?.payload ?? {})).toMatchObject({ setting: "group", content: { kind: "edited" } });
  });
});

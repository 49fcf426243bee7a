import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openTestDatabase } from "../support/database.ts";
import { said } from "../support/scripted-channel.ts";
import { ends, hurry } from "./running.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("delete from outgoing_messages");
  await db.query("delete from inbound_events");
});
const { inbox } = ends(db);
const expire = () => db.query("update inbound_events set lease_until = now() - interval '1 second'");
const textOf = (claim: Awaited<ReturnType<typeof inbox.claim>>) => claim?.payload.text ?? null;
const finish = (claim: Awaited<ReturnType<typeof inbox.claim>>) => db.transaction((tx) => inbox.finish(tx, claim!));

describe("an event", () => {
  it("that is delivered five times is stored once", async () => {
    const event = said("a", "hello");
    const results = [];
    for (let time = 0; time < 5; time += 1) results.push(await inbox.store("telegram", [event]));
    expect(results.map(({ stored }) => stored.length)).toEqual([1, 0, 0, 0, 0]);
    expect(results.map(({ duplicates }) => duplicates)).toEqual([0, 1, 1, 1, 1]);
    await finish(await inbox.claim());
    await inbox.store("telegram", [event]);
    expect(await inbox.claim()).toBeNull();
  });

  it("with the same id on another channel is another event", async () => {
    const event = said("a", "hello");
    await inbox.store("telegram", [event]);
    expect((await inbox.store("zalo-oa", [event])).stored).toHaveLength(1);
  });

  it("leaves neither the chat's id nor, once it is done, the words in the database", async () => {
    await inbox.store("telegram", [said("chat-4711", "geheime Frage", { eventId: "chat-4711:1" })]);
    const claim = await inbox.claim();
    expect(claim).toMatchObject({ channel: "telegram", attempts: 1, payload: { text: "geheime Frage" } });
    await finish(claim);
    const rows = JSON.stringify(await db.query("select * from inbound_events"));
    expect(rows).not.toMatch(/4711|geheime/);
  });

  it("may hold what PostgreSQL cannot store", async () => {
    await inbox.store("telegram", [said("a", "nul \u0000 and half \ud83d")]);
    expect(textOf(await inbox.claim())).toBe("nul \ufffd and half \ufffd");
  });
});

describe("a conversation", () => {
  it("has one event under way; others do not wait for it", async () => {
    await inbox.store("telegram", [said("a", "a1"), said("a", "a2"), said("b", "b1")]);
    const [first, second, third] = [await inbox.claim(), await inbox.claim(), await inbox.claim()];
    expect([first, second, third].map(textOf)).toEqual(["a1", "b1", null]);
    await finish(first);
    expect(textOf(await inbox.claim())).toBe("a2");
  });

  it("is taken in the platform's order, whatever order it arrived in", async () => {
    await inbox.store("telegram", [
      said("a", "third", { order: 30 }),
      said("a", "first", { order: 10 }),
      said("a", "second", { order: 20 }),
    ]);
    const order = [];
    for (let claim = await inbox.claim(); claim !== null; claim = await inbox.claim()) {
      order.push(textOf(claim));
      await finish(claim);
    }
    expect(order).toEqual(["first", "second", "third"]);
  });

  it("waits for an event that is to be tried again, also when an older one arrives meanwhile", async () => {
    await inbox.store("telegram", [said("a", "one", { order: 10 }), said("a", "two", { order: 20 })]);
    const claim = await inbox.claim();
    await inbox.retry(claim!, 60_000, "test");
    await inbox.store("telegram", [said("a", "late", { order: 5 }), said("b", "other", { order: 1 })]);
    expect(textOf(await inbox.claim())).toBe("other");
    expect(await inbox.claim()).toBeNull();
    await hurry(db);
    const again = await inbox.claim();
    expect(again).toMatchObject({ attempts: 2, payload: { text: "one" } });
    await finish(again);
    expect(textOf(await inbox.claim())).toBe("late");
  });

  it("goes on after an event was given up", async () => {
    await inbox.store("telegram", [said("a", "one"), said("a", "two")]);
    const claim = await inbox.claim();
    await db.transaction((tx) => inbox.giveUp(tx, claim!, "broken"));
    expect(textOf(await inbox.claim())).toBe("two");
    const rows = await db.query("select fault, payload from inbound_events where state = 'failed'");
    expect(rows).toEqual([{ fault: "broken", payload: null }]);
  });
});

describe("a worker that died", () => {
  it("loses its event to another when the lease ends, and can then change nothing", async () => {
    const other = ends(db, "two").inbox;
    await inbox.store("telegram", [said("a", "one")]);
    const claim = await inbox.claim();
    expect(await other.claim()).toBeNull();
    expect(await inbox.extend(claim!)).toBe(true);
    await expire();
    const taken = await other.claim();
    expect(taken).toMatchObject({ sequence: claim?.sequence, attempts: 2 });
    expect(await inbox.extend(claim!)).toBe(false);
    await expect(finish(claim)).rejects.toMatchObject({ code: "queue.lost_claim", retryable: true });
    await inbox.retry(claim!, 0, "late");
    expect(await db.query("select state, lease_owner from inbound_events")).toEqual([
      { state: "active", lease_owner: "two" },
    ]);
  });

  it("does not finish a later claim of its own", async () => {
    await inbox.store("telegram", [said("a", "one")]);
    const before = await inbox.claim();
    await expire();
    expect(await inbox.claim(), "still at it").toBeNull();
    inbox.leave(before!);
    const after = await inbox.claim();
    await expect(finish(before)).rejects.toMatchObject({ code: "queue.lost_claim" });
    await finish(after);
  });
});

describe("an edit", () => {
  const edit = (original: string, eventId: string) =>
    said("a", "edited", { eventId, supersedes: { eventId: original, payload: { chat: "a", text: "corrected" } } });

  it("changes a message that nobody has taken, and is done with that", async () => {
    await inbox.store("telegram", [said("a", "wrong", { eventId: "m1" })]);
    await inbox.store("telegram", [edit("m1", "m1:e1")]);
    const claim = await inbox.claim();
    expect(textOf(claim)).toBe("corrected");
    await finish(claim);
    expect(await inbox.claim()).toBeNull();
  });

  it("of a message under way is an event of its own, once", async () => {
    await inbox.store("telegram", [said("a", "wrong", { eventId: "m1" })]);
    const claim = await inbox.claim();
    await inbox.store("telegram", [edit("m1", "m1:e1")]);
    await inbox.store("telegram", [edit("m1", "m1:e1")]);
    await finish(claim);
    const second = await inbox.claim();
    expect(textOf(second)).toBe("edited");
    await finish(second);
    expect(await inbox.claim()).toBeNull();
  });
});

import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Sent } from "../../bot/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { ends, hurry, keyOf } from "./running.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("delete from outgoing_messages");
  await db.query("delete from channel_states");
});
const { outbox } = ends(db);

async function queue(chat: string, ...texts: string[]): Promise<void> {
  await db.transaction((tx) =>
    outbox.add(tx, {
      channel: "telegram",
      conversationKey: keyOf(chat),
      traceId: "trace",
      eventSequence: null,
      answerId: null,
      address: chat,
      parts: texts.map((text) => ({ text })),
    }),
  );
}

const sent: Sent = { kind: "sent", messageId: "77" };

/** Takes what there is to send until nothing is; each gets this answer of the platform's. */
async function drain(answer: (text: string) => Sent = () => sent): Promise<string[]> {
  const texts: string[] = [];
  for (let claim = await outbox.claim(); claim !== null; claim = await outbox.claim()) {
    texts.push(claim.content.text);
    await outbox.settle(claim, answer(claim.content.text));
  }
  return texts;
}

describe("messages", () => {
  it("that one transaction put in go out in their order, one at a time", async () => {
    const parts = Array.from({ length: 12 }, (_, index) => `part ${index}`);
    await queue("a", ...parts);
    const first = await outbox.claim();
    expect(await outbox.claim()).toBeNull();
    await outbox.settle(first!, sent);
    expect(await drain()).toEqual(parts.slice(1));
  });

  it("leave no address and no words behind when they are delivered", async () => {
    await queue("chat-4711", "die Antwort");
    await drain();
    const rows = await db.query<object>("select * from outgoing_messages");
    expect(rows).toMatchObject([{ state: "sent", provider_message_id: "77", address: null, content: null }]);
    expect(JSON.stringify(rows)).not.toMatch(/4711|Antwort/);
  });

  it("are not there when their transaction is rolled back", async () => {
    const failing = db.transaction(async (tx) => {
      await outbox.add(tx, {
        channel: "telegram",
        conversationKey: keyOf("a"),
        traceId: "t",
        eventSequence: null,
        answerId: null,
        address: "a",
        parts: [{ text: "never" }],
      });
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await outbox.claim()).toBeNull();
  });
});

describe("what the platform says", () => {
  it("429 for a chat holds this conversation and no other", async () => {
    await queue("a", "a1", "a2");
    await queue("b", "b1");
    const wait: Sent = { kind: "retry", afterMs: 60_000, scope: "conversation", reason: "rate" };
    expect(await drain((text) => (text === "a1" ? wait : sent))).toEqual(["a1", "b1"]);
    await hurry(db);
    expect(await drain()).toEqual(["a1", "a2"]);
  });

  it("a limit of the whole channel holds all of it", async () => {
    await queue("a", "a1");
    await queue("b", "b1");
    const wait: Sent = { kind: "retry", afterMs: 60_000, scope: "channel", reason: "-32" };
    expect(await drain(() => wait)).toEqual(["a1"]);
    await hurry(db);
    expect(await drain()).toEqual(["a1", "b1"]);
  });

  it("a closed window keeps the message until the person writes again", async () => {
    await queue("a", "old answer", "its second part");
    expect(await drain(() => ({ kind: "held", reason: "window_closed" }))).toEqual(["old answer"]);
    await hurry(db);
    expect(await drain()).toEqual([]);
    await queue("a", "new answer");
    expect(await drain()).toEqual(["old answer", "its second part", "new answer"]);
  });

  it("a person who cannot be reached does not hold up the rest", async () => {
    await queue("a", "a1", "a2");
    expect(
      await drain((text) => (text === "a1" ? { kind: "undeliverable", reason: "blocked_by_user" } : sent)),
    ).toEqual(["a1", "a2"]);
    expect(await db.query("select fault from outgoing_messages where state = 'failed'")).toEqual([
      { fault: "blocked_by_user" },
    ]);
  });

  it("an account that must be connected again loses nothing, and a sent message ends other blocks", async () => {
    await queue("a", "a1");
    await drain(() => ({ kind: "blocked", reason: "needs_reconnect" }));
    await hurry(db);
    expect(await drain()).toEqual([]);
    await db.query("update channel_states set blocked_reason = 'token_refused'");
    expect(await drain()).toEqual(["a1"]);
    expect(await db.query("select blocked_reason from channel_states")).toEqual([{ blocked_reason: null }]);
  });

  it("nothing: the message is in doubt, and another process sends it again when the lease ends", async () => {
    await queue("a", "a1", "a2");
    const lost = await outbox.claim();
    await db.query("update outgoing_messages set lease_until = now() - interval '1 second' where state = 'active'");
    const again = await ends(db, "two").outbox.claim();
    expect(again).toMatchObject({ sequence: lost?.sequence, attempts: 2 });
    await expect(outbox.settle(lost!, sent)).rejects.toMatchObject({ code: "queue.lost_claim" });
    await ends(db, "two").outbox.settle(again!, sent);
    expect(await drain()).toEqual(["a2"]);
  });
});

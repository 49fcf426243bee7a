import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Incoming } from "../../bot/index.ts";
import { AppError } from "../../retrieval/index.ts";
import { pruneQueue, queueDepth } from "../../server/queue/depth.ts";
import { openTestDatabase } from "../support/database.ts";
import { echo, said, scriptedChannel } from "../support/scripted-channel.ts";
import { ends, queueOver, settled } from "./running.ts";

const db = await openTestDatabase();
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("delete from outgoing_messages");
  await db.query("delete from inbound_events");
  await db.query("delete from channel_states");
});

const textOf = ({ content }: Incoming) => (content.kind === "text" ? content.text : "");
const perChat = (sent: { address: string; text: string }[]) =>
  Object.fromEntries(
    Object.entries(Object.groupBy(sent, ({ address }) => address)).map(([chat, list]) => [
      chat,
      list?.map(({ text }) => text),
    ]),
  );

describe("the queue", () => {
  it("answers 200 messages of 20 conversations once each, in order, one at a time in a conversation", async () => {
    const channel = scriptedChannel();
    const underWay = new Set<string>();
    const overlaps: string[] = [];
    const handle = async (incoming: Incoming) => {
      if (underWay.has(incoming.conversation)) overlaps.push(incoming.conversation);
      underWay.add(incoming.conversation);
      await new Promise((resolve) => setImmediate(resolve));
      underWay.delete(incoming.conversation);
      return echo(incoming);
    };
    const queues = [
      queueOver(db, { channels: [channel], handle }),
      queueOver(db, { channels: [channel], handle, owner: "two" }),
    ];
    const working = queues.map((queue) => queue.work());
    const chats = Array.from({ length: 20 }, (_, index) => `chat ${index}`);
    for (let n = 0; n < 10; n += 1) {
      for (const chat of chats) await queues[0]?.inbox.store("telegram", [said(chat, `${n}`)]);
    }
    await settled(db);
    for (const each of working) await each.stop();
    const expected = Array.from({ length: 10 }, (_, n) => `re: ${n}`);
    expect(perChat(channel.sent)).toEqual(Object.fromEntries(chats.map((chat) => [chat, expected])));
    expect(overlaps).toEqual([]);
    expect(await queueDepth(db)).toEqual([]);
  });

  it("tries again while the conversation waits and others go on, then goes on in order", async () => {
    const channel = scriptedChannel();
    let failures = 2;
    const handled: string[] = [];
    const handle = (incoming: Incoming) => {
      handled.push(textOf(incoming));
      if (textOf(incoming) === "a1" && failures-- > 0) throw new Error("for a moment");
      return echo(incoming);
    };
    const queue = queueOver(db, { channels: [channel], handle });
    await queue.inbox.store("telegram", [said("a", "a1"), said("a", "a2"), said("b", "b1")]);
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(perChat(channel.sent)).toEqual({ a: ["re: a1", "re: a2"], b: ["re: b1"] });
    expect(handled.filter((text) => text === "a1")).toHaveLength(3);
  });

  it("tells the person in one sentence after the last try, and the conversation goes on", async () => {
    const channel = scriptedChannel();
    const handle = (incoming: Incoming) => {
      if (textOf(incoming) === "bad") throw new AppError({ code: "test.always", message: "geheim" });
      return echo(incoming);
    };
    const queue = queueOver(db, { channels: [channel], handle, tries: 2 });
    await queue.inbox.store("telegram", [said("a", "bad"), said("a", "good")]);
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(perChat(channel.sent)).toEqual({ a: ["sorry", "re: good"] });
    expect(await db.query("select fault, attempts from inbound_events where state = 'failed'")).toEqual([
      { fault: "test.always", attempts: 2 },
    ]);
  });

  it("does not handle once more what killed its worker each time", async () => {
    const channel = scriptedChannel();
    const queue = queueOver(db, { channels: [channel], tries: 2 });
    await queue.inbox.store("telegram", [said("a", "deadly"), said("a", "next")]);
    await db.query(
      "update inbound_events set attempts = 2 where sequence = (select min(sequence) from inbound_events)",
    );
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(perChat(channel.sent)).toEqual({ a: ["sorry", "re: next"] });
  });

  it("stores answer, effect and messages together: a commit that fails leaves nothing and is tried again", async () => {
    const channel = scriptedChannel();
    let times = 0;
    const handle = (incoming: Incoming) => ({
      ...echo(incoming),
      commit: async (tx: typeof db) => {
        await tx.query("insert into rate_limits (limit_key, window_start, used) values ('effect', now(), 1)");
        times += 1;
        if (times === 1) throw new AppError({ code: "test.conflict", message: "Somebody was first.", retryable: true });
      },
    });
    const queue = queueOver(db, { channels: [channel], handle });
    await queue.inbox.store("telegram", [said("a", "one|two")]);
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(channel.sent.map(({ text }) => text)).toEqual(["re: one", "two"]);
    expect(times).toBe(2);
    expect(await db.query("select used from rate_limits where limit_key = 'effect'")).toEqual([{ used: 1 }]);
  });

  it("sends again what is in doubt, in order, and never drops it", async () => {
    const channel = scriptedChannel();
    channel.outcomes = [
      new Error("connection reset"),
      { kind: "retry", afterMs: 0, scope: "conversation", reason: "500" },
    ];
    const queue = queueOver(db, { channels: [channel] });
    await queue.inbox.store("telegram", [said("a", "one|two")]);
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(channel.sent.map(({ text }) => text)).toEqual(["re: one", "re: one", "re: one", "two"]);
  });

  it("leaves events of a channel that it does not have to a process that has it", async () => {
    const [telegram, zalo] = [scriptedChannel("telegram"), scriptedChannel("zalo-oa")];
    const queue = queueOver(db, { channels: [telegram] });
    await ends(db).inbox.store("zalo-oa", [said("z", "zalo")]);
    await queue.inbox.store("telegram", [said("a", "telegram")]);
    const working = queue.work();
    while (telegram.sent.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await working.stop();
    expect(await queueDepth(db)).toMatchObject([{ queue: "inbound", channel: "zalo-oa", state: "new", count: 1 }]);
    const other = queueOver(db, { channels: [zalo] }).work();
    await settled(db);
    await other.stop();
    expect(zalo.sent).toEqual([{ address: "z", text: "re: zalo" }]);
  });

  it("keeps what is finished for as long as a platform may deliver it again, then removes it", async () => {
    const queue = queueOver(db, { channels: [scriptedChannel()] });
    await queue.inbox.store("telegram", [said("a", "one")]);
    const working = queue.work();
    await settled(db);
    await working.stop();
    expect(await pruneQueue(db)).toBe(0);
    await db.query("update inbound_events set finished_at = now() - interval '15 days'");
    await db.query("update outgoing_messages set finished_at = now() - interval '15 days'");
    expect(await pruneQueue(db)).toBe(2);
  });
});

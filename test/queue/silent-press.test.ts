import { afterAll, expect, it } from "vitest";
import { answering } from "../bot/answering.ts";
import { talking } from "../bot/talking.ts";
import { connected, eventsOf } from "../channels/telegram/support.ts";
import { startTelegramDouble } from "../support/platforms/telegram/index.ts";
import { queueOver, settled } from "./running.ts";

const { db } = await answering();
const double = await startTelegramDouble();
afterAll(async () => {
  await double.close();
  await db.close();
});
const telegram = connected(double);
const { pipeline, invitations } = talking(db);

/** What waits at Telegram goes through the queue, until nothing is left to send. */
async function workOff(): Promise<void> {
  const queue = queueOver(db, { channels: [telegram], handle: (incoming) => pipeline.handle(incoming) });
  for (const update of double.pendingUpdates()) await queue.inbox.store("telegram", eventsOf(telegram, update));
  const working = queue.work();
  await settled(db);
  await working.stop();
}

it("a stranger who is told nothing any more sees the button's spinner stop, and nothing else", async () => {
  const group = double.group("Văn phòng Sở Thử");
  const [lan, stranger] = [double.user("Lan"), double.user("Người lạ")];
  const invited = { role: "official", unit: null, expiresInMs: 60_000, createdBy: "test" } as const;
  lan.starts((await invitations.create(invited)).deepLinkPayload);
  await workOff();
  lan.says("@TrichDanThuBot Sở Nội vụ Lào Cai phải làm gì?", { in: group });
  await workOff();
  for (let turn = 0; turn < 3; turn += 1) {
    stranger.says("@TrichDanThuBot cho hỏi", { in: group });
    await workOff();
  }
  const before = double.said(group.id);
  const pressed = stranger.presses("👍", { in: group });
  await workOff();
  expect(await pressed.acknowledged).toBe("");
  expect(double.said(group.id)).toEqual(before);
  expect(await db.query("select 1 from feedback")).toEqual([]);
  // The stranger's chat is not kept for it.
  expect(await db.query("select 1 from outgoing_messages where address is not null")).toEqual([]);
});

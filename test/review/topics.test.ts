import { afterAll, expect, it } from "vitest";
import { confirmNotice, proposeNotice } from "../../server/review/notices.ts";
import { toldBy } from "../../server/review/recipients.ts";
import { answering } from "../bot/answering.ts";
import { talking } from "../bot/talking.ts";
import { connected, eventsOf } from "../channels/telegram/support.ts";
import { queueOver, settled } from "../queue/running.ts";
import { startTelegramDouble, type TelegramGroup, type TelegramUser } from "../support/platforms/telegram/index.ts";
import { judgeWrong } from "../support/reviews.ts";

const { db } = await answering();
const double = await startTelegramDouble();
afterAll(async () => {
  await double.close();
  await db.close();
});
const telegram = connected(double);
const talk = talking(db);

/** Somebody writes, and it is handled as the worker does it; the answer's id. */
async function handled(written: { updateId: number }): Promise<string | null> {
  const update = double.pendingUpdates().find(({ update_id }) => update_id === written.updateId);
  const [event] = eventsOf(telegram, update);
  const incoming = await telegram.read(event!.payload);
  return (await talk.deliver(incoming!)).answerId;
}

async function enrolled(name: string): Promise<TelegramUser> {
  const user = double.user(name);
  const invited = { role: "official", unit: null, expiresInMs: 60_000, createdBy: "test" } as const;
  await handled(user.starts((await talk.invitations.create(invited)).deepLinkPayload));
  return user;
}

const ask = async (user: TelegramUser, group: TelegramGroup, threadId?: number) =>
  (await handled(
    user.says("@TrichDanThuBot Sở Nội vụ Lào Cai phải làm gì?", {
      in: group,
      ...(threadId === undefined ? {} : { threadId }),
    }),
  )) as string;

it("a correction stands in each topic in which the answer was given, once", async () => {
  const [lan, minh] = [await enrolled("Lan"), await enrolled("Minh")];
  const group = double.group("Văn phòng Sở Thử");
  const first = await ask(lan, group, 5);
  await ask(minh, group, 5);
  await ask(lan, group, 9);
  await ask(minh, group);
  await judgeWrong(db, first);
  const text = "Câu trả lời có chỗ chưa đúng; xin xem lại Mục 3.";
  const id = await proposeNotice(db, { answerId: first, text, addresses: [], actor: "hoa" });
  await confirmNotice(db, { id, actor: "lan", teller: { channels: [telegram] } });
  const working = queueOver(db, { channels: [telegram] }).work();
  await settled(db);
  await working.stop();

  const told = double
    .transcript(group.id)
    .flatMap((shown) => (shown.kind === "message" && shown.text.includes("Đính chính") ? [shown.threadId] : []));
  expect(told.sort()).toEqual([5, 9, null]);
  expect(double.transcript(lan.chat).some((shown) => JSON.stringify(shown).includes("Đính chính"))).toBe(false);
  const states = (await toldBy(db, id)).map(({ state, exchanges }) => [state, exchanges]);
  expect(states).toEqual([
    ["covered", 1],
    ["sent", 3],
  ]);
});

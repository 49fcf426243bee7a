import { afterAll, expect, it } from "vitest";
import { createTelegram, type Incoming } from "../../../bot/index.ts";
import { serverError, startTelegramDouble } from "../../support/platforms/telegram/index.ts";

const double = await startTelegramDouble();
afterAll(() => double.close());
const options = {
  token: double.token,
  webhookSecret: "secret-of-the-test",
  mode: "webhook" as const,
  apiRoot: double.apiRoot,
};
const telegram = createTelegram({ ...options, drafts: true });

const inChat = (chat: number, setting: Incoming["setting"] = "private"): Incoming => ({
  channel: "telegram",
  conversation: String(chat),
  sender: String(chat),
  setting,
  content: { kind: "text", text: "?" },
});

it("shows what is written so far in a private chat, at a message's length at most, and never in a group", async () => {
  const user = double.user("Lan");
  user.starts();
  await telegram.draft?.("Chỉ thị 07 <không> giao việc cho Sở Tài chính.", inChat(user.chat), 5);
  await telegram.draft?.("x".repeat(9_000), inChat(user.chat), 5);
  const group = double.group("Sở");
  await telegram.draft?.("trong nhóm", inChat(group.id, "group"), 6);
  expect(double.drafts(user.chat)).toEqual(["Chỉ thị 07 <không> giao việc cho Sở Tài chính.", "x".repeat(4096)]);
  expect(double.drafts(group.id)).toEqual([]);
});

it("stands in the topic where a private chat has topics", async () => {
  const bodies: object[] = [];
  const recording: typeof fetch = (url, init) => {
    bodies.push(JSON.parse(String(init?.body)));
    return fetch(url, init);
  };
  const user = double.user("Minh");
  user.starts();
  const drafting = createTelegram({ ...options, drafts: true, fetch: recording });
  await drafting.draft?.("Một câu.", { ...inChat(user.chat), topic: "3" }, 5);
  expect(bodies).toMatchObject([{ draft_id: 5, message_thread_id: 3 }]);
});

it("costs nothing when Telegram refuses it, and is off unless it is asked for", async () => {
  double.faults.next("sendMessageDraft", serverError);
  await expect(telegram.draft?.("a", inChat(double.user("Lan").chat), 5)).resolves.toBeUndefined();
  expect(createTelegram(options).draft).toBeUndefined();
});

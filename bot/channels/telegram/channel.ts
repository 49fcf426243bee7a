import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "grammy";
import type { Channel } from "../../channel.ts";
import type { Incoming } from "../../message.ts";
import { deleteWebhook, setWebhook, status } from "./admin.ts";
import { createApi } from "./api.ts";
import { createWhoAmI } from "./me.ts";
import { checkOptions, type TelegramOptions } from "./options.ts";
import { poll } from "./poll.ts";
import { createReader } from "./read.ts";
import { receive } from "./receive.ts";
import { acknowledge, render } from "./render.ts";
import { send } from "./send.ts";
import { inTopic, threadOf } from "./topic.ts";

const POLL_SECONDS = 30;
/** A poll that is answered in time comes back at its end; the rest is for the way. */
const POLL_GRACE_S = 10;

/**
 * Telegram. grammY parses and calls; it does not retry, pace or poll here, since the queue and the outbox do that
 * durably for all channels.
 * @throws AppError `telegram.invalid_options`
 */
export function createTelegram(options: TelegramOptions): Channel {
  checkOptions(options);
  const { token, webhookSecret, mode, pollSeconds = POLL_SECONDS, report = () => {}, wait = pause } = options;
  const { drafts = false } = options;
  const api = createApi(options);
  const hide = (text: string) =>
    [token, webhookSecret ?? ""].reduce(
      (left, secret) => (secret === "" ? left : left.replaceAll(secret, "***")),
      text,
    );
  const dependencies = { options, api, hide };
  const whoAmI = createWhoAmI(dependencies);
  const pollBy: NonNullable<Channel["poll"]> = (take, signal) => {
    const patient = createApi(options, pollSeconds + POLL_GRACE_S);
    return poll({ api: patient, pollSeconds, hide, report, wait }, take, signal);
  };
  return {
    name: "telegram",
    receive: (request) => receive(request, webhookSecret),
    read: createReader({ ...dependencies, whoAmI }),
    render,
    acknowledge,
    send: (part, address) => send(dependencies, part, address),
    typing: async (to) => {
      await api.sendChatAction(to.conversation, "typing", inTopic(threadOf(to))).catch(() => {});
    },
    ...(drafts ? { draft: (text: string, to: Incoming, id: number) => showDraft(api, text, to, id) } : {}),
    ...(mode === "polling" ? { poll: pollBy } : {}),
    inviteLink: async (payload) => `https://t.me/${(await whoAmI()).username}?start=${encodeURIComponent(payload)}`,
    status: () => status(dependencies),
    setWebhook: (url) => setWebhook(dependencies, url),
    deleteWebhook: () => deleteWebhook(dependencies),
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

/** Longer than a message may be is no preview of one. */
const LONGEST_DRAFT = 4096;

/** Private chats only, as Telegram has it. Plain text: half an answer may end inside a tag. */
async function showDraft(api: Api, text: string, to: Incoming, id: number): Promise<void> {
  if (to.setting !== "private") return;
  const shown = text.slice(0, LONGEST_DRAFT);
  await api.sendMessageDraft(Number(to.conversation), id, shown, inTopic(threadOf(to))).catch(() => {});
}

import { type Api, Bot, BotError } from "grammy";
import type { Update, UserFromGetMe } from "grammy/types";
import type { JsonObject } from "../../channel.ts";
import type { Incoming, IncomingContent } from "../../message.ts";
import { askedText, isAddressed } from "./addressed.ts";
import { clientOptions } from "./api.ts";
import { parseCallbackData } from "./callback-data.ts";
import type { WhoAmI } from "./me.ts";
import type { TelegramOptions } from "./options.ts";
import { writeReference } from "./reference.ts";
import { topicOf } from "./topic.ts";
import { MEDIA, mediaOf, type StoredMessage, type StoredPress } from "./update.ts";

export interface ReaderDependencies {
  options: TelegramOptions;
  api: Api;
  whoAmI: WhoAmI;
}

/** Reads stored updates with grammY. The first one asks Telegram who the bot is, which groups need. */
export function createReader(dependencies: ReaderDependencies): (payload: JsonObject) => Promise<Incoming | null> {
  const results = new WeakMap<object, Incoming>();
  let bot: Bot | null = null;
  return async (payload) => {
    const me = await dependencies.whoAmI();
    bot ??= createBot(dependencies, me, results);
    // Our own copy is the key: the same stored object may be read twice at a time.
    const update = { ...payload } as unknown as Update;
    try {
      await bot.handleUpdate(update);
    } catch (error) {
      // BotError holds the context, and with it the token.
      throw error instanceof BotError ? error.error : error;
    }
    return results.get(update) ?? null;
  };
}

function createBot({ options, api }: ReaderDependencies, me: UserFromGetMe, results: WeakMap<object, Incoming>): Bot {
  const bot = new Bot(options.token, { botInfo: me, client: clientOptions(options) });
  bot.on("message", ({ update, message, me }) => {
    const incoming = readMessage(message as StoredMessage, me);
    if (incoming !== null) results.set(update, incoming);
  });
  bot.on("edited_message", ({ update, editedMessage, me }) => {
    const incoming = readMessage(editedMessage as StoredMessage, me);
    if (incoming !== null) results.set(update, { ...incoming, content: { kind: "edited" } });
  });
  bot.on("callback_query:data", ({ update, callbackQuery }) => {
    const incoming = readPress(callbackQuery as StoredPress);
    if (incoming !== null) results.set(update, incoming);
    // A button that we never made: nobody will answer, so its spinner is stopped here, best effort.
    else void api.answerCallbackQuery(callbackQuery.id).catch(() => {});
  });
  return bot;
}

const settingOf = ({ type }: StoredMessage["chat"]) => (type === "private" ? "private" : "group");

function readMessage(message: StoredMessage, me: UserFromGetMe): Incoming | null {
  const setting = settingOf(message.chat);
  if (setting === "group" && !isAddressed(message, me)) return null;
  return {
    channel: "telegram",
    conversation: String(message.chat.id),
    sender: String(message.from.id),
    ...topicOf(message),
    setting,
    content: contentOf(message, me),
    reference: writeReference({ messageId: message.message_id }),
  };
}

function contentOf(message: StoredMessage, me: UserFromGetMe): IncomingContent {
  if (message.text === undefined) return { kind: "media", what: MEDIA[mediaOf(message) ?? "poll"] };
  const text = askedText(message, me);
  const start = /^\/start(?:@\w+)?(?:\s+(.*))?$/isu.exec(text);
  if (start === null) return { kind: "text", text: text === "" ? JUST_NAMED : text };
  const code = start[1]?.trim() ?? "";
  return { kind: "joined", code: DEEP_LINK_CODE.test(code) ? code : null };
}

/** Who only names the bot wants to know what it is for. */
const JUST_NAMED = "/huongdan";
/** What Telegram lets a deep link carry. */
const DEEP_LINK_CODE = /^[\w-]{1,64}$/;

function readPress({ id, from, message, data }: StoredPress): Incoming | null {
  const action = parseCallbackData(data);
  if (action === null) return null;
  return {
    channel: "telegram",
    conversation: String(message.chat.id),
    sender: String(from.id),
    ...topicOf(message),
    setting: settingOf(message.chat),
    content: { kind: "action", action },
    reference: writeReference({ messageId: message.message_id, press: id }),
  };
}

import type { Chat, ChatMessage, Person } from "./world.ts";

/** A person as Telegram tells of one: with names, so that a test sees whether they are left out. */
export const userObject = ({ id, name }: Person) => ({
  id,
  is_bot: false,
  first_name: name,
  last_name: "Thử",
  username: `nguoi_thu_${id}`,
  language_code: "vi",
});

export type Me = { id: number; username: string };

export const botObject = ({ id, username }: Me) => ({ id, is_bot: true, first_name: "Trích Dẫn (thử)", username });

export function chatObject({ id, type, title, person }: Chat) {
  return person ? { id, type, first_name: person.name, username: `nguoi_thu_${id}` } : { id, type, title };
}

export function messageObject(chat: Chat, message: ChatMessage, me: Me, repliedTo?: ChatMessage): object {
  const { media, text } = message;
  const entities = entitiesIn(text);
  return {
    message_id: message.id,
    from: message.from ? userObject(message.from) : botObject(me),
    chat: chatObject(chat),
    date: message.date,
    ...(message.edited ? { edit_date: Math.floor(Date.now() / 1_000) } : {}),
    ...(message.threadId === null ? {} : { message_thread_id: message.threadId, is_topic_message: true }),
    ...(repliedTo ? { reply_to_message: messageObject(chat, repliedTo, me) } : {}),
    ...(media === null ? { text, ...(entities.length > 0 ? { entities } : {}) } : mediaObject(media, text)),
    ...(message.buttons.length > 0 ? { reply_markup: keyboardObject(message) } : {}),
  };
}

const keyboardObject = ({ buttons }: ChatMessage) => ({
  inline_keyboard: buttons.map((row) => row.map(({ text, data }) => ({ text, callback_data: data ?? "" }))),
});

function mediaObject(media: string, caption: string): object {
  const file = { file_id: "AgADthu", file_unique_id: "thu", file_size: 1_024 };
  const content =
    media === "photo"
      ? [{ ...file, width: 90, height: 60 }]
      : media === "contact"
        ? { phone_number: "+84900000000", first_name: "Người quen" }
        : media === "location"
          ? { latitude: 21.85, longitude: 106.76 }
          : file;
  return { [media]: content, ...(caption === "" ? {} : { caption, caption_entities: entitiesIn(caption) }) };
}

/** The entities that Telegram finds by itself. */
function entitiesIn(text: string): { type: string; offset: number; length: number }[] {
  return [
    ...find(text, "bot_command", /(?<![\w/])\/[a-z0-9_]{1,32}(?:@\w+)?/gi),
    ...find(text, "mention", /(?<![\w/@])@[a-z]\w{3,31}/gi),
    ...find(text, "url", /https?:\/\/\S+/g),
  ].sort((a, b) => a.offset - b.offset);
}

const find = (text: string, type: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ type, offset: index, length: found.length }));

import { storable } from "../../../retrieval/index.ts";
import type { InboundEvent, Json, JsonObject } from "../../channel.ts";
import { isObject } from "./api.ts";

/** What is stored of an event: no display names, no addresses of pictures. */
export type EventPayload = JsonObject & {
  /** "message.text.received" */
  event: string;
  chat: string;
  sender: string;
  group: boolean;
  /** Written by a bot, ourselves included. */
  bot: boolean;
  text: string | null;
};

/**
 * Both forms that were seen: `{ok, result: {event_name, message}}` as documented and by getUpdates, and the flat
 * `{event_name, message}` of real webhooks. Null when it names no chat: nobody could be answered, as with an
 * "unsupported" event of a protected sender that carries no message.
 */
export function toEvent(body: JsonObject): InboundEvent | null {
  const event = body.ok === true && isObject(body.result) ? body.result : body;
  const message = isObject(event.message) ? event.message : null;
  const chat = message && isObject(message.chat) ? message.chat : null;
  const conversation = idOf(chat?.id);
  if (typeof event.event_name !== "string" || message === null || chat === null || conversation === null) return null;
  const from = isObject(message.from) ? message.from : {};
  const payload: EventPayload = {
    event: storable(event.event_name),
    chat: conversation,
    sender: idOf(from.id) ?? conversation,
    group: chat.chat_type === "GROUP",
    bot: from.is_bot === true,
    text: textOf(message),
  };
  const order = typeof message.date === "number" && Number.isFinite(message.date) ? message.date : 0;
  return { eventId: eventIdOf(payload, idOf(message.message_id), order), conversation, order, payload };
}

/** The chat is part of it, so that the same number in two chats can never swallow a message. */
function eventIdOf({ event, chat, sender }: EventPayload, messageId: string | null, order: number): string {
  return [event, chat, messageId ?? `${sender}:${order}`].join(":");
}

/** Strings of hexadecimal digits; a number is taken as well, since only documentation says so. */
function idOf(value: Json | undefined): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? storable(value) : null;
}

function textOf(message: JsonObject): string | null {
  if (typeof message.text !== "string") return null;
  return storable(withoutMentions(message.text, message.mentions));
}

/**
 * Groups are in beta and their payload is not documented; where mentions come with their places, as on Zalo's other
 * interfaces (`pos` and `len`), they are cut out from the end on. What does not point at an "@" is left alone.
 */
function withoutMentions(text: string, mentions: Json | undefined): string {
  if (!Array.isArray(mentions)) return text;
  const places = mentions
    .filter(isObject)
    .flatMap((mention) => placeOf(mention))
    .filter(({ start }) => text[start] === "@")
    .toSorted((a, b) => b.start - a.start);
  const cut = places.reduce((rest, { start, length }) => rest.slice(0, start) + rest.slice(start + length), text);
  return places.length > 0 ? cut.trim() : text;
}

function placeOf({ pos, offset, len, length }: JsonObject): { start: number; length: number }[] {
  const [start, size] = [pos ?? offset, len ?? length];
  return typeof start === "number" && typeof size === "number" && size > 0 ? [{ start, length: size }] : [];
}

import type { InboundEvent, JsonObject } from "../../channel.ts";
import { mediaOf, messageSchema, pressSchema, type StoredMessage, updateSchema } from "./update.ts";

/**
 * The events of one update, without names; none when it concerns nobody: a member's coming and going, a channel's post,
 * another bot. Null when it is no update at all.
 *
 * A message is known by its chat and its number in it, so that a later edit can name it. A redelivered update gives the
 * same ids. `order` is the update's id; after a week without updates Telegram begins with another one, by which time
 * nothing of a conversation waits any more.
 */
export function eventsOf(raw: unknown): InboundEvent[] | null {
  const update = updateSchema.safeParse(raw);
  if (!update.success) return null;
  const { update_id: order, message, edited_message, callback_query } = update.data;
  const event = written(order, message) ?? edited(order, edited_message) ?? pressed(order, callback_query);
  return event === null ? [] : [event];
}

const idOf = ({ chat, message_id }: StoredMessage) => `message:${chat.id}:${message_id}`;

function written(order: number, raw: unknown): InboundEvent | null {
  const message = readable(raw);
  if (message === null) return null;
  return { eventId: idOf(message), conversation: String(message.chat.id), order, payload: asMessage(order, message) };
}

/**
 * An edit counts when a person changed a text. Telegram also tells of a first reaction, a link's preview or a place that
 * moves, and of some of these without an edit date; where it gives one, the two cannot be told apart here. Each edit has
 * an id of its own: while the message waits, the last one is the message.
 */
function edited(order: number, raw: unknown): InboundEvent | null {
  const message = readable(raw);
  if (message?.text === undefined || message.edit_date === undefined) return null;
  return {
    eventId: `edit:${message.chat.id}:${message.message_id}:${order}`,
    conversation: String(message.chat.id),
    order,
    payload: { update_id: order, edited_message: message },
    supersedes: { eventId: idOf(message), payload: asMessage(order, message) },
  };
}

function pressed(order: number, raw: unknown): InboundEvent | null {
  const press = pressSchema.safeParse(raw);
  if (!press.success || press.data.from.is_bot) return null;
  return {
    eventId: `press:${press.data.id}`,
    conversation: String(press.data.message.chat.id),
    order,
    payload: { update_id: order, callback_query: press.data },
  };
}

const asMessage = (order: number, message: StoredMessage): JsonObject => ({ update_id: order, message });

/** From a person, in a chat, with something in it that can be answered. */
function readable(raw: unknown): StoredMessage | null {
  const message = messageSchema.safeParse(raw);
  if (!message.success || message.data.from.is_bot || message.data.sender_chat !== undefined) return null;
  return message.data.text === undefined && mediaOf(message.data) === undefined ? null : message.data;
}

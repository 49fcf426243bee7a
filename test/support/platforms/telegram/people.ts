import type { MethodsContext, Press } from "./methods.ts";
import { messageObject } from "./objects.ts";
import type { Chat, ChatMessage, Person } from "./world.ts";

export interface WriteOptions {
  /** Default: the private chat with the bot. */
  in?: TelegramGroup;
  /** A message's id. */
  replyTo?: number;
  /** The topic of a forum group. */
  threadId?: number;
}

export interface Written {
  updateId: number;
  messageId: number;
}

export interface Pressed {
  updateId: number;
  /** The text of the toast, "" for none, when the bot acknowledges: until then the spinner turns. */
  acknowledged: Promise<string>;
}

/** A group of Telegram with the bot in it. */
export interface TelegramGroup {
  readonly id: number;
  readonly title: string;
  /** Throws the bot out, which tells it so. */
  removesBot(): void;
  /** Becomes a supergroup with another id. */
  grows(): TelegramGroup;
}

/** Somebody with Telegram on the phone. */
export interface TelegramUser {
  readonly id: number;
  readonly name: string;
  /** Of the private chat with the bot. */
  readonly chat: number;
  says(text: string, options?: WriteOptions): Written;
  /** Opens the bot by a link, with or without a code. */
  starts(code?: string): Written;
  /** "sticker", "photo", "voice"…: Telegram's name of the content. */
  sends(media: string, options?: WriteOptions & { caption?: string }): Written;
  edits(messageId: number, text: string, options?: Pick<WriteOptions, "in">): Written;
  /** Presses the newest button whose label holds the words. */
  presses(label: string, options?: Pick<WriteOptions, "in">): Pressed;
  blocks(): void;
  unblocks(): void;
  /** The account is deleted. */
  leaves(): void;
}

export type PeopleContext = Pick<MethodsContext, "world" | "updates" | "me" | "presses"> & {
  changed(): void;
  newPressId(): string;
};

export function createGroup(context: PeopleContext, title: string): TelegramGroup {
  return groupOf(context, context.world.group(title, "group"));
}

function groupOf(context: PeopleContext, chat: Chat): TelegramGroup {
  return {
    id: chat.id,
    title: chat.title,
    removesBot: () => {
      chat.removed = true;
      memberUpdate(context, chat, "kicked");
    },
    grows: () => groupOf(context, context.world.move(chat)),
  };
}

export function createUser(context: PeopleContext, name: string): TelegramUser {
  const { world } = context;
  const person = world.person(name);
  const own = world.chat(person.id);
  const placeOf = (group: TelegramGroup | undefined) => (group ? world.chat(group.id) : own);
  const write = (media: string | null, text: string, { in: group, replyTo, threadId }: WriteOptions): Written => {
    const chat = placeOf(group);
    chat.started = true;
    const message = world.add(chat, {
      from: person,
      text,
      entities: [],
      html: null,
      buttons: [],
      replyTo: replyTo ?? null,
      threadId: threadId ?? null,
      edited: false,
      media,
    });
    return tell(context, "message", chat, message);
  };
  const says = (text: string, options: WriteOptions = {}) => write(null, text, options);
  return {
    id: person.id,
    name,
    chat: person.id,
    says,
    starts: (code) => says(code === undefined ? "/start" : `/start ${code}`),
    sends: (media, { caption = "", ...options } = {}) => write(media, caption, options),
    edits: (messageId, text, { in: group } = {}) => {
      const chat = placeOf(group);
      const message = world.message(chat, messageId);
      if (message?.from !== person) throw new Error("a person edits only what that person wrote");
      Object.assign(message, { text, edited: true });
      return tell(context, "edited_message", chat, message);
    },
    presses: (label, { in: group } = {}) => press(context, person, placeOf(group), label),
    blocks: () => {
      person.blocked = true;
      memberUpdate(context, own, "kicked");
    },
    unblocks: () => {
      person.blocked = false;
      memberUpdate(context, own, "member");
    },
    leaves: () => {
      person.deactivated = true;
    },
  };
}

function tell(
  { updates, world, me }: PeopleContext,
  kind: "message" | "edited_message",
  chat: Chat,
  message: ChatMessage,
): Written {
  const repliedTo = message.replyTo === null ? undefined : world.message(chat, message.replyTo);
  const { update_id } = updates.push(chat.id, { [kind]: messageObject(chat, message, me, repliedTo) });
  return { updateId: update_id, messageId: message.id };
}

function press(context: PeopleContext, by: Person, chat: Chat, label: string): Pressed {
  const { world, updates, me, presses, changed } = context;
  const found = world
    .messages(chat)
    .toReversed()
    .flatMap((message) => message.buttons.flat().map((button) => ({ message, button })))
    .find(({ button }) => button.text.includes(label));
  if (!found) throw new Error(`no button with the words "${label}"`);
  const { message, button } = found;
  const id = context.newPressId();
  const { promise, resolve } = Promise.withResolvers<string>();
  chat.happenings.push({ kind: "press", by, label: button.text });
  const acknowledged: Press["acknowledged"] = (text) => {
    if (text !== "") chat.happenings.push({ kind: "toast", to: by, text });
    resolve(text);
    changed();
  };
  presses.set(id, { id, by, chat, acknowledged });
  const { update_id } = updates.push(chat.id, {
    callback_query: {
      id,
      from: (messageObject(chat, { ...message, from: by }, me) as { from: object }).from,
      message: messageObject(chat, message, me),
      chat_instance: "8000000000000000001",
      data: button.data ?? "",
    },
  });
  return { updateId: update_id, acknowledged: promise };
}

function memberUpdate({ updates, me }: PeopleContext, chat: Chat, status: "kicked" | "member"): void {
  const user = { id: me.id, is_bot: true, first_name: "Trích Dẫn (thử)", username: me.username };
  updates.push(chat.id, {
    my_chat_member: {
      chat: { id: chat.id, type: chat.type },
      from: { id: chat.person?.id ?? 1, is_bot: false, first_name: chat.title },
      date: Math.floor(Date.now() / 1_000),
      old_chat_member: { user, status: status === "kicked" ? "member" : "kicked" },
      new_chat_member: { user, status },
    },
  });
}

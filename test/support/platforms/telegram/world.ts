import type { Entity } from "./html.ts";
import { BotApiRefusal, badRequest } from "./refusal.ts";

export interface Person {
  id: number;
  name: string;
  blocked: boolean;
  deactivated: boolean;
}

export interface Button {
  text: string;
  data: string | null;
  url: string | null;
}

export interface ChatMessage {
  id: number;
  /** Null: the bot. */
  from: Person | null;
  date: number;
  text: string;
  entities: Entity[];
  html: string | null;
  buttons: Button[][];
  replyTo: number | null;
  threadId: number | null;
  edited: boolean;
  /** Telegram's field for content that is no text. */
  media: string | null;
}

/** What happens in a chat, in the order in which it is seen. */
export type Happening =
  | { kind: "message"; message: ChatMessage }
  | { kind: "press"; by: Person; label: string }
  | { kind: "toast"; to: Person; text: string };

export interface Chat {
  id: number;
  type: "private" | "group" | "supergroup";
  title: string;
  /** Of a private chat. */
  person: Person | null;
  /** The person has written: before that a bot cannot. */
  started: boolean;
  /** The bot was thrown out. */
  removed: boolean;
  movedTo: number | null;
  happenings: Happening[];
  lastMessageId: number;
  typing: number;
  /** Previews in the order in which they were shown; each goes when the next or a message comes. */
  drafts: string[];
}

/** Chats and people as the platform knows them. */
export interface World {
  person(name: string): Person;
  group(title: string, type: "group" | "supergroup"): Chat;
  chat(id: number): Chat;
  /** A chat that the bot may write to, else Telegram's refusal. */
  writable(id: unknown): Chat;
  add(chat: Chat, message: Omit<ChatMessage, "id" | "date">): ChatMessage;
  message(chat: Chat, id: number): ChatMessage | undefined;
  messages(chat: Chat): ChatMessage[];
  /** The group gets another id, as when it grows into a supergroup. */
  move(chat: Chat): Chat;
}

export function createWorld(): World {
  const chats = new Map<number, Chat>();
  let lastPerson = 500_000_000;
  let lastGroup = 0;
  const open = (chat: Pick<Chat, "id" | "type" | "title" | "person" | "started">): Chat => {
    const made = { ...chat, removed: false, movedTo: null, happenings: [], lastMessageId: 0, typing: 0, drafts: [] };
    chats.set(chat.id, made);
    return made;
  };
  const group: World["group"] = (title, type) => {
    lastGroup += 1;
    // As Telegram has them: both negative, supergroups beyond 32 bits.
    const id = type === "group" ? -4_000_000 - lastGroup : -1_001_000_000_000 - lastGroup;
    return open({ id, type, title, person: null, started: true });
  };
  return {
    person: (name) => {
      lastPerson += 1;
      const person = { id: lastPerson, name, blocked: false, deactivated: false };
      open({ id: person.id, type: "private", title: name, person, started: false });
      return person;
    },
    group,
    chat: (id) => found(chats.get(id)),
    writable: (id) => writable(found(chats.get(Number(id)))),
    add: (chat, message) => {
      chat.lastMessageId += 1;
      const added = { ...message, id: chat.lastMessageId, date: Math.floor(Date.now() / 1_000) };
      chat.happenings.push({ kind: "message", message: added });
      return added;
    },
    message: (chat, id) => messagesOf(chat).find((message) => message.id === id),
    messages: messagesOf,
    move: (chat) => {
      const moved = group(chat.title, "supergroup");
      chat.movedTo = moved.id;
      return moved;
    },
  };
}

const messagesOf = (chat: Chat) =>
  chat.happenings.flatMap((happening) => (happening.kind === "message" ? [happening.message] : []));

function found(chat: Chat | undefined): Chat {
  if (chat === undefined) throw badRequest("chat not found");
  return chat;
}

function writable(chat: Chat): Chat {
  if (chat.movedTo !== null) {
    throw new BotApiRefusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: chat.movedTo,
    });
  }
  if (!chat.started) throw badRequest("chat not found");
  if (chat.removed) throw new BotApiRefusal(403, `Forbidden: bot was kicked from the ${chat.type} chat`);
  if (chat.person?.deactivated) throw new BotApiRefusal(403, "Forbidden: user is deactivated");
  if (chat.person?.blocked) throw new BotApiRefusal(403, "Forbidden: bot was blocked by the user");
  return chat;
}

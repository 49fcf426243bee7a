import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { shown } from "./text.ts";
import type { DoubleEvent, Line } from "./types.ts";

/** 20 hexadecimal digits, always the same for a name, as Zalo's ids look. */
export const idOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 20);
const groupIdOf = (name: string) => `zgr-${idOf(`group ${name}`)}`;

export interface Chats {
  /** Composes what Zalo would hand over, and notes it in the chat. */
  event(name: string, kind: string, extra: Record<string, unknown>, group?: string): DoubleEvent;
  /** True when somebody wrote in it before: a bot cannot write first. */
  knows(chatId: string): boolean;
  /** Notes a message of the bot's; returns Zalo's id of it. */
  said(chatId: string, text: string, mode: unknown): string;
  lines(name: string): Line[];
  /** What the bot has said in the chat, once there are `count` messages. */
  replies(name: string, count: number): Promise<string[]>;
}

/** Chats by name: of a person, or of a group. */
export function createChats(): Chats {
  const chats = new Map<string, Line[]>();
  const said = new EventEmitter().setMaxListeners(0);
  let messages = 0;
  const nextId = () => {
    messages += 1;
    return idOf(`message ${messages}`);
  };
  const chatOf = (name: string) => chats.get(idOf(name)) ?? chats.get(groupIdOf(name)) ?? [];
  const note = (chatId: string, line: Line) => chats.set(chatId, [...(chats.get(chatId) ?? []), line]);
  return {
    event: (name, kind, extra, group) => {
      const chatId = group === undefined ? idOf(name) : groupIdOf(group);
      const text = wordsOf(kind, extra);
      note(chatId, { from: "user", text, raw: text });
      const message = {
        message_id: nextId(),
        date: Date.now(),
        chat: { id: chatId, chat_type: group === undefined ? "PRIVATE" : "GROUP" },
        from: { id: idOf(name), display_name: `Display name of ${name}`, is_bot: false },
        ...extra,
      };
      return { event_name: `message.${kind}.received`, message };
    },
    knows: (chatId) => chats.has(chatId),
    said: (chatId, raw, mode) => {
      note(chatId, { from: "bot", text: shown(raw, mode), raw });
      said.emit(chatId);
      return nextId();
    },
    lines: (name) => [...chatOf(name)],
    replies: async (name, count) => {
      const heard = () => chatOf(name).flatMap(({ from, text }) => (from === "bot" ? [text] : []));
      const chatId = chats.has(groupIdOf(name)) ? groupIdOf(name) : idOf(name);
      while (heard().length < count) await once(said, chatId);
      return heard();
    },
  };
}

function wordsOf(kind: string, { text, caption }: Record<string, unknown>): string {
  if (typeof text === "string") return text;
  return typeof caption === "string" ? `(${kind}) ${caption}` : `(${kind})`;
}

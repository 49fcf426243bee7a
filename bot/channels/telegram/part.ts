import type { OutgoingPart } from "../../channel.ts";
import type { Keyboard } from "./keyboard.ts";

/** One message; `text` is what its HTML reads as, and what is sent when the HTML is refused. */
export type MessagePart = {
  kind: "message";
  text: string;
  html: string;
  keyboard?: Keyboard;
  replyTo?: number;
  threadId?: number;
};

/** Acknowledges a pressed button; a text shows as a toast. */
export type PressPart = { kind: "press"; text: string; press: string };

export type TelegramPart = MessagePart | PressPart;

/** What `render` made, as it comes back from the outbox. */
export const asTelegramPart = (part: OutgoingPart) => part as TelegramPart;

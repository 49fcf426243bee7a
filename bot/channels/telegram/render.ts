import type { OutgoingPart } from "../../channel.ts";
import type { Incoming, Reply } from "../../message.ts";
import { replyText } from "../../reply-text.ts";
import { splitText } from "../../split.ts";
import { answerHtml, escapeHtml, headedHtml } from "./html.ts";
import { answerKeyboard } from "./keyboard.ts";
import type { MessagePart, PressPart, TelegramPart } from "./part.ts";
import { type Reference, readReference } from "./reference.ts";
import { threadOf } from "./topic.ts";

/** Telegram takes 4,096 UTF-16 units after parsing; a little room in case it counts otherwise than we do. */
const MESSAGE_LIMIT = 4_000;
const TOAST_LIMIT = 200;

/** A reply as Telegram's messages. A button's effect is a toast; other answers to a button first stop its spinner. */
export function render(reply: Reply, to: Incoming): OutgoingPart[] {
  const reference = readReference(to.reference);
  const press = reference?.press;
  if (press === undefined) return messages(reply, to, reference);
  const isToast = reply.kind === "done" && reply.text.length <= TOAST_LIMIT;
  const acknowledged: PressPart = { kind: "press", text: isToast ? reply.text.toWellFormed() : "", press };
  return isToast ? [acknowledged] : [acknowledged, ...messages(reply, to, reference)];
}

/** Nothing is said to whoever pressed; the button's spinner stops all the same. */
export function acknowledge(to: Incoming): PressPart[] {
  const press = readReference(to.reference)?.press;
  return press === undefined ? [] : [{ kind: "press", text: "", press }];
}

function messages(reply: Reply, to: Incoming, reference: Reference | null): TelegramPart[] {
  const parts = bodies(reply);
  // In a group others talk in between: the first message shows what it answers.
  const [first] = parts;
  if (first && to.setting === "group" && reference) first.replyTo = reference.messageId;
  const threadId = threadOf(to);
  if (threadId !== undefined) for (const part of parts) part.threadId = threadId;
  return parts;
}

function bodies(reply: Reply): MessagePart[] {
  switch (reply.kind) {
    case "answer": {
      const parts = split(reply.answer.answer, (text, index) => answerHtml(text, { withVerdict: index === 0 }));
      const keyboard = answerKeyboard(reply.answer);
      const last = parts.at(-1);
      if (last && keyboard.length > 0) last.keyboard = keyboard;
      return parts;
    }
    case "clause": {
      // Of a correction its first line; a screen of bold letters says nothing.
      const heading = (reply.correction?.split("\n")[0] ?? reply.heading).toWellFormed().trim();
      return split(replyText(reply).trimStart(), (text, index) => headedHtml(text, index === 0 ? heading : ""));
    }
    case "notice":
    case "done":
      return split(reply.text, escapeHtml);
  }
}

/** The plain text is split and each part marked up by itself, so no tag is ever cut. Half a surrogate pair is no UTF-8. */
function split(text: string, html: (text: string, index: number) => string): MessagePart[] {
  return splitText(text.toWellFormed(), MESSAGE_LIMIT).map((part, index) => ({
    kind: "message",
    text: part,
    html: html(part, index),
  }));
}

import type { Answer } from "../../../prompts/index.ts";
import type { OutgoingPart } from "../../channel.ts";
import type { Reply } from "../../message.ts";
import { replyText } from "../../reply-text.ts";
import { splitText } from "../../split.ts";
import { type MarkdownOptions, toMarkdown } from "./markdown.ts";

/**
 * Longest text that Zalo takes. It does not say whether it counts UTF-16 units or characters; units are never fewer,
 * so a text within the limit by units is within it by both.
 */
export const TEXT_LIMIT = 2_000;

/** `markdown` is what is sent, `text` what is sent when that is refused; null when it would not be shown truly. */
export type ZaloBotPart = OutgoingPart & { markdown: string | null };

export interface RenderOptions {
  markdown: boolean;
}

/** There are no buttons: sources and choices are opened by sending their number. */
export function render(reply: Reply, { markdown }: RenderOptions): ZaloBotPart[] {
  const parts = splitText(withHint(reply).toWellFormed(), TEXT_LIMIT);
  return parts.map((text, index) => ({
    text,
    markdown: markdown && isFormatted(reply) ? formatted(text, optionsOf(reply, index)) : null,
  }));
}

const isFormatted = ({ kind }: Reply) => kind === "answer" || kind === "clause";

function optionsOf(reply: Reply, index: number): MarkdownOptions {
  if (reply.kind === "clause") return { heading: index === 0 };
  return reply.kind === "answer" ? { choices: reply.answer.choices?.length ?? 0 } : {};
}

/** Escapes can make it too long; plain words in one message are better than bold ones in two of 3,000 a month. */
function formatted(text: string, options: MarkdownOptions): string | null {
  const markdown = toMarkdown(text, options);
  return markdown === null || markdown.length > TEXT_LIMIT ? null : markdown;
}

/** The hint is left out where it would cost a second message: /huongdan says the same. */
function withHint(reply: Reply): string {
  const text = replyText(reply);
  const hint = reply.kind === "answer" ? hintOf(reply.answer) : null;
  if (hint === null) return text;
  const whole = `${text}\n\n${hint}`;
  return whole.length <= TEXT_LIMIT || text.length > TEXT_LIMIT ? whole : text;
}

function hintOf({ choices = [], citations }: Answer): string | null {
  if (choices.length > 0) return `Trả lời ${upTo(choices.length)} để chọn.`;
  return citations.length > 0 ? `Trả lời ${upTo(citations.length)} để xem nguyên văn.` : null;
}

const upTo = (count: number) => (count === 1 ? "1" : `1–${count}`);

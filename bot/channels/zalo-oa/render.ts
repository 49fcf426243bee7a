import type { Answer } from "../../../prompts/index.ts";
import type { OutgoingPart } from "../../channel.ts";
import type { Reply } from "../../message.ts";
import { replyText } from "../../reply-text.ts";
import { splitText } from "../../split.ts";

/** The platform refuses a text over 2,000 characters (-210) and does not say whether it counts as we do. */
const PART_LIMIT = 1_990;
const CUT = "Phần còn lại dài quá số tin được gửi; xin mở văn bản gốc để đọc tiếp.";

/** Plain characters only: the clients show no markup. `mostParts` null is no limit. */
export function render(reply: Reply, { mostParts }: { mostParts: number | null }): OutgoingPart[] {
  const text = shown(replyText(reply));
  const parts = splitText(reply.kind === "answer" ? withHint(text, reply.answer) : text, PART_LIMIT);
  return (mostParts === null ? parts : cut(parts, mostParts)).map((part) => ({ text: part }));
}

/** JSON carries neither half a surrogate pair nor, to some servers, control characters. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

/** There are no buttons here that can be relied on, so the last line says what a number opens. */
function withHint(text: string, answer: Answer): string {
  const hint = hintOf(answer);
  const isSaid = /(?:Trả lời|Gửi|Nhắn) \d/u.test(text);
  const hinted = `${text.trimEnd()}\n\n${hint}`;
  return hint === null || isSaid || hinted.length > PART_LIMIT ? text : hinted;
}

function hintOf({ citations, choices = [] }: Answer): string | null {
  if (choices.length > 0) return `Trả lời ${upTo(choices.length)} để chọn.`;
  return citations.length > 0 ? `Trả lời ${upTo(citations.length)} để xem nguyên văn.` : null;
}

const upTo = (count: number) => (count === 1 ? "1" : `1–${count}`);

function cut(parts: string[], most: number): string[] {
  if (parts.length <= most) return parts;
  const last = splitText(parts[most - 1] as string, PART_LIMIT - CUT.length - 4)[0];
  return [...parts.slice(0, most - 1), `${last} …\n\n${CUT}`];
}

import type { Reply } from "./message.ts";

/** A reply as plain text, before it is split: what channels without formatting send. */
export function replyText(reply: Reply): string {
  switch (reply.kind) {
    case "answer":
      return reply.answer.answer;
    case "clause":
      return [reply.correction, reply.heading, reply.text].filter((part) => part !== undefined).join("\n\n");
    case "notice":
    case "done":
      return reply.text;
  }
}

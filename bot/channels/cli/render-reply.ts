import type { Reply } from "../../message.ts";
import { replyText } from "../../reply-text.ts";
import { renderForTerminal, type TerminalOptions } from "./render.ts";
import { wrapLines } from "./wrap.ts";

/** What is said on a terminal. Ends without a line break. */
export function renderReplyForTerminal(reply: Reply, options: TerminalOptions): string {
  return reply.kind === "answer"
    ? renderForTerminal(reply.answer, options)
    : wrapLines(replyText(reply), options.width);
}

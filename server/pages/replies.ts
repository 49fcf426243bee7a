import { html } from "hono/html";
import { answerBlocks, type Citation, type Reply } from "../../bot/index.ts";
import { answerHtml } from "./answer.ts";
import { blocksHtml } from "./blocks.ts";
import { citationHref } from "./citation.ts";
import type { Html } from "./layout.ts";

/** One message of a visitor with what came of it. */
export interface Exchange {
  /** Null where nothing was typed. */
  words: string | null;
  outcome: { replies: readonly Reply[] } | { fault: string };
  /** Of earlier answers, as texts, where the page's script gets this part alone. */
  corrections?: readonly string[];
}

/** The part of the page that an exchange adds; also sent alone to the page's script. */
export function exchangeHtml({ words, outcome, corrections = [] }: Exchange): Html {
  return html`<section class="turn">
${correctionsHtml(corrections)}
${words === null ? "" : html`<h2 class="question"><span class="who">Câu hỏi:</span> ${words}</h2>`}
${"fault" in outcome ? html`<p class="fault" role="alert">${outcome.fault}</p>` : outcome.replies.map(replyHtml)}
</section>`;
}

/** Corrections of earlier answers, before anything else. */
export function correctionsHtml(corrections: readonly string[]): Html | "" {
  if (corrections.length === 0) return "";
  return html`<section class="correction" role="status"><h2>Đính chính</h2>${corrections.map((text) => html`<div class="words">${blocksHtml(answerBlocks(text), new Map<number, Citation>())}</div>`)}</section>`;
}

function replyHtml(reply: Reply): Html {
  switch (reply.kind) {
    case "answer":
      return answerHtml(reply.answer);
    case "clause":
      return clauseHtml(reply);
    case "notice":
    case "done":
      return html`<div class="answer words said">${blocksHtml(answerBlocks(reply.text), new Map<number, Citation>())}</div>`;
  }
}

function clauseHtml({ heading, text, citation, correction }: Extract<Reply, { kind: "clause" }>): Html {
  return html`<div class="answer">
${correction === undefined ? "" : correctionsHtml([correction])}
<h3 class="clause-heading">${heading}</h3>
<blockquote class="clause-text">${text}</blockquote>
<p><a href="${citationHref(citation)}">Xem trong văn bản</a></p>
</div>`;
}

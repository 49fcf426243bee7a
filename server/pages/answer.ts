import { html } from "hono/html";
import { type Answer, answerBlocks, type Citation } from "../../bot/index.ts";
import { plainText } from "../../retrieval/index.ts";
import { blocksHtml } from "./blocks.ts";
import { citationHref, sourceName } from "./citation.ts";
import { tierLabel } from "./document.ts";
import type { Html } from "./layout.ts";
import { dateInWords, statusNames, titleInWords } from "./words.ts";

export function answerHtml(answer: Answer): Html {
  const byMarker = new Map(answer.citations.map((citation) => [citation.marker, citation]));
  return html`<div class="answer">
<p class="status ${answer.status}">${statusNames[answer.status]}</p>
<div class="words">${blocksHtml(answerBlocks(answer.answer), byMarker)}</div>
${choicesHtml(answer.choices ?? [])}
${sourcesHtml(answer.citations)}
${answer.status === "clarify" ? "" : feedbackHtml(answer)}
<p class="answer-id">Mã câu trả lời: ${answer.id}</p>
</div>`;
}

function choicesHtml(choices: string[]): Html | "" {
  if (choices.length === 0) return "";
  const buttons = choices.map((choice) => html`<button name="q" value="${choice}">${choice}</button>`);
  return html`<form class="choices" method="post" action="/#now" data-ask>${buttons}</form>`;
}

function feedbackHtml({ id }: Answer): Html {
  return html`<form class="feedback" method="post" action="/#now" data-feedback>
<input type="hidden" name="answer" value="${id}">
<button name="verdict" value="up" aria-label="Câu trả lời đúng" title="Câu trả lời đúng">👍</button>
<button name="verdict" value="down" aria-label="Câu trả lời chưa đúng" title="Câu trả lời chưa đúng">👎</button>
<span class="effect" role="status"></span>
</form>`;
}

function sourcesHtml(citations: Citation[]): Html | "" {
  if (citations.length === 0) return "";
  const documents = [...Map.groupBy(citations, ({ documentId }) => documentId).values()];
  return html`<section class="sources"><h3>Nguồn</h3>${documents.map(sourceHtml)}</section>`;
}

function sourceHtml(citations: Citation[]): Html {
  const first = citations[0] as Citation;
  const name = sourceName(first);
  const about = [first.issuer, dateInWords(first.issuedOn)].filter(Boolean).join(" · ");
  const items = citations.map(
    (
      citation,
    ) => html`<li><details><summary><span class="marker">[${citation.marker}]</span> ${citation.locator}</summary>
<blockquote>${plainText(citation.quote)}</blockquote></details>
<a href="${citationHref(citation)}">Xem trong văn bản</a></li>`,
  );
  return html`<div class="source"><p><strong>${name}</strong> <span class="about">${about}</span> ${tierLabel({ tier: first.sourceTier, source: first.source })}</p>
${first.title === null || name === first.title ? "" : html`<p class="about">${titleInWords(first.title)}</p>`}<ul>${items}</ul></div>`;
}

import { html } from "hono/html";
import { type Answer, type AnswerRun, answerBlocks, type Citation, type HistoryMessage } from "../../bot/index.ts";
import { plainText } from "../../retrieval/index.ts";
import { quoteQuery, tierLabel } from "./document.ts";
import type { Html } from "./layout.ts";
import { dateInWords, statusNames, titleInWords } from "./words.ts";

/** One question with what came of it. */
export interface Turn {
  question: string;
  outcome: { answer: Answer } | { fault: string };
  /** What the next question is sent with. */
  history: HistoryMessage[];
}

/** The part of the page that a turn adds; also sent alone to the page's script. */
export function turnHtml({ question, outcome, history }: Turn): Html {
  const shown =
    "answer" in outcome
      ? answerHtml(outcome.answer, history)
      : html`<p class="fault" role="alert">${outcome.fault}</p>`;
  return html`<section class="turn">
<h2 class="question"><span class="who">Câu hỏi:</span> ${question}</h2>
${shown}
${historyField(history)}
</section>`;
}

export function historyField(history: HistoryMessage[]): Html {
  return html`<input type="hidden" name="history" value="${JSON.stringify(history)}">`;
}

function answerHtml(answer: Answer, history: HistoryMessage[]): Html {
  const byMarker = new Map(answer.citations.map((citation) => [citation.marker, citation]));
  const blocks = answerBlocks(answer.answer).map((block) =>
    block.kind === "paragraph"
      ? html`<p>${block.runs.map((run) => runHtml(run, byMarker))}</p>`
      : html`<ul>${block.items.map((item) => html`<li>${item.map((run) => runHtml(run, byMarker))}</li>`)}</ul>`,
  );
  return html`<div class="answer">
<p class="status ${answer.status}">${statusNames[answer.status]}</p>
<div class="words">${blocks}</div>
${choicesHtml(answer.choices ?? [], history)}
${sourcesHtml(answer.citations)}
<p class="answer-id">Mã câu trả lời: ${answer.id}</p>
</div>`;
}

function runHtml(run: AnswerRun, citations: Map<number, Citation>): Html {
  if (run.kind === "words") return html`${run.text}`;
  if (run.kind === "quote") return html`<span class="quote">${run.text}</span>`;
  const citation = citations.get(run.marker);
  if (citation === undefined) return html`[${run.marker}]`;
  const label = `Trích dẫn ${run.marker}: ${sourceName(citation)}, ${citation.locator}`;
  return html`<a class="marker" href="${citationHref(citation)}" aria-label="${label}" title="${label}">[${run.marker}]</a>`;
}

function choicesHtml(choices: string[], history: HistoryMessage[]): Html | "" {
  if (choices.length === 0) return "";
  const buttons = choices.map((choice) => html`<button name="q" value="${choice}">${choice}</button>`);
  return html`<form class="choices" method="post" action="/" data-ask>${historyField(history)}${buttons}</form>`;
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

function sourceName({ documentNumber, sourceTier, title, source }: Citation): string {
  if (documentNumber !== null) return documentNumber;
  return sourceTier === "unnumbered-copy" ? "Văn bản chưa ghi số" : (title ?? source);
}

/** Opens the cited version with the quoted span highlighted; the citation's own address gives document and passage. */
export function citationHref(citation: Citation): string {
  const anchor = citation.url.split("#")[1];
  const query = quoteQuery(citation.versionId, citation);
  return `/documents/${citation.documentId}?${query}${anchor === undefined ? "" : `#${anchor}`}`;
}

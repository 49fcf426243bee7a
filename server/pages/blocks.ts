import { html } from "hono/html";
import type { AnswerBlock, AnswerRun, Citation } from "../../bot/index.ts";
import { citationHref, sourceName } from "./citation.ts";
import type { Html } from "./layout.ts";

/** Paragraphs and lists, each marker a link to the clause that it cites. */
export function blocksHtml(blocks: readonly AnswerBlock[], citations: ReadonlyMap<number, Citation>): Html[] {
  return blocks.map((block) =>
    block.kind === "paragraph"
      ? html`<p>${block.runs.map((run) => runHtml(run, citations))}</p>`
      : html`<ul>${block.items.map((item) => html`<li>${item.map((run) => runHtml(run, citations))}</li>`)}</ul>`,
  );
}

function runHtml(run: AnswerRun, citations: ReadonlyMap<number, Citation>): Html {
  if (run.kind === "words") return html`${run.text}`;
  if (run.kind === "quote") return html`<span class="quote">${run.text}</span>`;
  const citation = citations.get(run.marker);
  if (citation === undefined) return html`[${run.marker}]`;
  const label = `Trích dẫn ${run.marker}: ${sourceName(citation)}, ${citation.locator}`;
  return html`<a class="marker" href="${citationHref(citation)}" aria-label="${label}" title="${label}">[${run.marker}]</a>`;
}

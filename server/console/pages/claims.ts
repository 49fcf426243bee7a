import { html } from "hono/html";
import { type AnswerRun, answerBlocks } from "../../../bot/index.ts";
import { isDoubtful, plainText, showDate, type ValidityMark } from "../../../retrieval/index.ts";
import { dateInWords, documentName, type Html, isSample, kindName } from "../../pages/index.ts";
import type { CitedPlace, Exchange } from "../../review/exchange.ts";
import { claimField, type FormFault, type TypedJudgement } from "../../review/judgement-form.ts";
import { CLAIM_VERDICTS } from "../../review/verdicts.ts";
import { claimVerdictNames } from "./desk-words.ts";
import { shorten } from "./document.ts";

export interface ClaimsOptions {
  exchange: Exchange;
  typed: TypedJudgement;
  faults: readonly FormFault[];
  mayJudge: boolean;
}

/** Each quote beside its passage, with the sentences that rest on it and, for who may judge, the five verdicts. */
export function claimsSection(options: ClaimsOptions): Html | "" {
  const { exchange } = options;
  const groups = [...Map.groupBy(exchange.claims, ({ citation }) => citation.marker).entries()];
  if (groups.length === 0) return "";
  return html`<section aria-labelledby="trich-dan"><h2 id="trich-dan">Từng trích dẫn (${groups.length})</h2>
${groups.map(([marker, places]) => claim(marker, places, options))}</section>`;
}

function claim(
  marker: number,
  places: readonly CitedPlace[],
  { exchange, typed, faults, mayJudge }: ClaimsOptions,
): Html {
  const lines = exchange.answer.words === null ? [] : linesWith(exchange.answer.words.answer, marker);
  const name = claimField(marker);
  const fault = faults.find(({ field }) => field === name);
  const content = html`${lines.map((line) => html`<p class="resting"><bdi>${line}</bdi></p>`)}
${places.map(placeHtml)}`;
  const first = places[0] as CitedPlace;
  const title = html`<span class="marker">[${marker}]</span> ${sourceOf(first)}`;
  if (!mayJudge) return html`<article class="card claim" id="trich-${marker}"><h3>${title}</h3>${content}</article>`;
  return html`<fieldset class="card claim${fault === undefined ? "" : " wanting"}" id="trich-${marker}" data-group>
<legend>${title}</legend>
${content}
${fault === undefined ? "" : html`<p class="why" id="${name}-loi">${fault.sentence}</p>`}
<div class="verdicts" role="radiogroup" aria-label="Đánh giá trích dẫn ${marker}">${CLAIM_VERDICTS.map(
    (verdict, index) => {
      const id = index === 0 ? name : `${name}-${index + 1}`;
      return html`<label class="verdict ${verdict}" for="${id}"><input type="radio" id="${id}" name="${name}" value="${verdict}" data-nth="${index + 1}"${typed.claims[marker] === verdict ? " checked" : ""}${fault === undefined ? "" : html` aria-describedby="${name}-loi"`}> <kbd>${index + 1}</kbd> ${claimVerdictNames[verdict]}</label>`;
    },
  )}</div></fieldset>`;
}

function sourceOf({ citation, document }: CitedPlace): string {
  const { documentNumber, title, source, locator } = citation;
  const name =
    document === null
      ? (documentNumber ?? title ?? source)
      : documentName({
          number: document.header.number?.value ?? null,
          blankNumber: document.header.blankNumber?.value ?? null,
          type: document.header.type?.value ?? null,
        });
  return `${name}, ${locator}`;
}

/** Of a quote in such a line so much is shown: it stands in full in its passage below. */
const QUOTED = 90;

/** The lines of the answer that name the marker: what rests on the quote. */
function linesWith(answer: string, marker: number): string[] {
  const lines = answerBlocks(answer).flatMap((block) => (block.kind === "paragraph" ? [block.runs] : block.items));
  return lines
    .filter((runs) => runs.some((run) => run.kind === "marker" && run.marker === marker))
    .map((runs) => runs.map(runText).join(""));
}

function runText(run: AnswerRun): string {
  if (run.kind === "marker") return `[${run.marker}]`;
  return run.kind === "quote" && run.text.length > QUOTED ? `${shorten(run.text, QUOTED)}”` : run.text;
}

/** Of the passages around a quote so much is shown; the document is a link away. */
const AROUND = 320;

function placeHtml(place: CitedPlace): Html {
  const { citation, lead, tail, before, after, document } = place;
  const { documentId, versionId, start, end } = citation;
  const href = `/quan-tri/van-ban/${documentId}?ban=${versionId}&tu=${start}&den=${end}#s-0`;
  return html`${notes(place)}
<div class="passage">
${before === null ? "" : html`<p class="around">${endOf(plainText(before))}</p>`}
<p>${plainText(lead)}<mark>${plainText(citation.quote)}</mark>${plainText(tail)}</p>
${after === null ? "" : html`<p class="around">${shorten(plainText(after), AROUND)}</p>`}
</div>
<p class="about">${[citation.issuer, dateInWords(citation.issuedOn)].filter(Boolean).join(", ")}${document === null ? "" : html` · <a href="${href}">Xem trong văn bản</a>`}</p>`;
}

const endOf = (text: string) => (text.length > AROUND ? `…${text.slice(-AROUND)}` : text);

/** What about the source a reviewer must not miss. */
function notes({ citation, document }: CitedPlace): Html {
  const doubted = document !== null && isDoubtful(document.warnings, citation);
  const parts = [
    ...(isSample(citation.source) || citation.sourceTier !== "original"
      ? [capitalised(kindName({ tier: citation.sourceTier, source: citation.source }))]
      : []),
    ...(doubted ? ["Bản quét: có chữ máy chưa đọc chắc trong đoạn này"] : []),
    ...(document?.isOld ? ["Bản đã trích nay không còn dùng để trả lời"] : []),
    ...(document?.ended
      ? [`Gợi ý: vào ngày hỏi, văn bản đã hết hiệu lực (${endWords(document.ended)}); anh/chị xác nhận hoặc chọn lại`]
      : []),
    ...(document?.endedSince ? [`Nay đã hết hiệu lực (${endWords(document.endedSince)}); vào ngày hỏi thì còn`] : []),
  ];
  return html`${parts.map((words) => html`<p class="source-note">${words}.</p>`)}`;
}

const capitalised = (words: string) => words.charAt(0).toLocaleUpperCase("vi") + words.slice(1);

function endWords({ kind, date, byLabel }: ValidityMark): string {
  const day = date === null ? "" : showDate(date);
  if (kind === "in-force-to") return `đến hết ${day}`;
  const what = kind === "repealed-by" ? "bị bãi bỏ" : "được thay thế";
  return [what, byLabel && `bởi ${byLabel}`, day && `từ ${day}`].filter(Boolean).join(" ");
}

/** Preselected where the facts on validity say so; whoever judges says whether it is right. */
export function hintedVerdicts({ claims }: Exchange): Record<number, string> {
  return Object.fromEntries(
    claims.filter(({ document }) => document?.ended).map(({ citation }) => [citation.marker, "out-of-force"]),
  );
}

import { html } from "hono/html";
import { type AffectedAnswer, plainText, type VersionRecord } from "../../../retrieval/index.ts";
import { dateInWords, type Html } from "../../pages/index.ts";
import type { AnswerAfterEnd } from "../../review/ended.ts";
import type { RequestReason } from "../../review/requests.ts";
import type { View } from "../view.ts";
import { channelWords } from "./desk-words.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";
import { wordChanges } from "./word-changes.ts";

export interface AffectedPageOptions {
  view: View;
  documentId: number;
  name: string;
  versions: readonly VersionRecord[];
  compared: { from: number; to: number } | null;
  changed: readonly AffectedAnswer[];
  ended: readonly AnswerAfterEnd[];
  /** Answers that wait for a reviewer already. */
  requested: ReadonlySet<string>;
}

export function affectedPage(options: AffectedPageOptions): Html {
  const { view, documentId, name } = options;
  const body = html`<p class="crumbs"><a href="/quan-tri/van-ban/${documentId}">${name}</a></p>
<h1>Câu trả lời bị ảnh hưởng</h1>
<p class="lead">Những câu trả lời đã đưa có trích chữ của văn bản này mà nay đã đổi, đã bỏ, hoặc trích sau ngày văn bản hết hiệu lực.</p>
${changedSection(options)}
${endedSection(options)}`;
  return frame({ title: `Câu trả lời bị ảnh hưởng: ${name}`, here: "documents", view, body });
}

function changedSection({ documentId, versions, compared, changed, requested }: AffectedPageOptions): Html {
  if (compared === null) {
    return html`<section aria-labelledby="doi-chu"><h2 id="doi-chu">Do đổi bản</h2><p class="empty">Văn bản này chưa từng đổi bản.</p></section>`;
  }
  const ordinal = (id: number) => versions.findIndex((one) => one.id === id) + 1;
  return html`<section aria-labelledby="doi-chu"><h2 id="doi-chu">Bản ${ordinal(compared.from)} đổi thành bản ${ordinal(compared.to)}</h2>
${otherPairs(documentId, versions, compared)}
${countsOf(changed)}
${
  changed.length === 0
    ? html`<p class="empty">Không có câu trả lời nào trích chữ đã đổi.</p>`
    : html`${queueForm({ documentId, reason: "version", answers: changed, requested, compared })}<ul class="rows">${changed.map((answer) => changedRow(answer, requested))}</ul>`
}</section>`;
}

/** Answers were given on older versions too. */
function otherPairs(
  documentId: number,
  versions: readonly VersionRecord[],
  { from, to }: { from: number; to: number },
): Html | "" {
  const links = versions.flatMap(({ id, status }, index) =>
    id === from || id === to || status !== "retired"
      ? []
      : html` <a href="/quan-tri/van-ban/${documentId}/cau-tra-loi-bi-anh-huong?tu=${id}&den=${to}">Từ bản ${index + 1}</a>`,
  );
  return links.length === 0 ? "" : html`<p class="about">Câu trả lời theo bản cũ hơn:${links}</p>`;
}

function changedRow(answer: AffectedAnswer, requested: ReadonlySet<string>): Html {
  const { locator, quote, after } = answer;
  const [old, now] = [plainText(quote), after === null ? null : plainText(after)];
  const words =
    now === null
      ? html`<del>${old}</del>`
      : wordChanges(old, now).map(({ kind, text }) =>
          kind === "same" ? html`${text}` : kind === "added" ? html`<ins>${text}</ins>` : html`<del>${text}</del>`,
        );
  return html`<li>${head(answer, requested)}
<p class="about">${locator}: ${now === null ? "đoạn này không còn" : "chữ cũ và chữ mới"}</p><p>${words}</p>${links(answer.answerId)}</li>`;
}

function endedSection({ documentId, ended, compared, requested }: AffectedPageOptions): Html | "" {
  const [first] = ended;
  if (first === undefined) return "";
  const open = ended.filter(({ said }) => !said);
  return html`<section aria-labelledby="het-hieu-luc"><h2 id="het-hieu-luc">Trích sau khi hết hiệu lực</h2>
<p class="about">Văn bản hết hiệu lực từ ${dateInWords(first.endedOn)}.</p>
${countsOf(ended)}
${queueForm({ documentId, reason: "validity", answers: open, requested, compared })}
<ul class="rows">${ended.map((answer) => endedRow(answer, requested))}</ul></section>`;
}

function endedRow(answer: AnswerAfterEnd, requested: ReadonlySet<string>): Html {
  const { locator, quote, said } = answer;
  return html`<li>${head(answer, requested)}
<p class="about">${locator}: “${plainText(quote)}”${said ? " · câu trả lời đã nói rõ văn bản hết hiệu lực" : ""}</p>${links(answer.answerId)}</li>`;
}

interface Listed {
  answerId: string;
  askedAt: Date;
  question: string | null;
  channel: string;
  unit: string | null;
}

function head({ answerId, askedAt, question, channel, unit }: Listed, requested: ReadonlySet<string>): Html {
  const waits = requested.has(answerId) ? html` <span class="label state-pending">chờ rà soát</span>` : "";
  return html`<p><strong>${question ?? "(lời đã xóa)"}</strong>${waits}</p>
<p class="about">${timeInWords(askedAt)} · ${channelWords[channel] ?? channel}${unit === null ? "" : ` · ${unit}`}</p>`;
}

const links = (answerId: string) =>
  html`<p><a href="/quan-tri/ra-soat/${answerId}">Rà soát</a> · <a href="/quan-tri/thong-bao-sua/moi?tra-loi=${answerId}">Đề nghị đính chính</a></p>`;

/** How many people were given them, by channel and office; nobody is named. */
function countsOf(answers: readonly Listed[]): Html | "" {
  if (answers.length === 0) return "";
  const unique = [...new Map(answers.map((answer) => [answer.answerId, answer])).values()];
  const groups = Map.groupBy(unique, ({ channel, unit }) =>
    [channelWords[channel] ?? channel, unit].filter(Boolean).join(" · "),
  );
  const items = [...groups].map(
    ([label, group]) => html`<li class="some"><strong>${group.length}</strong> ${label}</li>`,
  );
  return html`<ul class="tiles small">${items}</ul>`;
}

interface QueueForm {
  documentId: number;
  reason: RequestReason;
  answers: readonly Listed[];
  requested: ReadonlySet<string>;
  compared: { from: number; to: number } | null;
}

function queueForm({ documentId, reason, answers, requested, compared }: QueueForm): Html | "" {
  const left = new Set(answers.map(({ answerId }) => answerId).filter((id) => !requested.has(id))).size;
  if (left === 0) return "";
  return html`<form method="post" action="/quan-tri/van-ban/${documentId}/cau-tra-loi-bi-anh-huong" class="actions">
<input type="hidden" name="ly-do" value="${reason}">
${compared === null ? "" : html`<input type="hidden" name="tu" value="${compared.from}"><input type="hidden" name="den" value="${compared.to}">`}
<button class="primary">Đưa ${left} câu trả lời vào hàng đợi rà soát</button></form>`;
}

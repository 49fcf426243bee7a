import { html } from "hono/html";
import type { Turn } from "../../bot/index.ts";
import type { DocumentSummary } from "../library/types.ts";
import { type Html, page } from "./layout.ts";
import { correctionsHtml, type Exchange, exchangeHtml } from "./replies.ts";
import { documentName, isSample, SAMPLE_LABEL } from "./words.ts";

export interface ChatPageOptions {
  documents: DocumentSummary[];
  /** The session, oldest first; what was just answered is in it too. */
  turns: readonly Turn[];
  /** What the visitor has just said; null on opening the page. */
  now: Exchange | null;
  /** Of earlier answers, as texts; shown once. */
  corrections?: readonly string[];
}

/**
 * The page for questions. Works by itself; `chat.js` only saves the page load between two questions. Forms lead to #now,
 * so that a phone shows what was just said and not the answer above it.
 */
export function chatPage({ documents, turns, now, corrections = [] }: ChatPageOptions): Html {
  const { earlier, shown } = arranged(turns, now);
  const isNew = turns.length === 0 && !shown.some(holdsAnswer);
  const body = html`${correctionsHtml(corrections)}${isNew ? welcome(documents) : html`<h1 class="visually-hidden">Hỏi và đáp</h1>`}
${earlierHtml(earlier)}
<div id="turns" aria-live="polite">${shown.slice(0, -1).map(exchangeHtml)}<div id="now">${shown.slice(-1).map(exchangeHtml)}</div></div>
${askForm(isNew, now)}
${sampleNotice(documents)}`;
  const words = now?.words ?? null;
  return page({ title: words ? `${shorten(words)} – Trích Dẫn` : "Trích Dẫn", here: "ask", body, script: "chat.js" });
}

/** The last answer stays open: what was just said may be a thumb, or "2", about it. */
function arranged(turns: readonly Turn[], now: Exchange | null): { earlier: readonly Turn[]; shown: Exchange[] } {
  if (now !== null && holdsAnswer(now)) return { earlier: turns.slice(0, -1), shown: [now] };
  const last = turns.slice(-1).map(({ question, answer }): Exchange => {
    return { words: question, outcome: { replies: [{ kind: "answer", answer }] } };
  });
  return { earlier: turns.slice(0, -1), shown: now === null ? last : [...last, now] };
}

const holdsAnswer = ({ outcome }: Exchange) =>
  "replies" in outcome && outcome.replies.some(({ kind }) => kind === "answer");

function welcome(documents: DocumentSummary[]): Html {
  const examples = exampleQuestions(documents).map(
    (question) => html`<li><a href="/?${new URLSearchParams({ q: question }).toString()}">${question}</a></li>`,
  );
  return html`<section class="welcome"><h1>Hỏi về văn bản chỉ đạo</h1>
<p class="lead">Ai phải làm gì, theo văn bản nào, ai ký, khi nào. Mỗi câu trả lời đều kèm nguyên văn điều khoản để kiểm tra.</p>
${examples.length === 0 ? html`<p>Kho chưa có văn bản nào. Quản trị viên cần nạp văn bản trước.</p>` : html`<p class="try">Thử hỏi:</p><ul class="examples">${examples}</ul>`}
</section>`;
}

/** With the samples, questions that show what the bot is for; otherwise two about documents that are held. */
export function exampleQuestions(documents: DocumentSummary[]): string[] {
  if (documents.some(({ source }) => isSample(source))) {
    return [
      "Sở Tài chính phải làm gì theo Chỉ thị 07?",
      "Sở Y tế Lạng Sơn phải làm gì?",
      "Văn bản nào triển khai Chỉ thị 07/CT-TTg?",
      "Ai ký Chỉ thị 07?",
    ];
  }
  const numbered = documents.filter(({ number }) => number !== null).slice(0, 2);
  return numbered.flatMap((document) => [
    `${documentName(document)} giao việc cho cơ quan nào?`,
    `Ai ký ${documentName(document)}?`,
  ]);
}

function earlierHtml(earlier: readonly Turn[]): Html | "" {
  if (earlier.length === 0) return "";
  const messages = earlier.map(
    ({ question, answer }) => html`<p class="question">${question}</p><p class="earlier-answer">${answer.answer}</p>`,
  );
  return html`<details class="fold earlier"><summary>Các câu trước</summary>${messages}</details>`;
}

function askForm(isNew: boolean, now: Exchange | null): Html {
  const failed = now !== null && "fault" in now.outcome ? now.words : "";
  return html`<form class="ask" method="post" action="/#now" data-ask>
<label for="q">${isNew ? "Câu hỏi của anh/chị" : "Hỏi tiếp"}</label>
<div class="ask-row">
<textarea id="q" name="q" rows="2" maxlength="2000" required autocomplete="off" enterkeyhint="send" placeholder="Có thể gõ không dấu">${failed}</textarea>
<button type="submit">Hỏi</button>
</div>
</form>
<form class="new" method="post" action="/#now"${isNew ? html` hidden` : ""}><button name="q" value="/moi">Bắt đầu câu chuyện mới</button></form>`;
}

function sampleNotice(documents: DocumentSummary[]): Html | "" {
  if (!documents.some(({ source }) => isSample(source))) return "";
  return html`<p class="sample-notice">Kho đang có <a href="/documents">${SAMPLE_LABEL}</a>: do nhóm phát triển viết, không phải văn bản gốc.</p>`;
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

import { html } from "hono/html";
import type { HistoryMessage } from "../../bot/index.ts";
import type { DocumentSummary } from "../library/types.ts";
import { historyField, type Turn, turnHtml } from "./answer.ts";
import { type Html, page } from "./layout.ts";
import { documentName, isSample, SAMPLE_LABEL } from "./words.ts";

export interface ChatPageOptions {
  documents: DocumentSummary[];
  /** Null before the first question. */
  turn: Turn | null;
  /** What was said before this turn. */
  earlier: HistoryMessage[];
}

/** The page for questions. Works by itself; `chat.js` only saves the page load between two questions. */
export function chatPage({ documents, turn, earlier }: ChatPageOptions): Html {
  const body = html`${turn === null ? welcome(documents) : html`<h1 class="visually-hidden">Hỏi và đáp</h1>`}
${earlierHtml(earlier)}
<div id="turns" aria-live="polite">${turn === null ? "" : turnHtml(turn)}</div>
${askForm(turn)}
${sampleNotice(documents)}`;
  return page({
    title: turn === null ? "Trích Dẫn" : `${shorten(turn.question)} – Trích Dẫn`,
    here: "ask",
    body,
    script: "chat.js",
  });
}

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

function earlierHtml(earlier: HistoryMessage[]): Html | "" {
  if (earlier.length === 0) return "";
  const messages = earlier.map(({ role, content }) =>
    role === "user" ? html`<p class="question">${content}</p>` : html`<p class="earlier-answer">${content}</p>`,
  );
  return html`<details class="fold earlier"><summary>Các câu trước</summary>${messages}</details>`;
}

function askForm(turn: Turn | null): Html {
  const failed = turn !== null && "fault" in turn.outcome;
  return html`<form class="ask" method="post" action="/" data-ask>
${historyField(turn?.history ?? [])}
<label for="q">${turn === null ? "Câu hỏi của anh/chị" : "Hỏi tiếp"}</label>
<div class="ask-row">
<textarea id="q" name="q" rows="2" maxlength="2000" required autocomplete="off" enterkeyhint="send" placeholder="Có thể gõ không dấu">${failed ? turn.question : ""}</textarea>
<button type="submit">Hỏi</button>
</div>
${turn === null ? "" : html`<p class="new"><a href="/">Bắt đầu câu chuyện mới</a></p>`}
</form>`;
}

function sampleNotice(documents: DocumentSummary[]): Html | "" {
  if (!documents.some(({ source }) => isSample(source))) return "";
  return html`<p class="sample-notice">Kho đang có <a href="/documents">${SAMPLE_LABEL}</a>: do nhóm phát triển viết, không phải văn bản gốc.</p>`;
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

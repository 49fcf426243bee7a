import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { EvalQuestionRow } from "../../review/eval-questions.ts";
import type { View } from "../view.ts";
import { shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export const wantedNames: Readonly<Record<string, string>> = {
  answered: "có trích dẫn",
  not_found: "nói là chưa có văn bản",
  clarify: "hỏi lại cho rõ",
};

export interface EvalQuestionsPageOptions {
  view: View;
  questions: readonly EvalQuestionRow[];
}

export function evalQuestionsPage({ view, questions }: EvalQuestionsPageOptions): Html {
  const open = questions.filter(({ question }) => question.needs !== null).length;
  const ready = questions.length - open;
  const body = html`<h1>Câu hỏi đánh giá</h1>
<p class="lead">Câu hỏi thật đã được rà soát, dùng để kiểm tra mỗi lần thay đổi cách đọc, cách tìm hay mô hình: <code>npm run eval -- --file TỆP</code>.</p>
<p class="actions"><a class="button" href="/quan-tri/cau-hoi-danh-gia.jsonl" download>Tải ${ready} câu (JSONL)</a></p>
${open === 0 ? "" : html`<p class="about">${open} câu cần bổ sung, chưa nằm trong tệp.</p>`}
${questions.length === 0 ? html`<p class="empty">Chưa có câu nào. Thêm từ trang rà soát của một câu trả lời.</p>` : html`<ul class="rows">${questions.map(row)}</ul>`}`;
  return frame({ title: "Câu hỏi đánh giá", here: "eval", view, body });
}

function row({ id, question, createdBy, createdAt }: EvalQuestionRow): Html {
  const { expect = [], status, needs } = question;
  const label = needs === null ? "" : html` <span class="label state-pending">cần bổ sung</span>`;
  return html`<li><p><a href="/quan-tri/cau-hoi-danh-gia/${id}">${shorten(question.question, 160)}</a>${label}</p>
<p class="about">Cần ${wantedNames[status] ?? status}${expect.length === 0 ? "" : `, ${expect.length} đoạn phải trích`} · ${createdBy}, ${timeInWords(createdAt)}</p></li>`;
}

import { html } from "hono/html";
import type { StoredAnswer } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";

export interface NewEvalQuestionPageOptions {
  view: View;
  answer: StoredAnswer;
}

/** For a plain link from elsewhere: a question is made by a press, never by opening an address. */
export function newEvalQuestionPage({ view, answer }: NewEvalQuestionPageOptions): Html {
  const body = html`<p class="crumbs"><a href="/quan-tri/cau-hoi-danh-gia">Câu hỏi đánh giá</a></p>
<h1>Thêm câu hỏi đánh giá</h1>
<p><strong>${answer.words?.question ?? "(lời đã xóa)"}</strong></p>
<p class="lead">Câu hỏi được hỏi lại mỗi lần đánh giá; đoạn phải trích lấy theo kết quả rà soát.</p>
<form method="post" action="/quan-tri/cau-hoi-danh-gia" class="actions">
<input type="hidden" name="tra-loi" value="${answer.id}"><button class="primary">Thêm vào bộ đánh giá</button></form>`;
  return frame({ title: "Thêm câu hỏi đánh giá", here: "eval", view, body });
}

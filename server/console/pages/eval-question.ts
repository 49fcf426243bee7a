import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { EvalQuestionRow } from "../../review/eval-questions.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { wantedNames } from "./eval-questions.ts";
import { frame } from "./frame.ts";

export interface EvalQuestionPageOptions {
  view: View;
  row: EvalQuestionRow;
  /** Why what was typed was refused. */
  fault: string | null;
}

/** Empty places for what the reviewer adds; more come with the next look. */
const SPARE = 2;

export function evalQuestionPage({ view, row, fault }: EvalQuestionPageOptions): Html {
  const { id, answerId, question } = row;
  const { expect = [], forbidDocuments = [], status, unit, history = [], needs } = question;
  const places = [...expect, ...Array.from({ length: SPARE }, () => ({ document: "", contains: "" }))];
  const options = Object.entries(wantedNames).map(
    ([value, name]) => html`<option value="${value}"${value === status ? html` selected` : ""}>${name}</option>`,
  );
  const body = html`<p class="crumbs"><a href="/quan-tri/cau-hoi-danh-gia">Câu hỏi đánh giá</a></p>
<h1>Câu hỏi đánh giá ${id}</h1>
<p><strong>${question.question}</strong></p>
<p class="about">${unit === undefined ? "" : `Người hỏi thuộc ${unit} · `}${history.length === 0 ? "" : `${history.length} lời trước đó · `}<a href="/quan-tri/ra-soat/${answerId}">trang rà soát</a></p>
${fault === null ? "" : html`<p class="fault" role="alert">${fault}</p>`}
${needs === null ? "" : html`<p class="notice">Cần bổ sung: ${needs}</p>`}
<form method="post" action="/quan-tri/cau-hoi-danh-gia/${id}" class="stack">
<p><label for="trang-thai">Câu trả lời đúng phải</label><select id="trang-thai" name="trang-thai">${options}</select></p>
<fieldset class="stack"><legend>Đoạn phải trích</legend>${places.map(place)}</fieldset>
<p><label for="khong-trich">Văn bản không được trích (tên tệp không có phần đuôi, cách nhau bằng dấu cách)</label>
<input id="khong-trich" name="khong-trich" maxlength="1000" value="${forbidDocuments.join(" ")}"></p>
${needs === null ? html`<input type="hidden" name="da-du" value="co">` : html`<p class="check"><input id="da-du" type="checkbox" name="da-du" value="co"> <label for="da-du">Đã bổ sung đủ; đưa vào tệp đánh giá.</label></p>`}
<p><button class="primary">Lưu</button></p>
</form>
${view.session.role === "admin" ? confirm({ label: "Xóa câu hỏi", action: `/quan-tri/cau-hoi-danh-gia/${id}/xoa`, sentence: "Câu hỏi không còn trong bộ đánh giá; nhật ký hỏi đáp không đổi.", act: "Xóa" }) : ""}`;
  return frame({ title: `Câu hỏi đánh giá ${id}`, here: "eval", view, body });
}

function place({ document, contains }: { document: string; contains: string }, index: number): Html {
  return html`<p><label for="van-ban-${index}">Tệp ${index + 1} (không có phần đuôi)</label><input id="van-ban-${index}" name="van-ban" maxlength="300" value="${document}"></p>
<p><label for="chu-${index}">Câu chữ phải có trong đoạn trích ${index + 1}</label><textarea id="chu-${index}" name="chu" rows="3" maxlength="4000">${contains}</textarea></p>`;
}

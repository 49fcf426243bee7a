import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { FIELD_IDS, type FormFault, overallFor, type TypedJudgement } from "../../review/judgement-form.ts";
import { overallName } from "./desk-words.ts";

export interface WholeOptions {
  status: string;
  typed: TypedJudgement;
  faults: readonly FormFault[];
}

/** The judgement of the whole, with the words that go with it and the buttons that store it. */
export function wholeSection({ status, typed, faults }: WholeOptions): Html {
  const faultOf = (field: string) => faults.find((one) => one.field === field);
  const fault = faultOf(FIELD_IDS.overall);
  const verdicts = overallFor(status).map((verdict, index) => {
    const id = index === 0 ? FIELD_IDS.overall : `${FIELD_IDS.overall}-${index + 1}`;
    return html`<label class="verdict ${verdict}" for="${id}"><input type="radio" id="${id}" name="chung" value="${verdict}" data-nth="${index + 1}"${typed.overall === verdict ? " checked" : ""}${fault === undefined ? "" : html` aria-describedby="chung-loi"`}> <kbd>${index + 1}</kbd> ${overallName(verdict, status)}</label>`;
  });
  const area = ({ id, label, value, rows }: { id: string; label: string; value: string; rows: number }) => {
    const wrong = faultOf(id);
    // A line break after the tag is the template's own and not shown: one that was typed must not be taken for it.
    return html`<p><label for="${id}">${label}</label>${wrong === undefined ? "" : html`<span class="why" id="${id}-loi">${wrong.sentence}</span>`}<textarea id="${id}" name="${id}" rows="${rows}"${wrong === undefined ? "" : html` aria-invalid="true" aria-describedby="${id}-loi"`}>
${value}</textarea></p>`;
  };
  return html`<fieldset class="card whole-answer${fault === undefined ? "" : " wanting"}" data-group>
<legend>Cả câu trả lời</legend>
${fault === undefined ? "" : html`<p class="why" id="chung-loi">${fault.sentence}</p>`}
<div class="verdicts" role="radiogroup" aria-label="Đánh giá cả câu trả lời">${verdicts}</div>
${area({ id: FIELD_IDS.missing, label: "Còn thiếu gì (bắt buộc khi chọn còn thiếu)", value: typed.missing, rows: 2 })}
${area({ id: FIELD_IDS.corrected, label: "Câu trả lời đúng (không bắt buộc)", value: typed.corrected, rows: 4 })}
${area({ id: FIELD_IDS.note, label: "Ghi chú (không bắt buộc)", value: typed.note, rows: 2 })}
<p class="actions"><button class="primary" data-key="s">Lưu đánh giá <kbd>s</kbd></button>
<button name="tiep" value="co" data-key="n">Lưu và lấy việc tiếp theo <kbd>n</kbd></button></p>
</fieldset>`;
}

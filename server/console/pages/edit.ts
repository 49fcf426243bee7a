import { html } from "hono/html";
import { plainText, type Relation } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { ConsoleDocument } from "../store/document-detail.ts";
import { confirm } from "./confirm.ts";
import { fieldNames, relationWords, roleWords } from "./names.ts";

/** What the form above the reading corrects. */
export type Editing =
  | { what: "field"; name: string }
  | { what: "duty"; id: number }
  | { what: "reference"; id: number }
  | { what: "add" };

/** The form that belongs to `?sua=…`; a note when what is to be corrected is not there any more. */
export function editForm(document: ConsoleDocument, editing: Editing): Html {
  const content = formOf(document, editing);
  return html`<section class="card editing" id="sua" tabindex="-1">${content ?? html`<p>Không tìm thấy nội dung cần sửa; có thể văn bản vừa được cập nhật.</p>`}
<p><a href="/quan-tri/van-ban/${document.id}">Thôi, không sửa</a></p></section>`;
}

function formOf(document: ConsoleDocument, editing: Editing): Html | null {
  switch (editing.what) {
    case "field":
      return fieldForm(document, editing.name);
    case "duty":
      return dutyForms(document, editing.id);
    case "reference":
      return referenceForm(document, editing.id);
    case "add":
      return addForm(document);
  }
}

const formStart = ({ id }: ConsoleDocument, what: string) =>
  html`<input type="hidden" name="viec" value="${what}"><input type="hidden" name="van-ban" value="${id}">`;

const reason = (key: string) =>
  html`<p><label for="ly-do-${key}">Lý do (không bắt buộc)</label><input id="ly-do-${key}" name="ly-do" maxlength="300"></p>`;

function fieldForm(document: ConsoleDocument, name: string): Html | null {
  const label = fieldNames[name];
  const { header } = document.reading.parsed;
  if (label === undefined || !(name in header)) return null;
  if (name === "signer") return signerForm(document);
  const field = header[name as keyof typeof header];
  const held =
    field !== null && !Array.isArray(field) && field !== undefined && "value" in field ? String(field.value) : "";
  const hint =
    name === "issuedOn"
      ? html`<span class="about">năm-tháng-ngày, ví dụ 2024-03-01; chưa rõ ngày thì 2024-03</span>`
      : "";
  return html`<h3>Sửa: ${label}</h3>
<form method="post" action="${actionOf(document)}" class="stack">${formStart(document, "truong")}<input type="hidden" name="truong" value="${name}">
<p><label for="gia-tri">${label}</label><input id="gia-tri" name="gia-tri" value="${held}" maxlength="1000"> ${hint}</p>
<p class="about">Để trống nếu văn bản không có.</p>${reason("truong")}
<p><button class="primary">Lưu đính chính</button></p></form>`;
}

function signerForm(document: ConsoleDocument): Html {
  const signer = document.reading.parsed.header.signer?.value ?? null;
  const input = (name: string, label: string, value: string | null | undefined) =>
    html`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${value ?? ""}" maxlength="200"></p>`;
  return html`<h3>Sửa: Người ký</h3>
<form method="post" action="${actionOf(document)}" class="stack">${formStart(document, "nguoi-ky")}
${input("ho-ten", "Họ tên (để trống nếu không có)", signer?.name)}${input("chuc-vu", "Chức vụ", signer?.capacity)}${input("tham-quyen", "Thẩm quyền (TM., KT.…)", signer?.authority)}${reason("nguoi-ky")}
<p><button class="primary">Lưu đính chính</button></p></form>`;
}

const actionOf = ({ id }: ConsoleDocument) => `/quan-tri/van-ban/${id}/sua`;

const options = (names: Record<string, string>, chosen: string | null) =>
  Object.entries(names).map(
    ([value, label]) => html`<option value="${value}"${value === chosen ? " selected" : ""}>${label}</option>`,
  );

function dutyForms(document: ConsoleDocument, id: number): Html | null {
  const { parsed } = document.reading;
  const duty = parsed.duties[document.ids.duties.indexOf(id)];
  if (duty === undefined) return null;
  const words = plainText(parsed.text.slice(duty.span.start, duty.span.end));
  const deadline = duty.deadline;
  const deadlineWords = deadline === null ? "" : plainText(parsed.text.slice(deadline.span.start, deadline.span.end));
  const idField = html`<input type="hidden" name="nhiem-vu" value="${id}">`;
  const form = (what: string, fields: Html, act: string) =>
    html`<form method="post" action="${actionOf(document)}" class="stack">${formStart(document, what)}${idField}${fields}<p><button class="primary">${act}</button></p></form>`;
  return html`<h3>Sửa nhiệm vụ</h3><blockquote>${words}</blockquote>
${form("co-quan", html`<p><label for="co-quan">Cơ quan</label><input id="co-quan" name="co-quan" value="${duty.agency.name}" required maxlength="200"></p>`, "Lưu cơ quan")}
${form("vai-tro", html`<p><label for="vai-tro">Vai trò</label><select id="vai-tro" name="vai-tro">${options(roleWords, duty.role)}</select></p>`, "Lưu vai trò")}
${form("thoi-han", html`<p><label for="han-chu">Thời hạn, đúng chữ trong văn bản (để trống nếu không có)</label><input id="han-chu" name="han-chu" value="${deadlineWords}" maxlength="200"></p><p><label for="han-ngay">Là ngày (nếu tính được)</label><input id="han-ngay" name="han-ngay" type="date" value="${/^\d{4}-\d{2}-\d{2}$/.test(deadline?.on ?? "") ? deadline?.on : ""}"></p>`, "Lưu thời hạn")}
${confirm({
  label: "Bỏ nhiệm vụ này",
  action: actionOf(document),
  fields: html`${formStart(document, "bo-nhiem-vu")}${idField}`,
  sentence: "Câu này không phải là một nhiệm vụ; bot không dùng nó để trả lời nữa.",
})}`;
}

function referenceForm(document: ConsoleDocument, id: number): Html | null {
  const { parsed } = document.reading;
  const reference = parsed.references[document.ids.references.indexOf(id)];
  if (reference === undefined) return null;
  const words = plainText(parsed.text.slice(reference.span.start, reference.span.end));
  const idField = html`<input type="hidden" name="vien-dan" value="${id}">`;
  const names: Record<Relation, string> = relationWords;
  return html`<h3>Sửa viện dẫn</h3><blockquote>${words}</blockquote>
<form method="post" action="${actionOf(document)}" class="stack">${formStart(document, "quan-he")}${idField}
<p><label for="quan-he">Văn bản này … văn bản được viện dẫn</label><select id="quan-he" name="quan-he">${options(names, reference.relation)}</select></p>${reason("quan-he")}
<p><button class="primary">Lưu quan hệ</button></p></form>
${confirm({
  label: "Bỏ viện dẫn này",
  action: actionOf(document),
  fields: html`${formStart(document, "bo-vien-dan")}${idField}`,
  sentence: "Đây không phải là viện dẫn một văn bản.",
})}`;
}

function addForm(document: ConsoleDocument): Html {
  return html`<h3>Thêm nhiệm vụ</h3>
<form method="post" action="${actionOf(document)}" class="stack">${formStart(document, "them")}
<p><label for="chu">Câu giao việc, chép đúng từng chữ từ nguyên văn</label><textarea id="chu" name="chu" rows="4" required maxlength="4000"></textarea></p>
<p><label for="co-quan">Cơ quan</label><input id="co-quan" name="co-quan" required maxlength="200"></p>
<p><label for="vai-tro">Vai trò</label><select id="vai-tro" name="vai-tro">${options(roleWords, "lead")}</select></p>${reason("them")}
<p><button class="primary">Thêm nhiệm vụ</button></p></form>`;
}

import { html } from "hono/html";
import type { CorrectionRecord, Duty, Reference, Span, Warning } from "../../../retrieval/index.ts";
import { plainText } from "../../../retrieval/index.ts";
import { dateInWords, documentName, type Html, isSample, tierLabel, titleInWords } from "../../pages/index.ts";
import type { ConsoleDocument } from "../store/document-detail.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { type Editing, editForm } from "./edit.ts";
import { frame } from "./frame.ts";
import { type Mark, type Marks, markedText, marksOf, quoteMark } from "./marks.ts";
import { eventNames, fieldNames, relationWords, roleWords, statusNames } from "./names.ts";
import { timeInWords } from "./time.ts";
import { validityForm, validityItem } from "./validity.ts";

export interface DocumentPageOptions {
  view: View;
  document: ConsoleDocument;
  /** What the form above the reading is about; null: none is open. */
  editing: Editing | null;
  /** What a citation asks to see: `#s-0`. */
  quoted?: Span | null;
}

export function documentPage({ view, document, editing, quoted = null }: DocumentPageOptions): Html {
  const { reading } = document;
  const { parsed } = reading;
  const name = nameOf(document);
  const marks = marksOf(parsed);
  const mayEdit = view.session.role === "admin" && document.isShown;
  const context: Context = { document, marks, mayEdit };
  const body = html`<link rel="stylesheet" href="/quan-tri/to-sang.css?n=${marks.all.length}">
<p class="crumbs"><a href="/quan-tri/van-ban">Văn bản</a></p>
<h1>${name}</h1>
${parsed.header.title === null ? "" : html`<p class="subject">${titleInWords(parsed.header.title.value)}</p>`}
<p class="labels"><span class="label state-${reading.status === "live" ? "done" : reading.status}">${statusNames[reading.status]}</span> ${tierLabel({ tier: parsed.tier, source: reading.sourceName })}</p>
<p class="about">Tệp ${reading.sourceName} · nhóm ${document.collection}${reading.status === "live" ? html` · <a href="/documents/${document.id}">trang người hỏi thấy</a>` : ""}</p>
${versions(view, document)}
${validity(view, document)}
${corrections(view, document)}
<div class="pair">
<section class="reading" aria-labelledby="da-doc"><h2 id="da-doc">Máy đọc được</h2>
<p class="about">Chạm hoặc rê vào một dòng để thấy chỗ tương ứng trong văn bản.</p>
${editing === null || !mayEdit ? "" : editForm(document, editing)}
${warnings(context)}
${facts(context)}
${duties(context)}
${references(context)}
</section>
<section class="source" aria-labelledby="nguyen-van"><h2 id="nguyen-van">${isSample(reading.sourceName) ? "Nội dung bản tóm lược" : "Nguyên văn"}</h2>
${pictures(document)}
<div class="raw">${markedText(parsed, quoted === null ? marks.all : [...marks.all, quoteMark(quoted)])}</div>
</section>
</div>`;
  return frame({ title: name, here: "documents", view, body });
}

export function nameOf({ reading }: ConsoleDocument): string {
  const { number, blankNumber, type } = reading.parsed.header;
  return documentName({
    number: number?.value ?? null,
    blankNumber: blankNumber?.value ?? null,
    type: type?.value ?? null,
  });
}

interface Context {
  document: ConsoleDocument;
  marks: Marks;
  mayEdit: boolean;
}

function versions({ session }: View, { id, reading, versions: all, events }: ConsoleDocument): Html {
  const rows = all.toReversed().map((version) => {
    const ordinal = all.indexOf(version) + 1;
    const label = html`Bản ${ordinal} <span class="label state-${version.status === "live" ? "done" : version.status}">${statusNames[version.status]}</span> <span class="about">${timeInWords(version.createdAt)}</span>`;
    const here = version.id === reading.versionId;
    const link = here ? html`<strong>${label}</strong> (đang xem)` : html`<a href="?ban=${version.id}">${label}</a>`;
    return html`<li><p>${link}</p>${versionActions(session.role === "admin", id, version.id, ordinal, version.status)}</li>`;
  });
  const log = events.map(
    ({ versionId, event, actor, reason, at }) =>
      html`<li><span class="about">${timeInWords(at)}</span> ${actor}: ${eventNames[event]} bản ${all.findIndex((one) => one.id === versionId) + 1}${reason ? ` (${reason})` : ""}</li>`,
  );
  return html`<details class="fold"><summary>Các bản (${all.length})</summary><ul class="rows">${rows}</ul>
${all.length < 2 ? "" : html`<p>${affectedLink(id)}</p>`}
${log.length === 0 ? "" : html`<ul class="rows log">${log}</ul>`}</details>`;
}

function versionActions(
  isAdmin: boolean,
  documentId: number,
  versionId: number,
  ordinal: number,
  status: string,
): Html | "" {
  if (status === "pending") return html`<p><a href="/quan-tri/cho-duyet/${versionId}">So sánh và duyệt</a></p>`;
  if (status !== "retired" || !isAdmin) return "";
  return confirm({
    label: "Quay lại bản này",
    action: `/quan-tri/van-ban/${documentId}/quay-lai`,
    fields: html`<input type="hidden" name="ban" value="${versionId}">`,
    sentence: `Bản ${ordinal} được dùng để trả lời ngay; bản đang dùng được giữ lại.`,
  });
}

function validity({ session }: View, { id, validity: facts, isShown }: ConsoleDocument): Html {
  const open = facts.filter(({ state }) => state === "proposed").length;
  const title = open === 0 ? "Hiệu lực" : `Hiệu lực (${open} đề xuất chờ xác nhận)`;
  const mayDecide = session.role === "admin";
  return html`<details class="fold" id="hieu-luc"${open > 0 ? " open" : ""}><summary>${title}</summary>
${facts.length === 0 ? html`<p class="about">Chưa có thông tin về hiệu lực.</p>` : html`<ul class="rows">${facts.map((fact) => validityItem(fact, { mayDecide, back: `/quan-tri/van-ban/${id}` }))}</ul>`}
${facts.some((fact) => fact.state === "confirmed") ? html`<p>${affectedLink(id)}</p>` : ""}
${mayDecide && isShown ? validityForm(id) : ""}</details>`;
}

const affectedLink = (id: number) =>
  html`<a href="/quan-tri/van-ban/${id}/cau-tra-loi-bi-anh-huong">Câu trả lời đã đưa bị ảnh hưởng</a>`;

function corrections({ session }: View, { corrections: all }: ConsoleDocument): Html | "" {
  if (all.length === 0) return "";
  const active = all.filter(({ withdrawnAt }) => withdrawnAt === null).length;
  return html`<details class="fold" id="dinh-chinh"><summary>Đính chính (${active} đang áp dụng)</summary>
<ul class="rows">${all.map((one) => correctionItem(one, session.role === "admin"))}</ul></details>`;
}

function correctionItem(correction: CorrectionRecord, isAdmin: boolean): Html {
  const { id, actor, createdAt, reason, withdrawnBy, withdrawnAt, oldValue, newValue } = correction;
  const change = html`${valueInWords(oldValue)} → <strong>${valueInWords(newValue)}</strong>`;
  const about = `${actor}, ${timeInWords(createdAt)}${reason === null ? "" : `: ${reason}`}`;
  const end =
    withdrawnAt === null
      ? isAdmin
        ? confirm({
            label: "Rút",
            action: `/quan-tri/dinh-chinh/${id}/rut`,
            sentence: "Nội dung máy đọc được có hiệu lực trở lại.",
            act: "Rút đính chính",
          })
        : ""
      : html`<p class="about">${withdrawnBy} đã rút, ${timeInWords(withdrawnAt)}</p>`;
  return html`<li><p>${correctionSubject(correction)}: ${change}</p><p class="about">${about}</p>${end}</li>`;
}

function correctionSubject({ kind, field, target }: CorrectionRecord): string {
  if (kind === "header") return fieldNames[field] ?? field;
  const words = target === null ? "" : ` “${shorten(plainText(target.words), 80)}”`;
  const what: Record<string, string> = {
    agency: "Cơ quan của nhiệm vụ",
    role: "Vai trò",
    deadline: "Thời hạn",
    remove: kind === "duty" ? "Bỏ nhiệm vụ" : "Bỏ viện dẫn",
    add: "Thêm nhiệm vụ",
    relation: "Quan hệ",
  };
  return `${what[field] ?? field}${words}`;
}

/** A correction's value as stored: a text, an agency, a deadline, a signer. */
function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return "(trống)";
  if (typeof value === "string")
    return roleWords[value as Duty["role"]] ?? relationWords[value as Reference["relation"]] ?? value;
  if (typeof value !== "object") return String(value);
  if ("name" in value && typeof value.name === "string") return value.name;
  if ("agency" in value) return valueInWords(value.agency);
  if ("words" in value && typeof value.words === "string") return value.words;
  return JSON.stringify(value);
}

/** Drawn when they are looked at: each page costs the server half a second. */
function pictures({ id, reading, pictures: count }: ConsoleDocument): Html | "" {
  if (count === 0) return "";
  const figures = Array.from({ length: count }, (_, index) => {
    const address = `/quan-tri/van-ban/${id}/trang/${index + 1}?ban=${reading.versionId}`;
    return html`<figure><figcaption>Trang ${index + 1}</figcaption><a href="${address}"><img src="${address}" alt="Ảnh trang ${index + 1} của bản gốc" loading="lazy" width="1000" height="1414"></a></figure>`;
  });
  return html`<details class="fold"${count === 1 ? html` open` : ""}><summary>Ảnh bản gốc (${count} trang)</summary><div class="pictures">${figures}</div></details>`;
}

/** A line of the reading that is tied to its place in the text. */
function tied(mark: Mark | null, content: Html | string, edit: Html | "" = ""): Html {
  if (mark === null) return html`<li><div class="tied">${content}</div>${edit}</li>`;
  return html`<li data-n="${mark.n}"><a class="tied" href="#s-${mark.n}">${content}</a>${edit}</li>`;
}

const editLink = (document: ConsoleDocument, what: string, label: string) =>
  html`<a class="edit" href="/quan-tri/van-ban/${document.id}?sua=${what}#sua" aria-label="${label}">Sửa</a>`;

function warnings({ document, marks }: Context): Html | "" {
  const all: Warning[] = document.reading.parsed.warnings;
  if (all.length === 0) return "";
  return html`<section class="warnings"><h3>Cần kiểm tra (${all.length})</h3><ul class="ties">${all.map(({ message }, index) => tied(marks.warning(index), message))}</ul></section>`;
}

function facts({ document, marks, mayEdit }: Context): Html {
  const { header } = document.reading.parsed;
  const rows = Object.entries(fieldNames)
    .filter(([name]) => name in header && (name !== "blankNumber" || header.number === null))
    .map(([name, label]) => {
      const value = fieldValue(header[name as keyof typeof header]);
      const isEditable = mayEdit && name !== "addressees" && name !== "recipients";
      const content = html`<span class="fact">${label}</span> <span>${value ?? html`<span class="unknown">không rõ</span>`}</span>`;
      return tied(marks.field(name), content, isEditable ? editLink(document, `truong:${name}`, `Sửa: ${label}`) : "");
    });
  return html`<section><h3>Thông tin văn bản</h3><ul class="ties facts-list">${rows}</ul></section>`;
}

export function fieldValue(field: unknown): string | null {
  if (Array.isArray(field)) return field.map(fieldValue).filter(Boolean).join("; ") || null;
  if (typeof field !== "object" || field === null || !("value" in field)) return null;
  const { value } = field;
  if (typeof value === "string") return /^\d{4}(?:-\d{2}){0,2}$/.test(value) ? dateInWords(value) : value;
  return typeof value === "object" && value !== null ? Object.values(value).filter(Boolean).join(", ") : null;
}

function duties({ document, marks, mayEdit }: Context): Html {
  const { parsed } = document.reading;
  const items = parsed.duties.map((duty, index) => {
    const { agency, role, deadline, span } = duty;
    const words = shorten(plainText(parsed.text.slice(span.start, span.end)), 160);
    const until =
      deadline === null
        ? ""
        : html` <span class="deadline">Thời hạn: ${plainText(parsed.text.slice(deadline.span.start, deadline.span.end))}</span>`;
    const content = html`<strong>${agency.name}</strong> <span class="role">${roleWords[role]}</span> ${words}${until}`;
    const id = document.ids.duties[index];
    const edit =
      mayEdit && id !== undefined ? editLink(document, `nhiem-vu:${id}`, `Sửa nhiệm vụ của ${agency.name}`) : "";
    return tied(marks.duty(index), content, edit);
  });
  const add = mayEdit
    ? html`<p><a href="/quan-tri/van-ban/${document.id}?sua=them#sua">Thêm nhiệm vụ máy bỏ sót</a></p>`
    : "";
  return html`<section><h3>Nhiệm vụ (${items.length})</h3>${items.length === 0 ? html`<p class="about">Không đọc được nhiệm vụ nào.</p>` : html`<ul class="ties">${items}</ul>`}${add}</section>`;
}

function references({ document, marks, mayEdit }: Context): Html | "" {
  const { parsed } = document.reading;
  if (parsed.references.length === 0) return "";
  const items = parsed.references.map(({ relation, span }, index) => {
    const words = plainText(parsed.text.slice(span.start, span.end));
    const content = html`<span class="role">${relationWords[relation]}</span> ${words}`;
    const id = document.ids.references[index];
    const edit = mayEdit && id !== undefined ? editLink(document, `vien-dan:${id}`, `Sửa quan hệ với ${words}`) : "";
    return tied(marks.reference(index), content, edit);
  });
  return html`<section><h3>Viện dẫn (${items.length})</h3><ul class="ties">${items}</ul></section>`;
}

export const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

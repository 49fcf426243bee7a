import { html } from "hono/html";
import { plainText, type ValidityFact } from "../../../retrieval/index.ts";
import { dateInWords, type Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { validityNames } from "./names.ts";

export interface ValidityItemOptions {
  mayDecide: boolean;
  /** The page to come back to. */
  back: string;
  /** The document's own name, where the list is about several. */
  name?: string;
}

const stateNames = { proposed: "đề xuất", confirmed: "đã xác nhận", dismissed: "đã bỏ qua" } as const;
const stateLabels = { proposed: "state-pending", confirmed: "good", dismissed: "" } as const;

export function validityItem(fact: ValidityFact, { mayDecide, back, name }: ValidityItemOptions): Html {
  const { kind, date, partial, byDocumentId, byLabel, state, quote, decidedBy, documentId, sourceVersionId } = fact;
  const by =
    byLabel === null
      ? ""
      : byDocumentId === null
        ? html` ${byLabel}`
        : html` <a href="/quan-tri/van-ban/${byDocumentId}">${byLabel}</a>`;
  const day = dateInWords(date);
  const when = day === null ? "" : kind.endsWith("-by") ? ` từ ${day}` : ` ${day}`;
  const subject =
    name === undefined ? "" : html`<a href="/quan-tri/van-ban/${documentId}"><strong>${name}</strong></a>: `;
  const source =
    quote === null
      ? ""
      : html`<blockquote>${plainText(quote)}</blockquote>${sourceVersionId === null || byDocumentId === null ? "" : html`<p><a href="/quan-tri/van-ban/${byDocumentId}?ban=${sourceVersionId}">Xem văn bản nói điều này</a></p>`}`;
  return html`<li><p>${subject}${validityNames[kind]}${by}${when}${partial ? " (một phần)" : ""} <span class="label ${stateLabels[state]}">${stateNames[state]}</span></p>
${source}${decidedBy === null ? "" : html`<p class="about">${decidedBy}</p>`}
${mayDecide ? decide(fact, back) : ""}</li>`;
}

function decide({ id, state, date }: ValidityFact, back: string): Html {
  const hidden = html`<input type="hidden" name="ve" value="${back}">`;
  const confirmForm = html`<form method="post" action="/quan-tri/hieu-luc/${id}/xac-nhan" class="inline-form">${hidden}
<label for="ngay-${id}">Ngày</label><input id="ngay-${id}" name="ngay" type="date" value="${date ?? ""}">
<button class="primary">Xác nhận</button></form>`;
  const dismissForm = html`<form method="post" action="/quan-tri/hieu-luc/${id}/bo-qua">${hidden}<button>Bỏ qua</button></form>`;
  if (state === "proposed") return html`<div class="actions">${confirmForm}${dismissForm}</div>`;
  return html`<details><summary>Đổi quyết định</summary><div class="actions">${state === "confirmed" ? dismissForm : confirmForm}</div></details>`;
}

/** What no text says and an admin knows. */
export function validityForm(documentId: number): Html {
  const kinds = Object.entries(validityNames).map(([value, label]) => html`<option value="${value}">${label}</option>`);
  return html`<details class="fold"><summary>Thêm thông tin hiệu lực</summary>
<form method="post" action="/quan-tri/van-ban/${documentId}/hieu-luc" class="stack">
<p><label for="hl-loai">Nội dung</label><select id="hl-loai" name="loai">${kinds}</select></p>
<p><label for="hl-ngay">Ngày</label><input id="hl-ngay" name="ngay" type="date"></p>
<p><label for="hl-boi">Bởi văn bản (số, ký hiệu; nếu có)</label><input id="hl-boi" name="boi" maxlength="120"></p>
<p class="check"><input id="hl-phan" type="checkbox" name="mot-phan" value="co"> <label for="hl-phan">Chỉ một phần văn bản</label></p>
<p><button class="primary">Lưu</button></p></form></details>`;
}

export interface ValidityPageOptions {
  view: View;
  facts: (ValidityFact & { name: string })[];
}

export function validityPage({ view, facts }: ValidityPageOptions): Html {
  const mayDecide = view.session.role === "admin";
  const body = html`<h1>Hiệu lực chờ xác nhận</h1>
<p class="lead">Máy đọc từ câu chữ “thay thế”, “bãi bỏ”, “có hiệu lực từ”… Chỉ điều đã xác nhận mới làm thay đổi câu trả lời.</p>
${facts.length === 0 ? html`<p class="empty">Không có đề xuất nào.</p>` : html`<ul class="rows">${facts.map((fact) => validityItem(fact, { mayDecide, back: "/quan-tri/hieu-luc", name: fact.name }))}</ul>`}`;
  return frame({ title: "Hiệu lực chờ xác nhận", here: "validity", view, body });
}

import { html } from "hono/html";
import type { DocumentSummary } from "../library/types.ts";
import { tierLabel } from "./document.ts";
import { type Html, page } from "./layout.ts";
import { dateInWords, documentName } from "./words.ts";

/** The list of documents held, newest first; documents without a date come last. */
export function documentsPage(all: DocumentSummary[]): Html {
  const ordered = all.toSorted((a, b) => (b.issuedOn ?? "").localeCompare(a.issuedOn ?? "") || a.id - b.id);
  const body = html`<h1>Kho văn bản</h1>
<p class="lead">${all.length === 0 ? "Kho chưa có văn bản nào." : `Đang có ${all.length} văn bản. Bot chỉ trả lời theo những văn bản này.`}</p>
<ul class="documents">${ordered.map(item)}</ul>`;
  return page({ title: "Kho văn bản – Trích Dẫn", here: "documents", body });
}

function item(document: DocumentSummary): Html {
  const about = [document.issuer, dateInWords(document.issuedOn)].filter(Boolean).join(" · ");
  const warned =
    document.warnings === 0 ? "" : html` <span class="label warned">${document.warnings} điểm cần kiểm tra</span>`;
  return html`<li><a href="/documents/${document.id}"><strong>${documentName(document)}</strong></a>
${document.title === null ? "" : html`<span class="subject">${document.title}</span>`}
<span class="about">${about}</span>
<span class="labels">${tierLabel(document)}${warned}</span></li>`;
}

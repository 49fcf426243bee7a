import { html } from "hono/html";
import { fold } from "../../retrieval/index.ts";
import type { DocumentSummary } from "../library/types.ts";
import { tierLabel } from "./document.ts";
import { type Html, page } from "./layout.ts";
import { dateInWords, documentName, titleInWords } from "./words.ts";

/** The list of documents held, newest first; documents without a date come last. `wanted` narrows by what is shown. */
export function documentsPage(all: DocumentSummary[], wanted: string): Html {
  const shown = narrow(all, wanted);
  const ordered = shown.toSorted((a, b) => (b.issuedOn ?? "").localeCompare(a.issuedOn ?? "") || a.id - b.id);
  const body = html`<h1>Kho văn bản</h1>
<p class="lead">${all.length === 0 ? "Kho chưa có văn bản nào." : `Đang có ${all.length} văn bản. Bot chỉ trả lời theo những văn bản này.`}</p>
${all.length < 2 ? "" : searchForm(wanted)}
${wanted.trim() === "" ? "" : html`<p role="status">${shown.length === 0 ? "Không có văn bản nào khớp" : `${shown.length} văn bản khớp`} với “${wanted}”. <a href="/documents">Xem tất cả</a></p>`}
<ul class="documents">${ordered.map(item)}</ul>`;
  return page({ title: "Kho văn bản – Trích Dẫn", here: "documents", body });
}

function searchForm(wanted: string): Html {
  return html`<form class="find" method="get" action="/documents" role="search">
<label for="tim">Tìm theo số, cơ quan hoặc trích yếu</label>
<div class="ask-row"><input id="tim" type="search" name="tim" value="${wanted}" maxlength="200"><button type="submit">Tìm</button></div>
</form>`;
}

/** The documents that show the words as typed, with or without diacritics; else those that show each of the words. */
function narrow(all: DocumentSummary[], wanted: string): DocumentSummary[] {
  const phrase = fold(wanted).trim().replace(/\s+/g, " ");
  const shown = all.map((document) => ({ document, words: shownWords(document) }));
  const asTyped = shown.filter(({ words }) => holds(words, phrase));
  const each = shown.filter(({ words }) => phrase.split(" ").every((word) => holds(words, word)));
  return (asTyped.length > 0 ? asTyped : each).map(({ document }) => document);
}

function shownWords(document: DocumentSummary): string {
  const { title, issuer, place, issuedOn, source } = document;
  const parts = [documentName(document), title, issuer, place, dateInWords(issuedOn), source];
  return fold(parts.filter(Boolean).join(" | "));
}

/** At the beginning of a word only: "an" is not in "van ban". */
function holds(words: string, wanted: string): boolean {
  for (let at = words.indexOf(wanted); at !== -1; at = words.indexOf(wanted, at + 1)) {
    if (at === 0 || /[^a-z0-9]/.test(words.charAt(at - 1))) return true;
  }
  return false;
}

function item(document: DocumentSummary): Html {
  const about = [document.issuer, dateInWords(document.issuedOn)].filter(Boolean).join(" · ");
  const warned =
    document.warnings === 0 ? "" : html` <span class="label warned">${document.warnings} điểm cần kiểm tra</span>`;
  return html`<li><a href="/documents/${document.id}"><strong>${documentName(document)}</strong></a>
${document.title === null ? "" : html`<span class="subject">${titleInWords(document.title)}</span>`}
<span class="about">${about}</span>
<span class="labels">${tierLabel(document)}${warned}</span></li>`;
}

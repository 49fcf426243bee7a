import { html } from "hono/html";
import {
  dateInWords,
  documentName,
  type Html,
  SAMPLE_LABEL,
  tierLabel,
  tierNames,
  titleInWords,
} from "../../pages/index.ts";
import { type DocumentQuery, type FilterOption, type ListedDocument, PAGE_SIZE } from "../store/documents.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { statusNames } from "./names.ts";

export interface DocumentsPageOptions {
  view: View;
  query: DocumentQuery;
  documents: ListedDocument[];
  total: number;
  types: FilterOption[];
  issuers: FilterOption[];
  collections: string[];
}

export function documentsPage(options: DocumentsPageOptions): Html {
  const { view, query, documents, total } = options;
  const body = html`<h1>Văn bản</h1>
${filters(options)}
<p role="status">${total === 0 ? "Không có văn bản nào khớp." : `${total} văn bản.`}</p>
<ul class="rows">${documents.map(documentRow)}</ul>
${pages(query, total)}`;
  return frame({ title: "Văn bản", here: "documents", view, body });
}

function filters({ query, types, issuers, collections }: DocumentsPageOptions): Html {
  const tiers = Object.entries({ ...tierNames, sample: titleInWords(SAMPLE_LABEL) }).map(([key, name]) => ({
    key,
    name,
  }));
  const statuses = [
    { key: "live", name: "Đang dùng" },
    { key: "pending", name: "Có bản chờ duyệt" },
    { key: "out", name: "Không dùng" },
  ];
  return html`<form method="get" action="/quan-tri/van-ban" class="filters" role="search">
<p class="whole"><label for="tim">Tìm theo số, cơ quan, trích yếu hoặc tên tệp</label><input id="tim" type="search" name="tim" value="${query.words}" maxlength="200"></p>
${picker("loai", "Loại", types, query.type)}
${picker("co-quan", "Cơ quan ban hành", issuers, query.issuer)}
${picker("ban", "Bản đang giữ", tiers, query.tier)}
${picker("trang-thai", "Trạng thái", statuses, query.status)}
${picker(
  "nhom",
  "Nhóm",
  collections.map((name) => ({ key: name, name })),
  query.collection,
)}
<p><label for="canh-bao">Cảnh báo</label><select id="canh-bao" name="canh-bao"><option value="">Tất cả</option><option value="co"${query.warned ? " selected" : ""}>Cần kiểm tra</option></select></p>
<p><button class="primary">Lọc</button></p>
<p><a class="button" href="/quan-tri/van-ban">Bỏ lọc</a></p>
</form>`;
}

function picker(
  name: string,
  label: string,
  options: readonly (Pick<FilterOption, "key" | "name"> & { count?: number })[],
  chosen: string | null,
): Html {
  const items = options.map(({ key, name: words, count }) => {
    const shown = count === undefined ? words : `${words} (${count})`;
    return html`<option value="${key}"${key === chosen ? " selected" : ""}>${shown}</option>`;
  });
  return html`<p><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">Tất cả</option>${items}</select></p>`;
}

function documentRow(document: ListedDocument): Html {
  const { id, title, issuer, issuedOn, status, waits, warnings, corrections, source } = document;
  const about = [issuer, dateInWords(issuedOn), source].filter(Boolean).join(" · ");
  return html`<li><p><a href="/quan-tri/van-ban/${id}"><strong>${documentName(document)}</strong></a></p>
${title === null ? "" : html`<p>${titleInWords(title)}</p>`}
<p class="about">${about}</p>
<p class="labels"><span class="label state-${status === "live" ? "done" : status}">${statusNames[status]}</span>
${waits && status === "live" ? html`<span class="label state-pending">bản mới chờ duyệt</span>` : ""}
${tierLabel(document)}
${warnings === 0 ? "" : html`<span class="label warned">${warnings} điểm cần kiểm tra</span>`}
${corrections === 0 ? "" : html`<span class="label">${corrections} đính chính</span>`}</p></li>`;
}

function pages(query: DocumentQuery, total: number): Html | "" {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
  if (last === 1) return "";
  const link = (page: number, label: string) =>
    page < 1 || page > last
      ? ""
      : html`<a class="button" href="/quan-tri/van-ban?${addressOf(query, page)}">${label}</a>`;
  return html`<nav class="pages" aria-label="Trang">${link(query.page - 1, "Trang trước")}<span>Trang ${query.page}/${last}</span>${link(query.page + 1, "Trang sau")}</nav>`;
}

function addressOf({ words, type, issuer, tier, collection, status, warned }: DocumentQuery, page: number): string {
  const fields = { tim: words, loai: type, "co-quan": issuer, ban: tier, nhom: collection, "trang-thai": status };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value);
  if (warned) query.set("canh-bao", "co");
  query.set("trang", String(page));
  return query.toString();
}

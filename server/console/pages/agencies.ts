import { html } from "hono/html";
import { type AgencyAlias, agencyKey } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { ListedAgency } from "../store/agencies.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export interface AgenciesPageOptions {
  view: View;
  wanted: string;
  agencies: ListedAgency[];
  /** In use. */
  aliases: AgencyAlias[];
}

const levels: Record<string, string> = {
  central: "trung ương",
  ministry: "bộ, ngành",
  province: "cấp tỉnh",
  district: "cấp huyện",
  commune: "cấp xã",
};

export function agenciesPage({ view, wanted, agencies, aliases }: AgenciesPageOptions): Html {
  const mayChange = view.session.role === "admin";
  const body = html`<h1>Cơ quan</h1>
<p class="lead">Cơ quan được giao việc trong các văn bản đang dùng, kèm mọi cách gọi đã gặp.</p>
<form method="get" action="/quan-tri/co-quan" class="filters" role="search">
<p class="whole"><label for="tim">Tìm cơ quan</label><input id="tim" type="search" name="tim" value="${wanted}" maxlength="200"></p>
<p><button class="primary">Tìm</button></p></form>
${aliases.length === 0 ? "" : aliasList(aliases, mayChange)}
${agencies.length === 0 ? html`<p class="empty">Không có cơ quan nào khớp.</p>` : html`<ul class="rows">${agencies.map((agency) => row(agency, mayChange))}</ul>`}
<p class="about">Tên viết tắt thường gặp (STTTT, SNV, UBND…) bot đã hiểu sẵn; cách gọi riêng của đơn vị thì thêm ở từng cơ quan, có hiệu lực với câu hỏi ngay lúc thêm, không phải lập lại chỉ mục. Nếu máy đọc sai cơ quan của một nhiệm vụ, sửa ngay tại trang văn bản đó.</p>`;
  return frame({ title: "Cơ quan", here: "agencies", view, body });
}

/** A group of communes is written in thirty ways. */
function alsoWritten(names: string[]): Html | "" {
  if (names.length === 0) return "";
  if (names.length <= 3) return html`<p>Cũng viết: ${names.join("; ")}</p>`;
  return html`<details><summary>Cũng viết theo ${names.length} cách khác</summary><p>${names.join("; ")}</p></details>`;
}

function aliasList(aliases: AgencyAlias[], mayChange: boolean): Html {
  return html`<section aria-labelledby="ten-goi"><h2 id="ten-goi">Cách gọi riêng (${aliases.length})</h2>
<ul class="rows">${aliases.map((alias) => aliasRow(alias, mayChange))}</ul></section>`;
}

function aliasRow({ id, writing, agencyName, addedBy, addedAt }: AgencyAlias, mayChange: boolean): Html {
  const withdraw = confirm({
    label: "Rút",
    act: "Rút cách gọi",
    action: `/quan-tri/co-quan/cach-goi/${id}/rut`,
    sentence: `Câu hỏi có “${writing}” sẽ không còn được hiểu là ${agencyName}.`,
  });
  return html`<li><p><strong>${writing}</strong> là ${agencyName}</p>
<p class="about">${addedBy} thêm ${timeInWords(addedAt)}</p>${mayChange ? withdraw : ""}</li>`;
}

/** The field's name tells the row's form from the others'. */
function addForm({ key, names }: ListedAgency): Html {
  const field = `ten-${key.replaceAll(" ", "-")}`;
  // "Sở Y tế" rather than "Giám đốc Sở Y tế": it is written into questions.
  const [name = ""] = names.filter((one) => agencyKey(one) === key).sort((one, other) => one.length - other.length);
  if (name === "") return html``;
  return confirm({
    label: "Thêm cách gọi",
    act: "Thêm",
    action: "/quan-tri/co-quan/cach-goi",
    sentence: `Câu hỏi có cách gọi này sẽ được hiểu là ${name}.`,
    fields: html`<p><label for="${field}">Cách gọi, ví dụ TCKH hoặc Một cửa</label><input id="${field}" name="ten" required maxlength="60" autocomplete="off"><input type="hidden" name="co-quan" value="${name}"></p>`,
  });
}

function row(agency: ListedAgency, mayChange: boolean): Html {
  const { names, kind, level, documents, duties } = agency;
  const [name = "", ...others] = names;
  const labels = [kind === "group" ? "nhóm cơ quan" : null, levels[level] ?? null].filter(Boolean).join(", ");
  return html`<li><p><strong>${name}</strong>${labels === "" ? "" : html` <span class="label">${labels}</span>`}</p>
${alsoWritten(others)}
<p class="about">${duties} nhiệm vụ trong ${documents} văn bản</p>${mayChange ? addForm(agency) : ""}</li>`;
}

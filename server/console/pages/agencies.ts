import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { ListedAgency } from "../store/agencies.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";

export interface AgenciesPageOptions {
  view: View;
  wanted: string;
  agencies: ListedAgency[];
}

const levels: Record<string, string> = {
  central: "trung ương",
  ministry: "bộ, ngành",
  province: "cấp tỉnh",
  district: "cấp huyện",
  commune: "cấp xã",
};

export function agenciesPage({ view, wanted, agencies }: AgenciesPageOptions): Html {
  const body = html`<h1>Cơ quan</h1>
<p class="lead">Cơ quan được giao việc trong các văn bản đang dùng, kèm mọi cách gọi đã gặp.</p>
<form method="get" action="/quan-tri/co-quan" class="filters" role="search">
<p class="whole"><label for="tim">Tìm cơ quan</label><input id="tim" type="search" name="tim" value="${wanted}" maxlength="200"></p>
<p><button class="primary">Tìm</button></p></form>
${agencies.length === 0 ? html`<p class="empty">Không có cơ quan nào khớp.</p>` : html`<ul class="rows">${agencies.map(row)}</ul>`}
<p class="about">Tên viết tắt thường gặp (STTTT, SNV, UBND…) bot đã hiểu sẵn. Nếu máy đọc sai cơ quan của một nhiệm vụ, sửa ngay tại trang văn bản đó.</p>`;
  return frame({ title: "Cơ quan", here: "agencies", view, body });
}

/** A group of communes is written in thirty ways. */
function alsoWritten(names: string[]): Html | "" {
  if (names.length === 0) return "";
  if (names.length <= 3) return html`<p>Cũng viết: ${names.join("; ")}</p>`;
  return html`<details><summary>Cũng viết theo ${names.length} cách khác</summary><p>${names.join("; ")}</p></details>`;
}

function row({ names, kind, level, documents, duties }: ListedAgency): Html {
  const [name = "", ...others] = names;
  const labels = [kind === "group" ? "nhóm cơ quan" : null, levels[level] ?? null].filter(Boolean).join(", ");
  return html`<li><p><strong>${name}</strong>${labels === "" ? "" : html` <span class="label">${labels}</span>`}</p>
${alsoWritten(others)}
<p class="about">${duties} nhiệm vụ trong ${documents} văn bản</p></li>`;
}

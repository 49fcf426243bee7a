import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { Agreement } from "../../review/agreement.ts";
import type { DeskAgreement } from "../../review/blind-pairs.ts";
import type { View } from "../view.ts";
import { DESK_FILES, deskTabs } from "./desk.ts";
import { claimVerdictNames, overallName } from "./desk-words.ts";
import { frame } from "./frame.ts";

export interface AgreementPageOptions {
  view: View;
  agreement: DeskAgreement;
  /** As they stand in the address. */
  from: string;
  to: string;
}

export function agreementPage({ view, agreement, from, to }: AgreementPageOptions): Html {
  const { exchanges, overall, claims } = agreement;
  const body = html`<h1>Mức đồng thuận</h1>
${deskTabs("agreement", view, null)}
<p>Một phần mẫu ngẫu nhiên được hai người đánh giá độc lập. Số liệu chỉ tính đánh giá trước khi ai thấy đánh giá của người kia: ${exchanges} trao đổi.</p>
<form method="get" action="/quan-tri/ra-soat/dong-thuan" class="filters">
<p><label for="tu">Hỏi từ ngày</label><input id="tu" type="date" name="tu" value="${from}"></p>
<p><label for="den">Đến ngày</label><input id="den" type="date" name="den" value="${to}"></p>
<p><button>Xem</button></p></form>
${part({ id: "ca-cau", title: "Cả câu trả lời", unit: "trao đổi", agreement: overall, nameOf: (one) => overallName(one, "answered") })}
${part({ id: "tung-trich-dan", title: "Từng trích dẫn", unit: "trích dẫn", agreement: claims, nameOf: (one) => claimVerdictNames[one] })}
<details class="fold"><summary>κ là gì</summary><p>κ của Cohen là phần đồng thuận vượt trên mức hai người trùng nhau do ngẫu nhiên: 1 là trùng hoàn toàn, 0 là không hơn ngẫu nhiên, âm là kém hơn. Khi cả hai luôn chọn cùng một mức thì κ không xác định, dù tỷ lệ trùng là 100%.</p></details>`;
  return frame({ title: "Mức đồng thuận", here: "desk", view, body, ...DESK_FILES });
}

interface PartOptions<T> {
  id: string;
  title: string;
  /** What is counted. */
  unit: string;
  agreement: Agreement<T>;
  nameOf(category: T): string;
}

function part<T>({ id, title, unit, agreement, nameOf }: PartOptions<T>): Html {
  const { n, raw, kappa, table, categories } = agreement;
  if (raw === null) {
    return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="empty">Chưa có ${unit} nào được hai người đánh giá.</p></section>`;
  }
  const names = categories.map(nameOf);
  const rows = table.map(
    (row, index) =>
      html`<tr><th scope="row">${names[index]}</th>${row.map((count, column) => html`<td${index === column ? html` class="same"` : count > 0 ? html` class="other"` : ""}>${count}</td>`)}</tr>`,
  );
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
<ul class="tiles small"><li class="some"><strong>${kappa === null ? "—" : decimal(kappa)}</strong> κ của Cohen: ${kappaWords(kappa)}</li><li class="some"><strong>${Math.round(raw * 100)}%</strong> trùng nhau</li><li class="some"><strong>${n}</strong> ${unit}</li></ul>
<div class="table" tabindex="0" role="region" aria-label="Bảng đối chiếu: ${title}"><table class="confusion"><caption>Hàng: người thứ nhất. Cột: người thứ hai.</caption>
<thead><tr><td></td>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

const decimal = (value: number) => value.toFixed(2).replace(".", ",").replace("-", "−");

/** The bounds of Landis and Koch (1977), in three steps. */
function kappaWords(kappa: number | null): string {
  if (kappa === null) return "không xác định";
  if (kappa < 0.4) return "đồng thuận thấp";
  return kappa < 0.6 ? "đồng thuận vừa" : kappa < 0.8 ? "đồng thuận khá" : "đồng thuận cao";
}

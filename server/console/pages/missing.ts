import { html } from "hono/html";
import type { MissingDocument } from "../../../retrieval/index.ts";
import { dateInWords, type Html } from "../../pages/index.ts";
import { type CitedNotHeld, MOST_CITED } from "../store/missing.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export interface MissingPageOptions {
  view: View;
  cited: CitedNotHeld[];
  /** Of the documents that cite them. */
  names: ReadonlyMap<number, string>;
  asked: MissingDocument[];
}

export function missingPage({ view, cited, names, asked }: MissingPageOptions): Html {
  const body = html`<h1>Văn bản còn thiếu</h1>
<p class="lead">Nên tìm và tải lên những văn bản đứng đầu mỗi danh sách.</p>
<section aria-labelledby="vien-dan"><h2 id="vien-dan">Được viện dẫn nhưng chưa có (${cited.length === MOST_CITED ? `${MOST_CITED} văn bản được nhắc nhiều nhất` : cited.length})</h2>
${cited.length === 0 ? html`<p class="empty">Không thiếu văn bản nào được viện dẫn.</p>` : html`<ul class="rows">${cited.map((one) => citedRow(one, names))}</ul>`}</section>
<section aria-labelledby="duoc-hoi"><h2 id="duoc-hoi">Được hỏi nhưng chưa có (${asked.length})</h2>
${asked.length === 0 ? html`<p class="empty">Chưa ai hỏi văn bản nào ngoài kho.</p>` : html`<ul class="rows">${asked.map(askedRow)}</ul>`}</section>`;
  return frame({ title: "Văn bản còn thiếu", here: "missing", view, body });
}

function citedRow(cited: CitedNotHeld, names: ReadonlyMap<number, string>): Html {
  const { number, type, issuer, issuedOn, documents, citations, citedBy } = cited;
  const about = [issuer, dateInWords(issuedOn)].filter(Boolean).join(" · ");
  const links = citedBy.map(
    (id, index) =>
      html`${index === 0 ? "" : ", "}<a href="/quan-tri/van-ban/${id}">${names.get(id) ?? `văn bản ${id}`}</a>`,
  );
  const more = documents > citedBy.length ? ` và ${documents - citedBy.length} văn bản khác` : "";
  return html`<li><p><strong>${[type, number].filter(Boolean).join(" ")}</strong> <span class="label">${documents} văn bản nhắc, ${citations} lần</span></p>
${about === "" ? "" : html`<p class="about">${about}</p>`}
<p class="about">Trong ${links}${more}</p></li>`;
}

function askedRow({ label, asked, lastAskedAt }: MissingDocument): Html {
  return html`<li><p><strong>${label}</strong> <span class="label">hỏi ${asked} lần</span></p><p class="about">Lần cuối ${timeInWords(lastAskedAt)}</p></li>`;
}

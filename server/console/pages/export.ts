import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { COLUMNS, type ExportColumn } from "../../review/export/index.ts";
import { CHANNELS, type SIGNALS, STATUSES } from "../../review/filter-fields.ts";
import type { View } from "../view.ts";
import { channelWords, statusWords } from "./desk-words.ts";
import { frame } from "./frame.ts";

export interface ExportPageOptions {
  view: View;
  /** Of the filter, as they stand in the address. */
  fields: ReadonlyMap<string, string>;
  /** That the filter lets through. */
  rows: number;
  units: readonly string[];
  publicKey: string;
  keyId: string;
}

const signalNames: Record<(typeof SIGNALS)[number], string> = {
  down: "Người hỏi chê 👎",
  "low-confidence": "Độ khớp thấp",
  "dropped-claims": "Có câu bị loại",
  "doubtful-scan": "Bản quét chưa chắc",
  press: "Trích bài báo",
  "near-miss": "Suýt tìm thấy",
  sample: "Mẫu ngẫu nhiên",
  double: "Hai người rà soát",
};

export function exportPage(options: ExportPageOptions): Html {
  const { view, rows, publicKey, keyId } = options;
  const body = html`<h1>Xuất nhật ký trả lời</h1>
<p class="lead">Tải các trao đổi khớp bộ lọc thành một tệp ZIP: tệp dữ liệu và <code>manifest.json</code> có chữ ký, để kiểm tra được về sau là tệp còn nguyên.</p>
${filters(options)}
<p role="status"><strong>${rows.toLocaleString("vi-VN")} trao đổi</strong> khớp bộ lọc.</p>
<form method="get" action="/quan-tri/xuat/tep" class="card export">
${[...options.fields].filter(([, value]) => value !== "").map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<fieldset><legend>Dạng tệp</legend>
${choice("xlsx", "XLSX", "mở bằng Excel, LibreOffice", true)}
${choice("csv", "CSV", "bảng dạng chữ; ô có thể bị hiểu là công thức có dấu ' ở đầu", false)}
${choice("jsonl", "JSONL", "đủ mọi trường, mỗi dòng một trao đổi, kèm dòng của chuỗi băm; không theo cột đã chọn", false)}
</fieldset>
<fieldset><legend>Lời của người hỏi</legend>
<p class="check"><input type="checkbox" id="loi" name="loi" value="co" aria-describedby="loi-nghia"><label for="loi">Kèm câu hỏi, câu trả lời, góp ý và lời người rà soát</label></p>
<p class="about" id="loi-nghia">Mặc định không kèm. Tệp đã tải về không còn chịu việc xóa lời theo yêu cầu hay theo hạn giữ; chỉ kèm khi thật cần, giữ kín và xóa khi xong việc. Người hỏi chỉ hiện bằng bí danh riêng của từng tệp, nhưng lời họ viết có thể nêu tên ai đó.</p>
</fieldset>
<details class="fold"><summary>Chọn cột (không chọn: tất cả)</summary><ul class="columns">${COLUMNS.map(column)}</ul></details>
<p><button class="primary">Tải tệp</button></p>
<p class="about">Mỗi lần tải được ghi vào nhật ký quản trị: ai, bộ lọc, cột, số dòng, mã băm của tệp.</p>
</form>
<details class="fold"><summary>Khóa để kiểm tra chữ ký</summary>
<p>Khóa <code>${keyId}</code>: <code>${publicKey}</code></p>
<p>Kiểm tra ngoại tuyến: <code>npm run audit -- verify-manifest manifest.json TỆP --trust KHÓA</code></p></details>`;
  return frame({ title: "Xuất nhật ký trả lời", here: "export", view, body });
}

function filters({ fields, units }: ExportPageOptions): Html {
  const value = (name: string) => fields.get(name) ?? "";
  const text = (name: string, label: string, type = "text") =>
    html`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" value="${value(name)}" maxlength="300"></p>`;
  const pick = (name: string, label: string, names: Readonly<Record<string, string>>) =>
    html`<p><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">Tất cả</option>${Object.entries(
      names,
    ).map(
      ([key, words]) => html`<option value="${key}"${key === value(name) ? " selected" : ""}>${words}</option>`,
    )}</select></p>`;
  return html`<form method="get" action="/quan-tri/xuat" class="filters" role="search">
<p class="whole"><label for="tim">Có các chữ (trong câu hỏi hoặc câu trả lời)</label><input id="tim" type="search" name="tim" value="${value("tim")}" maxlength="300"></p>
${text("tu", "Từ ngày", "date")}
${text("den", "Đến hết ngày", "date")}
<p><label for="don-vi">Đơn vị</label><input id="don-vi" name="don-vi" value="${value("don-vi")}" maxlength="300" list="cac-don-vi"></p>
<datalist id="cac-don-vi">${units.map((unit) => html`<option value="${unit}"></option>`)}</datalist>
${text("van-ban", "Văn bản (số, hoặc # và mã)")}
${text("co-quan", "Cơ quan được hỏi")}
${pick("kenh", "Kênh", namesOf(CHANNELS, channelWords))}
${pick("trang-thai", "Kết quả", namesOf(STATUSES, statusWords))}
${pick("ly-do", "Dấu hiệu", signalNames)}
${pick("danh-gia", "Rà soát", { co: "Đã rà soát", chua: "Chưa rà soát" })}
<p><button class="primary">Lọc</button></p>
<p><a class="button" href="/quan-tri/xuat">Bỏ lọc</a></p>
</form>`;
}

const namesOf = (keys: readonly string[], words: Readonly<Record<string, string>>) =>
  Object.fromEntries(keys.map((key) => [key, words[key] ?? key]));

function choice(value: string, label: string, about: string, chosen: boolean): Html {
  return html`<p class="check"><input type="radio" id="dang-${value}" name="dang" value="${value}"${chosen ? " checked" : ""}><label for="dang-${value}"><strong>${label}</strong> <span class="about">${about}</span></label></p>`;
}

const column = ({ key, title, words }: ExportColumn): Html =>
  html`<li class="check"><input type="checkbox" id="cot-${key}" name="cot" value="${key}"><label for="cot-${key}">${title}${words ? html` <span class="about">(chỉ khi kèm lời)</span>` : ""}</label></li>`;

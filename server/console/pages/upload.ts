import { html } from "hono/html";
import { MAX_FILE_BYTES } from "../../../retrieval/index.ts";
import type { UploadOutcome } from "../../jobs/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";

export interface UploadPageOptions {
  view: View;
  collections: string[];
  collection: string;
  /** Of the form that was just sent, when something in it was refused. */
  outcomes: UploadOutcome[];
}

const MEGABYTES = MAX_FILE_BYTES / 1024 / 1024;

export function uploadPage({ view, collections, collection, outcomes }: UploadPageOptions): Html {
  const body = html`<h1>Tải văn bản lên</h1>
<p class="lead">Tệp được đọc trong hàng đợi, rồi chờ duyệt trước khi dùng để trả lời. Gửi lại tệp đã có thì không tốn công đọc lại.</p>
${outcomes.length === 0 ? "" : outcomesHtml(outcomes)}
<form method="post" action="/quan-tri/tai-len" enctype="multipart/form-data" class="stack" data-upload>
<div class="drop" data-drop>
<p><label for="tep"><strong>Chọn tệp</strong> <span class="drop-hint" hidden>hoặc kéo thả vào đây</span></label></p>
<p><input id="tep" name="tep" type="file" multiple required aria-describedby="tep-ghi-chu"></p>
<p class="about" id="tep-ghi-chu">.docx, .doc, .pdf, .rtf, .html, .txt, .md, ảnh quét .png và .jpg; mỗi tệp không quá ${MEGABYTES} MB. Có thể kèm tệp .json cùng tên mô tả văn bản.</p>
</div>
<p><label for="nhom">Nhóm văn bản</label>
<input id="nhom" name="nhom" value="${collection}" list="cac-nhom" maxlength="200" aria-describedby="nhom-ghi-chu">
<datalist id="cac-nhom">${collections.map((name) => html`<option value="${name}"></option>`)}</datalist></p>
<p class="about" id="nhom-ghi-chu">Tệp cùng tên trong cùng nhóm được coi là bản mới của văn bản đã có.</p>
<p data-submit><button class="primary">Tải lên</button></p>
</form>
<section data-progress hidden aria-labelledby="tien-do"><h2 id="tien-do">Tiến độ</h2>
<p role="status" data-summary></p>
<ul class="rows uploads"></ul>
<p><a href="/quan-tri/cong-viec">Xem tất cả công việc</a></p></section>`;
  return frame({ title: "Tải văn bản lên", here: "upload", view, body });
}

function outcomesHtml(outcomes: UploadOutcome[]): Html {
  const items = outcomes.map((outcome) =>
    "jobId" in outcome
      ? html`<li><a href="/quan-tri/cong-viec/${outcome.jobId}">${outcome.name}</a>: đã nhận.</li>`
      : html`<li><strong>${outcome.name}</strong>: ${outcome.fault}</li>`,
  );
  return html`<section class="fault" role="alert"><p>Có tệp chưa nhận được:</p><ul>${items}</ul></section>`;
}

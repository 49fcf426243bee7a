import { html } from "hono/html";
import { plainText, type StoredAnswer } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import { LONGEST_NOTICE, type NoticeSource } from "../../review/notice-text.ts";
import type { RecipientGroup } from "../../review/recipients.ts";
import type { StandingJudgement } from "../../review/standing.ts";
import type { View } from "../view.ts";
import { shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { recipientsTable } from "./recipients.ts";
import { timeInWords } from "./time.ts";

export interface NewNoticePageOptions {
  view: View;
  answer: StoredAnswer;
  review: StandingJudgement;
  sources: readonly NoticeSource[];
  recipients: readonly RecipientGroup[];
  typed: { text: string; addresses: string };
  fault: string | null;
}

export function newNoticePage({ view, answer, sources, recipients, typed, fault }: NewNoticePageOptions): Html {
  const body = html`<p class="crumbs"><a href="/quan-tri/thong-bao-sua">Đính chính câu trả lời</a></p>
<h1>Đề nghị đính chính</h1>
<p class="lead">Sau khi một người khác xác nhận, ai từng nhận câu trả lời này sẽ được báo trong chính cuộc trò chuyện đó, mỗi nơi một lần.</p>
${fault === null ? "" : html`<p class="fault" role="alert">${fault}</p>`}
${exchangeFold(answer)}
<form method="post" action="/quan-tri/thong-bao-sua/moi" class="stack">
<input type="hidden" name="tra-loi" value="${answer.id}">
<p><label for="loi-gui">Nội dung gửi tới mọi người từng nhận câu trả lời</label>
<textarea id="loi-gui" name="noi-dung" rows="9" maxlength="${LONGEST_NOTICE}" required aria-describedby="loi-gui-cach">${typed.text}</textarea></p>
<p class="about" id="loi-gui-cach">Câu trích đặt trong “…” và theo sau là số nguồn, ví dụ: “…” [1]; máy kiểm tra từng chữ với nguyên văn. Không nhắc lại câu hỏi hay tên người: người khác cũng đọc được.</p>
${sourcesList(sources)}
<p><label for="dia-chi">Đoạn văn bản khác để trích (mỗi dòng một địa chỉ, không bắt buộc)</label>
<textarea id="dia-chi" name="dia-chi" rows="2" maxlength="2000" placeholder="/documents/12#p34" aria-describedby="dia-chi-cach">${typed.addresses}</textarea></p>
<p class="about" id="dia-chi-cach">Chép địa chỉ từ “Xem trong văn bản”. Nguồn thêm được đánh số tiếp theo các nguồn ở trên.</p>
<p><button class="primary">Gửi đề nghị</button></p>
</form>
<section aria-labelledby="ai-nhan"><h2 id="ai-nhan">Ai sẽ được báo</h2>${recipientsTable(recipients)}</section>`;
  return frame({ title: "Đề nghị đính chính", here: "notices", view, body });
}

/** The exchange that is corrected, folded. */
export function exchangeFold({ id, words, askedAt }: StoredAnswer): Html {
  return html`<details class="fold"><summary>Câu trả lời được đính chính (${timeInWords(askedAt)})</summary>
${words === null ? html`<p class="empty">Lời đã được xóa.</p>` : html`<p><strong>${words.question}</strong></p><blockquote class="as-sent">${words.answer}</blockquote>`}
<p><a href="/quan-tri/ra-soat/${id}">Mở trang rà soát</a></p></details>`;
}

function sourcesList(sources: readonly NoticeSource[]): Html {
  if (sources.length === 0) return html`<p class="about">Câu trả lời này không trích nguồn nào.</p>`;
  const items = sources.map(
    ({ marker, name, text }) =>
      html`<li><p><strong>[${marker}]</strong> ${name}</p><p class="about">${shorten(plainText(text), 400)}</p></li>`,
  );
  return html`<details class="fold"><summary>Nguồn của câu trả lời (${sources.length})</summary><ul class="rows">${items}</ul></details>`;
}

import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { Notice } from "../../review/notices.ts";
import type { View } from "../view.ts";
import { shorten } from "./document.ts";
import { frame } from "./frame.ts";
import { noticeStates } from "./notice.ts";
import { timeInWords } from "./time.ts";

export interface NoticesPageOptions {
  view: View;
  notices: readonly Notice[];
  /** Exchanges of each that were told, or could not be. */
  told: ReadonlyMap<number, number>;
}

export function noticesPage({ view, notices, told }: NoticesPageOptions): Html {
  const body = html`<h1>Đính chính câu trả lời</h1>
<p class="lead">Câu trả lời bị rà soát là sai được đính chính cho mọi người từng nhận, khi hai người cùng đồng ý: một người đề nghị, một người khác xác nhận.</p>
${notices.length === 0 ? html`<p class="empty">Chưa có đề nghị nào. Đề nghị từ trang rà soát của một câu trả lời sai.</p>` : html`<ul class="rows">${notices.map((notice) => row(notice, told.get(notice.id) ?? 0))}</ul>`}`;
  return frame({ title: "Đính chính câu trả lời", here: "notices", view, body });
}

function row({ id, words, state, proposedBy, proposedAt, decidedBy }: Notice, told: number): Html {
  const { name, label } = noticeStates[state];
  const reached = state === "confirmed" ? ` · ${told} lượt trả lời` : "";
  return html`<li><p><a href="/quan-tri/thong-bao-sua/${id}">${words === null ? "(lời đã xóa)" : shorten(words, 120)}</a> <span class="label ${label}">${name}</span></p>
<p class="about">${proposedBy}, ${timeInWords(proposedAt)}${decidedBy === null ? "" : ` · ${decidedBy}`}${reached}</p></li>`;
}

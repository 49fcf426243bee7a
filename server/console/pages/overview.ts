import { html } from "hono/html";
import type { IngestJob } from "../../jobs/index.ts";
import type { Html } from "../../pages/index.ts";
import type { ChannelState, QueueDepth } from "../../queue/index.ts";
import type { DocumentCounts } from "../store/documents.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { jobRow } from "./jobs.ts";

export interface OverviewPageOptions {
  view: View;
  documents: DocumentCounts;
  /** The newest. */
  jobs: IngestJob[];
  depths: QueueDepth[];
  states: ChannelState[];
  /** Those that are configured. */
  channels: string[];
}

export function overviewPage({ view, documents, jobs, depths, states, channels }: OverviewPageOptions): Html {
  const { waiting, session } = view;
  const messages = depths.reduce((sum, { count }) => sum + count, 0);
  const stopped = states.filter(({ blockedReason }) => blockedReason !== null);
  const body = html`<h1>Tổng quan</h1>
<h2 class="visually-hidden">Việc đang đợi</h2>
<ul class="tiles">
${tile("/quan-tri/cho-duyet", waiting.approvals, "bản chờ duyệt", waiting.approvals > 0)}
${tile("/quan-tri/ra-soat", waiting.reviews, "câu trả lời chờ rà soát", waiting.reviews > 0)}
${tile("/quan-tri/hieu-luc", waiting.validity, "hiệu lực chờ xác nhận", waiting.validity > 0)}
${tile("/quan-tri/cong-viec?trang-thai=failed", waiting.failedJobs, "tệp không đọc được (7 ngày)", waiting.failedJobs > 0)}
${tile("/quan-tri/cong-viec", waiting.jobs, "tệp đang đợi đọc", false)}
${tile("/quan-tri/van-ban?trang-thai=live", documents.live, "văn bản đang dùng", false)}
${tile("/quan-tri/van-ban?canh-bao=co", documents.warned, "văn bản cần kiểm tra", false)}
${tile("/quan-tri/kenh", messages, "tin nhắn đang đợi", stopped.length > 0)}
</ul>
${stopped.length === 0 ? "" : html`<p class="fault" role="alert">Kênh đang ngừng gửi: ${stopped.map(({ channel }) => channel).join(", ")}. <a href="/quan-tri/kenh">Xem chi tiết</a></p>`}
${session.role === "admin" ? html`<p class="actions"><a class="button primary" href="/quan-tri/tai-len">Tải văn bản lên</a></p>` : ""}
<section aria-labelledby="moi-nhat"><h2 id="moi-nhat">Tải lên gần đây</h2>
${jobs.length === 0 ? html`<p class="empty">Chưa có tệp nào được tải lên.</p>` : html`<ul class="rows">${jobs.map(jobRow)}</ul><p><a href="/quan-tri/cong-viec">Xem tất cả công việc</a></p>`}</section>
<section aria-labelledby="kenh"><h2 id="kenh">Kênh</h2>
<p>${channels.length === 0 ? "Chưa nối kênh nhắn tin nào; trang hỏi trên web vẫn dùng được." : `Đang nối: ${channels.join(", ")}.`} <a href="/quan-tri/kenh">Trạng thái kênh</a></p></section>`;
  return frame({ title: "Tổng quan", here: "overview", view, body });
}

function tile(href: string, count: number, label: string, attention: boolean): Html {
  return html`<li><a href="${href}"${attention ? html` class="attention"` : ""}><strong>${count}</strong> ${label}</a></li>`;
}

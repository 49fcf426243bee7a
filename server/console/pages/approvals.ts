import { html } from "hono/html";
import type { PendingVersion } from "../../../retrieval/index.ts";
import { type Html, titleInWords } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

/** What became of those that were ticked. */
export interface Approved {
  count: number;
  refused: { versionId: number; name: string; why: string }[];
  /** Ticked too, but there was no time: ticked again. */
  left: Set<number>;
}

export interface ApprovalsPageOptions {
  view: View;
  pending: PendingVersion[];
  approved: Approved | null;
}

export function approvalsPage({ view, pending, approved }: ApprovalsPageOptions): Html {
  const mayApprove = view.session.role === "admin" && pending.length > 0;
  const list = html`<ul class="rows">${pending.map((one) => row(one, mayApprove, approved))}</ul>`;
  const body = html`<h1>Chờ duyệt</h1>
${approved === null ? "" : outcome(approved)}
${pending.length === 0 ? html`<p class="empty">Không có bản nào chờ duyệt.</p>` : html`<p class="lead">Bản chờ duyệt chưa được dùng để trả lời. Mở từng bản để xem cảnh báo và thay đổi.</p>`}
${mayApprove ? html`<form method="post" action="/quan-tri/cho-duyet">${list}${approveChosen(pending, approved)}</form>` : list}`;
  return frame({ title: "Chờ duyệt", here: "approvals", view, body });
}

function outcome({ count, refused, left }: Approved): Html {
  const more = left.size === 0 ? "" : ` Còn ${left.size} bản đã chọn, bấm duyệt lần nữa để tiếp tục.`;
  const done = count === 0 ? "" : html`<p class="done" role="status">Đã duyệt ${count} bản.${more}</p>`;
  if (refused.length === 0) return html`${done}`;
  const items = refused.map(
    ({ versionId, name, why }) => html`<li><a href="/quan-tri/cho-duyet/${versionId}">${name}</a>: ${why}</li>`,
  );
  return html`${done}<section class="fault" role="alert"><p>Chưa duyệt được:</p><ul>${items}</ul></section>`;
}

/** New documents without a warning are ticked beforehand: they change no answer that was given. */
function row(pending: PendingVersion, mayApprove: boolean, approved: Approved | null): Html {
  const { versionId, sourceName, number, title, liveVersionId, warnings, createdAt, collection } = pending;
  const isNew = liveVersionId === null;
  const ticked = approved === null ? isNew && warnings.length === 0 : approved.left.has(versionId);
  const tick = mayApprove
    ? html`<input type="checkbox" name="ban" value="${versionId}" aria-label="Chọn ${number ?? sourceName}"${ticked ? " checked" : ""}> `
    : "";
  return html`<li><p>${tick}<a href="/quan-tri/cho-duyet/${versionId}"><strong>${number ?? sourceName}</strong></a>
<span class="label">${isNew ? "văn bản mới" : "bản mới của văn bản đang dùng"}</span>
${warnings.length === 0 ? "" : html`<span class="label warned">${warnings.length} điểm cần kiểm tra</span>`}</p>
${title === null ? "" : html`<p>${titleInWords(title)}</p>`}
<p class="about">${sourceName} · ${collection} · ${timeInWords(createdAt)}</p></li>`;
}

function approveChosen(pending: PendingVersion[], approved: Approved | null): Html {
  const clean = pending.filter(({ liveVersionId, warnings }) => liveVersionId === null && warnings.length === 0).length;
  const hint = clean === 0 || approved !== null ? "" : ` Đã chọn sẵn ${clean} văn bản mới không có cảnh báo.`;
  return html`<details class="confirm"><summary class="button primary">Duyệt các bản đã chọn</summary>
<div class="card"><p>Các bản đã đánh dấu được dùng để trả lời ngay.${hint}</p><p><button class="primary">Duyệt</button></p></div></details>`;
}

import { html } from "hono/html";
import type { StoredAnswer } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { Notice, NoticeState } from "../../review/notices.ts";
import type { RecipientGroup } from "../../review/recipients.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { exchangeFold } from "./new-notice.ts";
import { recipientsTable } from "./recipients.ts";
import { timeInWords } from "./time.ts";

export const noticeStates: Record<NoticeState, { name: string; label: string }> = {
  proposed: { name: "chờ xác nhận", label: "state-pending" },
  confirmed: { name: "đã xác nhận", label: "good" },
  rejected: { name: "bị từ chối", label: "" },
  withdrawn: { name: "đã rút", label: "" },
};

export interface NoticePageOptions {
  view: View;
  notice: Notice;
  answer: StoredAnswer;
  recipients: readonly RecipientGroup[];
}

export function noticePage({ view, notice, answer, recipients }: NoticePageOptions): Html {
  const { id, words, state, proposedBy, proposedAt, decidedBy, decidedAt } = notice;
  const { name, label } = noticeStates[state];
  const decided = decidedBy === null || decidedAt === null ? "" : ` · ${decidedBy}, ${timeInWords(decidedAt)}`;
  const body = html`<p class="crumbs"><a href="/quan-tri/thong-bao-sua">Đính chính câu trả lời</a></p>
<h1>Đính chính ${id}</h1>
<p class="labels"><span class="label ${label}">${name}</span></p>
<p class="about">Đề nghị: ${proposedBy}, ${timeInWords(proposedAt)}${decided}</p>
<section aria-labelledby="loi-gui"><h2 id="loi-gui">Nội dung</h2>
${words === null ? html`<p class="empty">Lời đã được xóa.</p>` : html`<p class="about">Mỗi người nhận thấy trước đó một dòng: “Đính chính câu trả lời đã gửi ngày …:”, với ngày của chính câu trả lời của mình.</p><blockquote class="as-sent">${words}</blockquote>`}</section>
${exchangeFold(answer)}
<section aria-labelledby="ai-nhan"><h2 id="ai-nhan">${state === "confirmed" ? "Đã báo tới đâu" : "Ai sẽ được báo"}</h2>
${recipientsTable(recipients)}</section>
${state === "proposed" ? decision(view, notice) : ""}`;
  return frame({ title: `Đính chính ${id}`, here: "notices", view, body });
}

/** The proposer may withdraw, anybody else decides. */
function decision({ session }: View, { id, proposedBy, words }: Notice): Html {
  const action = (what: string) => `/quan-tri/thong-bao-sua/${id}/${what}`;
  if (session.name === proposedBy) {
    const sentence = "Không ai được báo; có thể đề nghị lại với nội dung khác.";
    return html`<p class="about">Cần một người khác xác nhận trước khi gửi.</p><div class="actions">${confirm({ label: "Rút đề nghị", action: action("rut"), sentence, act: "Rút" })}</div>`;
  }
  return html`<div class="actions decision">
${
  words === null
    ? ""
    : confirm({
        label: "Xác nhận",
        action: action("xac-nhan"),
        sentence: "Mọi người ở danh sách trên được báo ngay; không thu hồi được.",
        primary: true,
        act: "Xác nhận và gửi",
      })
}
${confirm({ label: "Từ chối", action: action("tu-choi"), sentence: "Không ai được báo.", act: "Từ chối đề nghị" })}
</div>`;
}

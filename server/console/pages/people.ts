import { html } from "hono/html";
import type { InvitationRow, PersonRow } from "../../../bot/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

/** Shown once. */
export interface NewInvitation {
  code: string;
  invitation: InvitationRow;
  links: string[];
}

export interface PeoplePageOptions {
  view: View;
  /** Null: the server has no key to store people under. */
  enrolment: { invitations: InvitationRow[]; people: PersonRow[] } | null;
  created: NewInvitation | null;
}

const roles = { official: "Cán bộ: hỏi đáp", reviewer: "Người rà soát", admin: "Quản trị" } as const;
const states = { open: "còn hiệu lực", used: "đã dùng", expired: "hết hạn", revoked: "đã thu hồi" } as const;
const channelNames: Record<string, string> = { telegram: "Telegram", "zalo-oa": "Zalo OA", "zalo-bot": "Zalo Bot" };

export function peoplePage({ view, enrolment, created }: PeoplePageOptions): Html {
  const body =
    enrolment === null
      ? html`<h1>Người dùng</h1><p class="notice">Máy chủ chưa đặt SECRET_KEY nên chưa mời được ai. Người vận hành đặt biến này rồi khởi động lại.</p>`
      : html`<h1>Người dùng</h1>
${created === null ? "" : createdHtml(created)}
${inviteForm()}
<section aria-labelledby="dang-ky"><h2 id="dang-ky">Đã đăng ký (${enrolment.people.length})</h2>
${enrolment.people.length === 0 ? html`<p class="empty">Chưa có ai.</p>` : html`<ul class="rows">${enrolment.people.map(personRow)}</ul>`}</section>
<section aria-labelledby="giay-moi"><h2 id="giay-moi">Giấy mời (${enrolment.invitations.length})</h2>
${enrolment.invitations.length === 0 ? html`<p class="empty">Chưa có giấy mời nào.</p>` : html`<ul class="rows">${enrolment.invitations.map(invitationRow)}</ul>`}</section>`;
  return frame({ title: "Người dùng", here: "people", view, body });
}

function createdHtml({ code, invitation, links }: NewInvitation): Html {
  return html`<section class="card created" role="status"><h2>Giấy mời mới</h2>
<p>Gửi mã này cho người được mời; mã chỉ hiện một lần và dùng được cho một người, đến ${timeInWords(invitation.expiresAt)}.</p>
<p class="code"><code>${code}</code></p>
${links.map((link) => html`<p>Liên kết mở thẳng bot: <a href="${link}" rel="noreferrer noopener">${link}</a></p>`)}
<p class="about">Người được mời gửi mã cho bot như một tin nhắn.</p></section>`;
}

function inviteForm(): Html {
  const options = Object.entries(roles).map(([value, label]) => html`<option value="${value}">${label}</option>`);
  return html`<details class="fold"><summary>Mời thêm người</summary>
<form method="post" action="/quan-tri/nguoi-dung/moi" class="stack">
<p><label for="vai-tro">Vai trò</label><select id="vai-tro" name="vai-tro">${options}</select></p>
<p><label for="don-vi">Đơn vị (không bắt buộc)</label><input id="don-vi" name="don-vi" maxlength="120" placeholder="Sở Tài chính tỉnh Lạng Sơn"></p>
<p><label for="ngay">Có hiệu lực trong</label><select id="ngay" name="ngay"><option value="1">1 ngày</option><option value="7" selected>7 ngày</option><option value="30">30 ngày</option></select></p>
<p><button class="primary">Tạo giấy mời</button></p></form></details>`;
}

function personRow({ id, role, unit, channel, enrolledAt }: PersonRow): Html {
  return html`<li><p><strong>${unit ?? "Không ghi đơn vị"}</strong> <span class="label">${roles[role]}</span></p>
<p class="about">${channelNames[channel] ?? channel}, từ ${timeInWords(enrolledAt)}</p>
${confirm({
  label: "Kết thúc quyền hỏi",
  action: `/quan-tri/nguoi-dung/${id}/xoa`,
  sentence: "Bot không trả lời người này nữa. Nhật ký câu trả lời vẫn được giữ.",
})}
${confirm({
  label: "Xóa lời của người này khỏi nhật ký",
  action: `/quan-tri/nguoi-dung/${id}/xoa-loi`,
  sentence:
    "Mọi câu hỏi, câu trả lời, góp ý và ghi chú liên quan của người này bị xóa hẳn, không lấy lại được. Nguồn đã dẫn, kết quả và đánh giá vẫn được giữ; quyền hỏi không đổi.",
  act: "Xóa hẳn",
})}</li>`;
}

function invitationRow({ id, role, unit, createdBy, createdAt, expiresAt, state }: InvitationRow): Html {
  const until = state === "open" ? `, đến ${timeInWords(expiresAt)}` : "";
  return html`<li><p><strong>${unit ?? "Không ghi đơn vị"}</strong> <span class="label">${roles[role]}</span> <span class="label ${state === "open" ? "good" : ""}">${states[state]}</span></p>
<p class="about">${createdBy} tạo ${timeInWords(createdAt)}${until}</p>
${state === "open" ? confirm({ label: "Thu hồi", action: `/quan-tri/nguoi-dung/giay-moi/${id}/thu-hoi`, sentence: "Mã không dùng được nữa.", act: "Thu hồi giấy mời" }) : ""}</li>`;
}

import { html } from "hono/html";
import type { AdminAction } from "../../admin/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export interface ActionsPageOptions {
  view: View;
  actions: AdminAction[];
  /** True when there may be older ones. */
  isFull: boolean;
}

const names: Record<string, string> = {
  "sign-in": "Đăng nhập",
  "sign-in.refused": "Đăng nhập không thành công",
  "sign-out": "Đăng xuất",
  "sign-out.everywhere": "Đăng xuất mọi nơi",
  "account.add": "Thêm tài khoản",
  "account.password": "Đặt mật khẩu",
  "account.role": "Đổi vai trò",
  "account.disable": "Khóa tài khoản",
  "account.enable": "Mở khóa tài khoản",
  "upload.add": "Tải tệp lên",
  "job.retry": "Chạy lại công việc",
  "job.cancel": "Hủy công việc",
  "version.approve": "Duyệt bản",
  "version.reject": "Từ chối bản",
  "document.rollback": "Quay lại bản trước",
  "correction.add": "Đính chính",
  "correction.withdraw": "Rút đính chính",
  "validity.confirm": "Xác nhận hiệu lực",
  "validity.dismiss": "Bỏ qua đề xuất hiệu lực",
  "invitation.create": "Tạo giấy mời",
  "invitation.revoke": "Thu hồi giấy mời",
  "person.remove": "Kết thúc quyền hỏi",
  "reindex.start": "Bắt đầu lập lại chỉ mục",
  "reindex.stop": "Dừng lập lại chỉ mục",
  "reindex.resume": "Tiếp tục lập lại chỉ mục",
  "reindex.abandon": "Bỏ lượt lập lại chỉ mục",
  "alias.add": "Thêm cách gọi cơ quan",
  "alias.withdraw": "Rút cách gọi cơ quan",
  "export.begin": "Bắt đầu xuất nhật ký trả lời",
  "export.done": "Xuất xong nhật ký trả lời",
  "export.broken": "Xuất nhật ký trả lời dở dang",
};

export function actionsPage({ view, actions, isFull }: ActionsPageOptions): Html {
  const last = actions.at(-1);
  const body = html`<h1>Nhật ký quản trị</h1>
<p class="lead">Ai đã làm gì; không ai sửa hoặc xóa được.</p>
${actions.length === 0 ? html`<p>Chưa có gì.</p>` : html`<ul class="rows log">${actions.map(row)}</ul>`}
${isFull && last !== undefined ? html`<p><a href="?truoc=${last.id}">Cũ hơn</a></p>` : ""}`;
  return frame({ title: "Nhật ký quản trị", here: "actions", view, body });
}

function row({ at, actor, action, target, detail }: AdminAction): Html {
  const more = detail === null ? "" : html` <span class="about">${detailInWords(detail)}</span>`;
  return html`<li><span class="about">${timeInWords(at)}</span> <strong>${actor}</strong> ${names[action] ?? action}${
    target === null ? "" : html`: ${target}`
  }${more}</li>`;
}

const detailInWords = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join(", ");

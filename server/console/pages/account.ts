import { html } from "hono/html";
import type { Account } from "../../admin/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export interface AccountPageOptions {
  view: View;
  /** Null for somebody who may not see them. */
  accounts: Account[] | null;
  fault: string | null;
}

export const roleNames = { admin: "Quản trị", reviewer: "Người xem" } as const;

export function accountPage({ view, accounts, fault }: AccountPageOptions): Html {
  const body = html`<h1>Tài khoản</h1>
<p>Đang đăng nhập: <strong>${view.session.name}</strong> (${roleNames[view.session.role].toLowerCase()}).</p>
${fault === null ? "" : html`<p class="fault" role="alert">${fault}</p>`}
<section class="card"><h2>Đổi mật khẩu</h2>
<form method="post" action="/quan-tri/tai-khoan/mat-khau" class="stack">
<p>${passwordField("mat-khau", "Mật khẩu hiện tại", "current-password")}</p>
<p>${passwordField("mat-khau-moi", "Mật khẩu mới (ít nhất 12 ký tự)", "new-password")}</p>
<p>${passwordField("nhap-lai", "Nhập lại mật khẩu mới", "new-password")}</p>
<p><button class="primary">Đổi mật khẩu</button></p>
</form></section>
<section class="card"><h2>Phiên đăng nhập</h2>
<p>Kết thúc mọi phiên của tài khoản này, trên mọi máy, kể cả phiên đang dùng.</p>
<form method="post" action="/quan-tri/tai-khoan/dang-xuat-moi-noi"><button>Đăng xuất mọi nơi</button></form></section>
${accounts === null ? "" : accountsSection(accounts, view)}`;
  return frame({ title: "Tài khoản", here: "account", view, body });
}

const passwordField = (name: string, label: string, kind: string) =>
  html`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="password" required maxlength="400" autocomplete="${kind}">`;

function accountsSection(accounts: Account[], view: View): Html {
  return html`<section aria-labelledby="cac-tai-khoan"><h2 id="cac-tai-khoan">Các tài khoản</h2>
<ul class="rows">${accounts.map((account) => accountRow(account, view))}</ul>
<details class="fold"><summary>Thêm tài khoản</summary>
<form method="post" action="/quan-tri/tai-khoan/them" class="stack">
<p><label for="ten-moi">Tên tài khoản</label><input id="ten-moi" name="ten" required maxlength="64" autocomplete="off" autocapitalize="none" spellcheck="false"></p>
<p><label for="vai-tro-moi">Vai trò</label><select id="vai-tro-moi" name="vai-tro"><option value="reviewer">Người xem: chỉ đọc</option><option value="admin">Quản trị: làm được mọi việc</option></select></p>
<p><label for="mat-khau-tk">Mật khẩu ban đầu (ít nhất 12 ký tự)</label><input id="mat-khau-tk" name="mat-khau" type="password" required maxlength="400" autocomplete="new-password"></p>
<p><button class="primary">Thêm tài khoản</button></p>
</form></details></section>`;
}

function accountRow({ id, name, role, disabledAt, sessions, createdAt, createdBy }: Account, view: View): Html {
  const state = disabledAt === null ? "" : html` <span class="label warned">đã khóa</span>`;
  const about = `Tạo ${timeInWords(createdAt)} bởi ${createdBy}. ${sessions} phiên đang mở.`;
  return html`<li><p><strong>${name}</strong> <span class="label">${roleNames[role]}</span>${state}</p>
<p class="about">${about}</p>
${name === view.session.name ? "" : accountActions(id, name, role, disabledAt !== null)}</li>`;
}

function accountActions(id: number, name: string, role: Account["role"], disabled: boolean): Html {
  const other = role === "admin" ? "reviewer" : "admin";
  const fields = html`<input type="hidden" name="ten" value="${name}">`;
  return html`<div class="actions">
${confirm({
  label: `Đổi thành ${roleNames[other].toLowerCase()}`,
  action: "/quan-tri/tai-khoan/vai-tro",
  fields: html`${fields}<input type="hidden" name="vai-tro" value="${other}">`,
  sentence: `${name} sẽ có vai trò ${roleNames[other].toLowerCase()}.`,
})}
${confirm({
  label: disabled ? "Mở khóa" : "Khóa",
  action: "/quan-tri/tai-khoan/khoa",
  fields: html`${fields}<input type="hidden" name="khoa" value="${disabled ? "khong" : "co"}">`,
  sentence: disabled ? `${name} lại đăng nhập được.` : `${name} không đăng nhập được nữa, các phiên đang mở kết thúc.`,
})}
${confirm({
  label: "Đặt lại mật khẩu",
  action: "/quan-tri/tai-khoan/dat-lai",
  fields: html`${fields}<label for="dat-lai-${id}">Mật khẩu mới</label><input id="dat-lai-${id}" name="mat-khau" type="password" required maxlength="400" autocomplete="new-password">`,
  sentence: `Các phiên đang mở của ${name} sẽ kết thúc.`,
})}
</div>`;
}

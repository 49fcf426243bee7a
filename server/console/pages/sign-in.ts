import { html } from "hono/html";
import { type Html, topBar } from "../../pages/index.ts";
import { consoleDocument } from "./frame.ts";

export interface SignInPageOptions {
  /** As it was typed, after a refusal. */
  name: string;
  fault: string | null;
  /** Where to go afterwards. */
  next: string;
  /** False on a new server: nobody could sign in. */
  hasAccounts: boolean;
}

export function signInPage({ name, fault, next, hasAccounts }: SignInPageOptions): Html {
  const body = html`${topBar("/", html`<nav class="menu" aria-label="Trang"><a href="/">Trang hỏi</a></nav>`)}
<main id="noi-dung" tabindex="-1" class="sign-in">
<h1>Đăng nhập quản trị</h1>
${hasAccounts ? "" : firstAccount()}
${fault === null ? "" : html`<p class="fault" role="alert" id="loi">${fault}</p>`}
<form method="post" action="/quan-tri/dang-nhap" class="stack card">
<input type="hidden" name="tiep" value="${next}">
<p><label for="ten">Tên tài khoản</label>
<input id="ten" name="ten" value="${name}" required maxlength="64" autocomplete="username" autocapitalize="none" spellcheck="false"></p>
<p><label for="mat-khau">Mật khẩu</label>
<input id="mat-khau" name="mat-khau" type="password" required maxlength="400" autocomplete="current-password"></p>
<p><button class="primary">Đăng nhập</button></p>
</form>
<p class="about">Quên mật khẩu: người vận hành máy chủ đặt lại bằng <code>npm run admin -- account set-password TÊN</code>.</p>
</main>`;
  return consoleDocument("Đăng nhập", body);
}

function firstAccount(): Html {
  return html`<div class="notice"><p>Chưa có tài khoản nào. Trên máy chủ, chạy:</p>
<p><code>npm run admin -- account add TÊN --role admin</code></p></div>`;
}

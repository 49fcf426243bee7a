import { html } from "hono/html";
import { type Html, page } from "./layout.ts";

/** For a visitor who is not enrolled. `refusal` is what was said to the code that was entered. */
export function doorPage(refusal: string | null): Html {
  const body = html`<section class="door">
<h1>Xin chào</h1>
<p class="lead">Bot chỉ trả lời cán bộ đã đăng ký; xin liên hệ quản trị viên để nhận mã mời rồi nhập mã đó vào đây.</p>
${refusal === null ? "" : html`<p class="fault" role="alert">${refusal}</p>`}
<form class="ask code" method="post" action="/enter">
<label for="code">Mã mời</label>
<div class="ask-row">
<input id="code" name="code" required maxlength="64" autocomplete="off" autocapitalize="characters" spellcheck="false" placeholder="K7QM-29XT-HB4R">
<button type="submit">Vào</button>
</div>
</form>
<p class="about">Đã đăng ký trên trình duyệt này? <a href="/">Mở lại trang hỏi</a>. Mỗi mã mời dùng cho một người, trên một trình duyệt.</p>
</section>`;
  return page({ title: "Mã mời – Trích Dẫn", here: null, body, menu: false });
}

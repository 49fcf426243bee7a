import { html } from "hono/html";
import { type Html, page } from "./layout.ts";

/** Where Zalo's consent page sends an admin's browser. The code is in the address and nowhere on the page. */
export function zaloCallbackPage(): Html {
  const body = html`<section class="notice"><h1>Kết nối Zalo Official Account</h1>
<p>Sao chép địa chỉ của trang này và dán vào cửa sổ lệnh <code>npm run zalo -- connect</code>.</p>
<p>Mã trong địa chỉ chỉ dùng được một lần, trong 10 phút; không gửi địa chỉ này cho ai khác.</p></section>`;
  return page({ title: "Kết nối Zalo – Trích Dẫn", here: null, body, menu: false });
}

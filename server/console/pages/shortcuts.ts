import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";

const LIST: readonly (readonly [keys: string[], words: string])[] = [
  [["j", "k"], "xuống, lên trong danh sách"],
  [["Enter"], "mở mục đang chọn"],
  [["n"], "lấy việc tiếp theo"],
  [["/"], "đến ô tìm"],
];
const EXCHANGE: typeof LIST = [
  [["j", "k"], "đến trích dẫn sau, trước; sau trích dẫn cuối là cả câu trả lời"],
  [["1", "2", "3", "4", "5"], "chọn đánh giá trong mục đang đứng"],
  [["s"], "lưu đánh giá"],
  [["n"], "lưu rồi lấy việc tiếp theo"],
  [["r"], "trả lại việc đang giữ"],
  [["u"], "về danh sách"],
];
const BOTH: typeof LIST = [[["?"], "mở, đóng bảng này"]];

/** Hidden until a script runs: without one the keys do nothing, and everything they do has a button or a link. */
export function shortcuts(where: "list" | "exchange"): Html {
  const rows = [...(where === "list" ? LIST : EXCHANGE), ...BOTH].map(
    ([keys, words]) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${words}</dd></div>`,
  );
  return html`<details class="fold shortcuts" id="phim-tat" data-shortcuts hidden><summary>Phím tắt <kbd>?</kbd></summary>
<dl class="keys">${rows}</dl>
<p><input type="checkbox" id="dung-phim" data-shortcuts-on checked> <label for="dung-phim">Dùng phím tắt trên máy này (không có tác dụng khi đang gõ trong ô)</label></p></details>`;
}

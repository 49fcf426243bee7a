import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { RecipientGroup, RecipientState } from "../../review/recipients.ts";
import { channelWords } from "./desk-words.ts";

const stateNames: Record<RecipientState, string> = {
  queued: "chờ gửi",
  sent: "đã gửi",
  failed: "không gửi được",
  held: "chờ người nhận nhắn lại",
  waiting: "hiện khi mở trang hỏi",
  shown: "đã hiện",
  unreachable: "không có cách báo",
  covered: "cùng cuộc trò chuyện, báo một lần",
};

/** Who is told, by channel and office: no person is named. */
export function recipientsTable(recipients: readonly RecipientGroup[]): Html {
  if (recipients.length === 0) return html`<p class="empty">Không có ai để báo.</p>`;
  const rows = recipients.map(
    ({ channel, unit, state, exchanges }) =>
      html`<li><p><strong>${channelWords[channel] ?? channel}</strong>${unit === null ? "" : ` · ${unit}`} <span class="label state-${state}">${stateNames[state]}</span></p>
<p class="about">${exchanges} lượt trả lời</p></li>`,
  );
  return html`<ul class="rows">${rows}</ul>`;
}

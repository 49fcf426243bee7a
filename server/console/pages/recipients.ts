import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import type { RecipientGroup, RecipientState } from "../../review/recipients.ts";

export const channelNames: Readonly<Record<string, string>> = {
  telegram: "Telegram",
  "zalo-oa": "Zalo OA",
  "zalo-bot": "Zalo Bot",
  web: "Trang hỏi",
  cli: "Dòng lệnh",
  http: "API",
};

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
      html`<li><p><strong>${channelNames[channel] ?? channel}</strong>${unit === null ? "" : ` · ${unit}`} <span class="label state-${state}">${stateNames[state]}</span></p>
<p class="about">${exchanges} lượt trả lời</p></li>`,
  );
  return html`<ul class="rows">${rows}</ul>`;
}

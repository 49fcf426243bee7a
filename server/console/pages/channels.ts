import { html } from "hono/html";
import type { ChannelStatus } from "../../../bot/index.ts";
import type { Html } from "../../pages/index.ts";
import type { ChannelState, QueueDepth } from "../../queue/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { spanInWords, timeInWords } from "./time.ts";

export interface ChannelsPageOptions {
  view: View;
  channels: ChannelStatus[];
  depths: QueueDepth[];
  states: ChannelState[];
}

const names: Record<string, string> = {
  telegram: "Telegram",
  "zalo-oa": "Zalo Official Account",
  "zalo-bot": "Zalo Bot",
};
const modes: Record<string, string> = { webhook: "nhận qua webhook", polling: "tự hỏi lấy tin" };
const queues = { inbound: "Tin đến", outgoing: "Tin đi" } as const;
const stateWords: Record<string, string> = {
  new: "chờ xử lý",
  active: "đang xử lý",
  retry: "chờ thử lại",
  ready: "chờ gửi",
  held: "chờ người hỏi nhắn lại",
};

export function channelsPage({ view, channels, depths, states }: ChannelsPageOptions): Html {
  const body = html`<h1>Kênh</h1>
${channels.length === 0 ? html`<p class="empty">Chưa nối kênh nào. Người vận hành đặt các biến TELEGRAM_… hoặc ZALO_… rồi khởi động lại; trang hỏi trên web vẫn dùng được.</p>` : html`<ul class="rows">${channels.map((one) => row(one, depths, states))}</ul>`}`;
  return frame({ title: "Kênh", here: "channels", view, body });
}

function row({ channel, mode, lines, reachable }: ChannelStatus, depths: QueueDepth[], states: ChannelState[]): Html {
  const state = states.find((one) => one.channel === channel);
  const blocked = state?.blockedReason
    ? html`<p class="why">Đang ngừng gửi (${state.blockedReason}); tin cần gửi được giữ lại.</p>`
    : state?.pausedUntil
      ? html`<p class="why">Tạm ngừng gửi đến ${timeInWords(state.pausedUntil)}.</p>`
      : "";
  const waiting = depths
    .filter((depth) => depth.channel === channel)
    .map(
      ({ queue, state: at, count, oldestSeconds }) =>
        html`<li>${queues[queue]} ${stateWords[at] ?? at}: ${count}, lâu nhất ${spanInWords(oldestSeconds)}</li>`,
    );
  return html`<li><p><strong>${names[channel] ?? channel}</strong> <span class="label ${reachable ? "good" : "bad"}">${reachable ? "liên lạc được" : "không liên lạc được"}</span> <span class="about">${modes[mode] ?? mode}</span></p>
${blocked}${waiting.length === 0 ? html`<p class="about">Không có tin nào đang đợi.</p>` : html`<ul>${waiting}</ul>`}
${lines.length === 0 ? "" : html`<details><summary>Chi tiết kỹ thuật</summary><pre lang="en">${lines.join("\n")}</pre></details>`}</li>`;
}

import { html } from "hono/html";
import type { IngestJob, JobState } from "../../jobs/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { frame } from "./frame.ts";
import { sizeInWords, timeInWords } from "./time.ts";

export interface JobsPageOptions {
  view: View;
  jobs: IngestJob[];
  /** Only these are shown; null: all. */
  state: JobState | null;
  /** True when there may be older ones. */
  isFull: boolean;
}

const stateNames: Record<JobState, string> = {
  waiting: "đang đợi",
  running: "đang đọc",
  done: "đã đọc",
  failed: "không đọc được",
  cancelled: "đã hủy",
};

const outcomeNames: Record<string, string> = {
  new: "văn bản mới, đang dùng",
  updated: "bản mới, đang dùng",
  unchanged: "không có gì mới",
  pending: "chờ duyệt",
};

export function jobsPage({ view, jobs, state, isFull }: JobsPageOptions): Html {
  const last = jobs.at(-1);
  const query = state === null ? "" : `&trang-thai=${state}`;
  const body = html`<h1>Công việc</h1>
<p>Tệp đã tải lên. <a href="/quan-tri/lap-chi-muc">Lập lại chỉ mục</a> toàn bộ là việc riêng.</p>
<nav class="tabs" aria-label="Lọc theo trạng thái">${tab("Tất cả", null, state)}${(Object.keys(stateNames) as JobState[]).map((one) => tab(capital(stateNames[one]), one, state))}</nav>
${jobs.length === 0 ? html`<p class="empty">Không có công việc nào.</p>` : html`<ul class="rows">${jobs.map(jobRow)}</ul>`}
${isFull && last !== undefined ? html`<p><a href="?truoc=${last.id}${query}">Cũ hơn</a></p>` : ""}`;
  return frame({ title: "Công việc", here: "jobs", view, body });
}

function tab(label: string, value: JobState | null, current: JobState | null): Html {
  const href = value === null ? "/quan-tri/cong-viec" : `?trang-thai=${value}`;
  return value === current
    ? html`<a href="${href}" aria-current="page">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
}

export function jobRow(job: IngestJob): Html {
  return html`<li><p><a href="/quan-tri/cong-viec/${job.id}"><strong>${job.sourceName}</strong></a> ${jobState(job)}</p>
<p class="about">${sizeInWords(job.size)} · ${job.collection} · ${job.uploadedBy}, ${timeInWords(job.createdAt)}</p>
${job.fault === null ? "" : html`<p class="why">${job.fault}</p>`}</li>`;
}

export function jobState({ state, outcome, warnings }: IngestJob): Html {
  const words = state === "done" && outcome !== null ? (outcomeNames[outcome] ?? outcome) : stateNames[state];
  const warned = (warnings ?? 0) > 0 ? html` <span class="label warned">${warnings} điểm cần kiểm tra</span>` : "";
  return html`<span class="label state-${outcome === "pending" ? "pending" : state}">${words}</span>${warned}`;
}

const capital = (words: string) => words.charAt(0).toLocaleUpperCase("vi") + words.slice(1);

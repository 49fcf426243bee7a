import { html } from "hono/html";
import type { IngestJob, JobEvent } from "../../jobs/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { jobState } from "./jobs.ts";
import { sizeInWords, timeInWords } from "./time.ts";

export interface JobPageOptions {
  view: View;
  job: IngestJob;
  events: JobEvent[];
}

export function jobPage({ view, job, events }: JobPageOptions): Html {
  const isOpen = job.state === "waiting" || job.state === "running";
  const last = events.at(-1)?.id ?? 0;
  const body = html`<p class="crumbs"><a href="/quan-tri/cong-viec">Công việc</a></p>
<h1>${job.sourceName}</h1>
<p class="labels">${jobState(job)}</p>
<p class="about">${sizeInWords(job.size)} · nhóm ${job.collection} · ${job.uploadedBy} tải lên ${timeInWords(job.createdAt)}</p>
${whereNext(job)}
${view.session.role === "admin" ? actions(job) : ""}
<section aria-labelledby="dien-bien"><h2 id="dien-bien">Diễn biến</h2>
<ol class="rows log" aria-live="polite"${isOpen ? html` data-follow="/quan-tri/cong-viec/${job.id}/dong?sau=${last}"` : ""}>${events.map(eventRow)}</ol>
${isOpen ? html`<p class="reload"><a href="/quan-tri/cong-viec/${job.id}">Xem lại tiến độ</a></p>` : ""}</section>`;
  return frame({ title: job.sourceName, here: "jobs", view, body });
}

function whereNext({ outcome, versionId, documentId }: IngestJob): Html | "" {
  if (outcome === "pending" && versionId !== null) {
    return html`<p><a class="button primary" href="/quan-tri/cho-duyet/${versionId}">Xem và duyệt</a></p>`;
  }
  return documentId === null
    ? ""
    : html`<p><a class="button" href="/quan-tri/van-ban/${documentId}">Xem văn bản</a></p>`;
}

function actions({ id, state }: IngestJob): Html | "" {
  const again = confirm({
    label: "Đọc lại",
    action: `/quan-tri/cong-viec/${id}/chay-lai`,
    sentence: "Tệp được đưa vào hàng đợi để đọc lại.",
  });
  const cancel = confirm({
    label: "Hủy",
    action: `/quan-tri/cong-viec/${id}/huy`,
    sentence: "Tệp bị xóa khỏi hàng đợi, không được đọc nữa.",
    act: "Hủy công việc",
  });
  if (state === "failed") return html`<div class="actions">${again}${cancel}</div>`;
  return state === "waiting" ? html`<div class="actions">${cancel}</div>` : "";
}

function eventRow({ at, level, message }: JobEvent): Html {
  return html`<li class="${level}"><span class="about">${timeInWords(at)}</span> ${message}</li>`;
}

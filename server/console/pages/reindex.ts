import { html } from "hono/html";
import type { ReindexFailure, ReindexRun, ReindexStep } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";
import type { View } from "../view.ts";
import { confirm } from "./confirm.ts";
import { frame } from "./frame.ts";
import { timeInWords } from "./time.ts";

export interface ReindexPageOptions {
  view: View;
  open: ReindexStep | null;
  /** The newest first. */
  runs: ReindexRun[];
  /** Of the open run, else of the last one. */
  failures: ReindexFailure[];
}

const states: Record<ReindexRun["state"], string> = {
  running: "đang chạy",
  stopped: "tạm dừng",
  switched: "đã chuyển, đang dọn",
  done: "đã xong",
  abandoned: "đã bỏ",
};

export function reindexPage({ view, open, runs, failures }: ReindexPageOptions): Html {
  const isAdmin = view.session.role === "admin";
  const body = html`<p class="crumbs"><a href="/quan-tri/cong-viec">Công việc</a></p>
<h1>Lập lại chỉ mục</h1>
<p class="lead">Đọc lại toàn bộ văn bản bằng bộ đọc hiện tại, song song với bản đang dùng; câu hỏi vẫn được trả lời suốt thời gian đó, và tất cả chuyển sang cùng lúc khi xong.</p>
${open === null ? (isAdmin ? start() : html`<p>Hiện không có lượt nào đang chạy.</p>`) : progress(open, isAdmin)}
${failures.length === 0 ? "" : html`<details class="fold"><summary>Không đọc lại được (${failures.length}), bản cũ vẫn dùng</summary><ul class="rows">${failures.map(({ documentId, sourceName, reason }) => html`<li><a href="/quan-tri/van-ban/${documentId}">${sourceName}</a><p class="about" lang="en">${reason}</p></li>`)}</ul></details>`}
<h2>Các lượt trước</h2>
${runs.length === 0 ? html`<p class="empty">Chưa lập lại chỉ mục lần nào.</p>` : html`<ul class="rows log">${runs.map(runRow)}</ul>`}`;
  return frame({ title: "Lập lại chỉ mục", here: "jobs", view, body });
}

function start(): Html {
  return confirm({
    label: "Bắt đầu",
    action: "/quan-tri/lap-chi-muc/bat-dau",
    sentence: "Máy chủ đọc lại mọi văn bản; có thể dừng và tiếp tục bất cứ lúc nào.",
    primary: true,
  });
}

function progress(
  { run, progress: { total, prepared, embedded, unchanged, failed } }: ReindexStep,
  isAdmin: boolean,
): Html {
  const done = prepared + embedded + unchanged + failed;
  const button = (action: string, label: string) =>
    html`<form method="post" action="/quan-tri/lap-chi-muc/${action}"><button>${label}</button></form>`;
  const abandon = confirm({
    label: "Bỏ lượt này",
    action: "/quan-tri/lap-chi-muc/bo",
    sentence: "Những gì lượt này đã chuẩn bị bị xóa; bản đang dùng giữ nguyên.",
  });
  const actions =
    run.state === "running"
      ? html`${button("dung", "Tạm dừng")}${abandon}`
      : run.state === "stopped"
        ? html`${button("tiep-tuc", "Tiếp tục")}${abandon}`
        : "";
  return html`<section class="card" aria-labelledby="tien-do"><h2 id="tien-do">Lượt ${run.id}: ${states[run.state]}</h2>
<p><progress max="${Math.max(total, 1)}" value="${done}" aria-labelledby="tien-do" class="whole"></progress></p>
<p role="status" data-refresh="${run.state === "running" ? "3000" : ""}">${done}/${total} văn bản: ${prepared} đọc lại, ${embedded} chỉ tính lại véc-tơ, ${unchanged} giữ nguyên, ${failed} không đọc được.</p>
<p class="about">${run.startedBy} bắt đầu ${timeInWords(run.startedAt)}.</p>
${isAdmin ? html`<div class="actions">${actions}</div>` : ""}
<p class="reload"><a href="/quan-tri/lap-chi-muc">Xem lại tiến độ</a></p></section>`;
}

function runRow({ id, state, startedBy, startedAt, finishedAt }: ReindexRun): Html {
  const end = finishedAt === null ? "" : `, kết thúc ${timeInWords(finishedAt)}`;
  return html`<li>Lượt ${id}: ${states[state]} <span class="about">${startedBy} bắt đầu ${timeInWords(startedAt)}${end}</span></li>`;
}

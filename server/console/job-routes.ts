import { setTimeout as delay } from "node:timers/promises";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { recordAction } from "../admin/index.ts";
import {
  addJobEvent,
  cancelJob,
  getJob,
  type IngestJob,
  type JobState,
  jobEvents,
  listJobs,
  retryJob,
} from "../jobs/index.ts";
import { consoleError } from "./faults.ts";
import { idOf, wholeNumber } from "./forms.ts";
import { HOME } from "./guard.ts";
import { jobPage } from "./pages/job.ts";
import { jobsPage } from "./pages/jobs.ts";
import { timeInWords } from "./pages/time.ts";
import { show } from "./show.ts";
import type { ConsoleContext, ConsoleDependencies, ConsoleRoute } from "./types.ts";
import { backTo, viewOf } from "./view.ts";

const PAGE = `${HOME}/cong-viec`;
const STATES: readonly JobState[] = ["waiting", "running", "done", "failed", "cancelled"];
const PAGE_SIZE = 50;

export function jobRoutes(deps: ConsoleDependencies): ConsoleRoute[] {
  return [
    { method: "GET", path: "/cong-viec", access: "reviewer", handle: (context) => list(context, deps) },
    { method: "GET", path: "/cong-viec/:id", access: "reviewer", handle: (context) => one(context, deps) },
    { method: "GET", path: "/cong-viec/:id/dong", access: "reviewer", handle: (context) => follow(context, deps) },
    { method: "POST", path: "/cong-viec/:id/chay-lai", access: "admin", handle: (context) => again(context, deps) },
    { method: "POST", path: "/cong-viec/:id/huy", access: "admin", handle: (context) => cancel(context, deps) },
  ];
}

async function list(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const state = STATES.find((one) => one === context.req.query("trang-thai")) ?? null;
  const before = wholeNumber(context.req.query("truoc"));
  const jobs = await listJobs(deps.db, { state, before, limit: PAGE_SIZE });
  const view = await viewOf(context, deps);
  return show(context, jobsPage({ view, jobs, state, isFull: jobs.length === PAGE_SIZE }));
}

async function one(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const job = await jobOf(context, deps);
  if (!(context.req.header("accept") ?? "").includes("text/html")) {
    const { id, state, outcome, fault, versionId, warnings } = job;
    return context.json({ id, state, outcome, fault, versionId, warnings }, 200, { "Cache-Control": "no-store" });
  }
  const events = await jobEvents(deps.db, job.id);
  return show(context, jobPage({ view: await viewOf(context, deps), job, events }));
}

async function jobOf(context: ConsoleContext, { db }: ConsoleDependencies): Promise<IngestJob> {
  const job = await getJob(db, idOf(context));
  if (job === null) throw consoleError("console.not_found", "No such job.");
  return job;
}

/** How often a live log looks into the database, and for how long before the browser has to ask again. */
const LOOK_EVERY_MS = 500;
const LONGEST_MS = 5 * 60_000;

async function follow(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const { id } = await jobOf(context, deps);
  const after = wholeNumber(context.req.header("last-event-id") ?? context.req.query("sau")) ?? 0;
  context.header("Cache-Control", "no-store");
  // A proxy that collects the answer would make a live log a dead one.
  context.header("X-Accel-Buffering", "no");
  return streamSSE(context, (stream) => tell(stream, deps, id, after));
}

async function tell(
  stream: SSEStreamingApi,
  { db, closing }: ConsoleDependencies,
  id: number,
  after: number,
): Promise<void> {
  const ends = performance.now() + LONGEST_MS;
  let last = after;
  while (!stream.aborted && !closing.aborted && performance.now() < ends) {
    // The state before the lines: what is written together with the end of the job is then not missed.
    const job = await getJob(db, id);
    for (const { id: line, level, message, at } of await jobEvents(db, id, last)) {
      last = line;
      const data = JSON.stringify({ level, message, at: timeInWords(at) });
      await stream.writeSSE({ id: String(line), event: "line", data });
    }
    if (job === null || !["waiting", "running"].includes(job.state)) {
      await stream.writeSSE({ event: "end", data: job?.state ?? "" });
      return;
    }
    await delay(LOOK_EVERY_MS, undefined, { signal: closing }).catch(() => {});
  }
}

async function again(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const id = idOf(context);
  const actor = context.get("session").name;
  await deps.db.transaction(async (tx) => {
    if (!(await retryJob(tx, id))) throw consoleError("console.job_not_failed", "Only a failed job is run again.");
    await addJobEvent(tx, id, "info", `${actor} cho đọc lại.`);
    await recordAction(tx, { actor, action: "job.retry", target: String(id) });
  });
  deps.uploaded();
  return backTo(context, `${PAGE}/${id}`, "thu-lai");
}

async function cancel(context: ConsoleContext, deps: ConsoleDependencies): Promise<Response> {
  const id = idOf(context);
  const actor = context.get("session").name;
  await deps.db.transaction(async (tx) => {
    if (!(await cancelJob(tx, id))) throw consoleError("console.job_not_open", "Only a waiting or failed job ends so.");
    await addJobEvent(tx, id, "info", `${actor} đã hủy; tệp đã được xóa khỏi hàng đợi.`);
    await recordAction(tx, { actor, action: "job.cancel", target: String(id) });
  });
  return backTo(context, `${PAGE}/${id}`, "huy-viec");
}

import { AppError, type Database, isAppError } from "../../retrieval/index.ts";
import { keepAlive, type Loops, startLoops } from "../queue/loops.ts";
import {
  addJobEvent,
  type ClaimedJob,
  claimJob,
  extendJob,
  failJob,
  finishJob,
  type JobResult,
  releaseJob,
} from "./store.ts";

/** What reading a file came to. */
export interface Ingested extends Omit<JobResult, "warnings"> {
  /** Vietnamese sentences. */
  warnings: string[];
}

export interface IngestWorkerOptions {
  db: Database;
  /** Throws an `AppError` of "file.…", "sidecar.…" or "document.…" for what is wrong with the file. */
  ingest(job: ClaimedJob): Promise<Ingested>;
  /** Names this process among all that share the database. */
  owner: string;
  /** A worker that was killed is missed after so long. */
  leaseMs?: number;
  pollMs?: number;
  /** A fault of ours, for the log. */
  report(error: unknown): void;
}

/** Longer than a scan of many pages holds the process without letting it extend the lease. */
const LEASE_MS = 60_000;
const POLL_MS = 1_000;
/** A file that kills the process that reads it is not read a fourth time. */
const TRIES = 3;

/** Reads uploaded files one at a time: reading is work for a whole core, and questions are answered beside it. */
export function startIngestWorker(options: IngestWorkerOptions): Loops {
  const { db, owner, leaseMs = LEASE_MS, pollMs = POLL_MS, report } = options;
  return startLoops({
    concurrency: 1,
    pollMs,
    turn: async () => {
      const job = await claimJob(db, owner, leaseMs);
      if (job === null) return false;
      await work(options, job);
      return true;
    },
    failed: report,
  });
}

async function work(options: IngestWorkerOptions, job: ClaimedJob): Promise<void> {
  const { db, owner, leaseMs = LEASE_MS, ingest } = options;
  const stopKeeping = keepAlive(() => extendJob(db, job.id, owner, leaseMs), leaseMs);
  try {
    if (job.attempts > TRIES) throw diedTooOften(job);
    await addJobEvent(db, job.id, "info", job.attempts === 1 ? "Bắt đầu đọc tệp." : `Đọc lại, lần ${job.attempts}.`);
    await finished(options, job, await ingest(job));
  } catch (error) {
    await failed(options, job, error);
  } finally {
    stopKeeping();
  }
}

const outcomes: Record<string, string> = {
  new: "Văn bản mới, đã đưa vào dùng.",
  updated: "Bản mới của văn bản đang giữ, đã đưa vào dùng.",
  unchanged: "Không có gì mới: nội dung này đã có.",
  pending: "Đã đọc xong; đang chờ duyệt.",
};

async function finished({ db, owner }: IngestWorkerOptions, { id }: ClaimedJob, result: Ingested): Promise<void> {
  await db.transaction(async (tx) => {
    for (const warning of result.warnings) await addJobEvent(tx, id, "warning", warning);
    await addJobEvent(tx, id, "info", outcomes[result.outcome] ?? result.outcome);
    await finishJob(tx, id, owner, { ...result, warnings: result.warnings.length });
  });
}

async function failed({ db, owner, report }: IngestWorkerOptions, job: ClaimedJob, error: unknown): Promise<void> {
  const isFileFault = isAppError(error) && /^(?:file|sidecar|document|job)\./.test(error.code);
  if (!isFileFault) report(error);
  if (!isFileFault && job.attempts < TRIES) {
    await addJobEvent(db, job.id, "error", "Máy chủ gặp lỗi khi đọc; sẽ thử lại.");
    await releaseJob(db, job.id, owner);
    // So that the loop waits: what is wrong with us or with the database is not gone in a millisecond.
    throw error;
  }
  const message = (isAppError(error) ? error.userMessage : undefined) ?? "Máy chủ gặp lỗi khi đọc tệp này.";
  await db.transaction(async (tx) => {
    await addJobEvent(tx, job.id, "error", message);
    await failJob(tx, job.id, owner, { code: isAppError(error) ? error.code : "internal", message });
  });
}

const diedTooOften = ({ id }: ClaimedJob) =>
  new AppError({
    code: "job.died_too_often",
    message: `Reading the file of job ${id} ended the process ${TRIES} times.`,
    userMessage: `Đọc tệp này đã làm máy chủ ngừng ${TRIES} lần nên không thử nữa. Nhờ bộ phận kỹ thuật xem tệp.`,
  });

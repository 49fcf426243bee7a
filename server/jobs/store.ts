import { createHash } from "node:crypto";
import type { Database } from "../../retrieval/index.ts";

export type JobState = "waiting" | "running" | "done" | "failed" | "cancelled";

/** An uploaded file on its way into the store. */
export interface IngestJob {
  id: number;
  collection: string;
  sourceName: string;
  size: number;
  state: JobState;
  attempts: number;
  /** "new", "updated", "unchanged", "pending": what `ingestDocument` said; null until then. */
  outcome: string | null;
  documentId: number | null;
  versionId: number | null;
  warnings: number | null;
  faultCode: string | null;
  /** Vietnamese. */
  fault: string | null;
  uploadedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface JobEvent {
  id: number;
  at: Date;
  level: "info" | "warning" | "error";
  /** Vietnamese. */
  message: string;
}

export interface NewJob {
  collection: string;
  sourceName: string;
  bytes: Uint8Array;
  /** The JSON beside the text, as it is. */
  sidecar: string | null;
  uploadedBy: string;
}

const JOB = `id, collection, source_name as "sourceName", size, state, attempts, outcome,
  document_id as "documentId", version_id as "versionId", warnings, fault_code as "faultCode", fault,
  uploaded_by as "uploadedBy", created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`;

/** Stores the file with its job. The same file that waits already is not stored again: its job is returned. */
export async function insertJob(db: Database, job: NewJob): Promise<{ id: number; isNew: boolean }> {
  const { collection, sourceName, bytes, sidecar, uploadedBy } = job;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [row] = await db.query<{ id: number }>(
    `insert into ingest_jobs (collection, source_name, sha256, size, bytes, sidecar, uploaded_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [collection, sourceName, sha256, bytes.length, bytes, sidecar, uploadedBy],
  );
  if (row !== undefined) return { id: row.id, isNew: true };
  const [held] = await db.query<{ id: number }>(
    `select id from ingest_jobs where collection = $1 and source_name = $2 and sha256 = $3
      order by id desc limit 1`,
    [collection, sourceName, sha256],
  );
  // The one that was in the way may have been finished between the two statements.
  return held === undefined ? insertJob(db, job) : { id: held.id, isNew: false };
}

export interface ClaimedJob extends IngestJob {
  bytes: Uint8Array;
  sidecar: string | null;
}

/**
 * Takes the oldest job that waits, or whose worker is silent. Two files of one name are read in the order in which they
 * came, so that the newer one ends up as the newer version.
 */
export async function claimJob(db: Database, owner: string, leaseMs: number): Promise<ClaimedJob | null> {
  const [job] = await db.query<ClaimedJob>(
    `update ingest_jobs set state = 'running', attempts = attempts + 1, lease_owner = $1,
            lease_until = now() + $2 * interval '1 millisecond', started_at = coalesce(started_at, now())
      where id = (
        select j.id from ingest_jobs j
         where (j.state = 'waiting' or (j.state = 'running' and j.lease_until < now()))
           and not exists (select 1 from ingest_jobs e
                            where e.id < j.id and e.state in ('waiting', 'running')
                              and e.collection = j.collection and e.source_name = j.source_name)
         order by j.id limit 1 for update skip locked)
      returning ${JOB}, bytes, sidecar`,
    [owner, leaseMs],
  );
  return job ?? null;
}

/** False when another worker has it by now. */
export async function extendJob(db: Database, id: number, owner: string, leaseMs: number): Promise<boolean> {
  const rows = await db.query(
    `update ingest_jobs set lease_until = now() + $3 * interval '1 millisecond'
      where id = $1 and lease_owner = $2 and state = 'running' returning id`,
    [id, owner, leaseMs],
  );
  return rows.length > 0;
}

export interface JobResult {
  outcome: string;
  documentId: number | null;
  versionId: number | null;
  warnings: number;
}

export async function finishJob(db: Database, id: number, owner: string, result: JobResult): Promise<void> {
  await db.query(
    `update ingest_jobs set state = 'done', outcome = $3, document_id = $4, version_id = $5, warnings = $6,
            bytes = null, sidecar = null, lease_owner = null, lease_until = null, finished_at = now()
      where id = $1 and lease_owner = $2 and state = 'running'`,
    [id, owner, result.outcome, result.documentId, result.versionId, result.warnings],
  );
}

/** The bytes stay: the admin may let it be read again, by a newer program perhaps. */
export async function failJob(
  db: Database,
  id: number,
  owner: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await db.query(
    `update ingest_jobs set state = 'failed', fault_code = $3, fault = $4, lease_owner = null, lease_until = null,
            finished_at = now()
      where id = $1 and lease_owner = $2 and state = 'running'`,
    [id, owner, code, message],
  );
}

/** Back to its place in the line. */
export async function releaseJob(db: Database, id: number, owner: string): Promise<void> {
  await db.query(
    `update ingest_jobs set state = 'waiting', lease_owner = null, lease_until = null
      where id = $1 and lease_owner = $2 and state = 'running'`,
    [id, owner],
  );
}

/** False when it is not a failed job with its bytes, or the same file waits already. */
export async function retryJob(db: Database, id: number): Promise<boolean> {
  const rows = await db.query(
    `update ingest_jobs j set state = 'waiting', attempts = 0, fault_code = null, fault = null, finished_at = null
      where j.id = $1 and j.state = 'failed' and j.bytes is not null
        and not exists (select 1 from ingest_jobs o
                         where o.state in ('waiting', 'running') and o.collection = j.collection
                           and o.source_name = j.source_name and o.sha256 = j.sha256)
      returning j.id`,
    [id],
  );
  return rows.length > 0;
}

/** False when it is not waiting any more. */
export async function cancelJob(db: Database, id: number): Promise<boolean> {
  const rows = await db.query(
    `update ingest_jobs set state = 'cancelled', bytes = null, sidecar = null, finished_at = now()
      where id = $1 and state in ('waiting', 'failed') returning id`,
    [id],
  );
  return rows.length > 0;
}

export async function getJob(db: Database, id: number): Promise<IngestJob | null> {
  const [job] = await db.query<IngestJob>(`select ${JOB} from ingest_jobs where id = $1`, [id]);
  return job ?? null;
}

export interface JobFilter {
  state?: JobState | null;
  before?: number | null;
  limit?: number;
}

/** The newest first. */
export function listJobs(
  db: Database,
  { state = null, before = null, limit = 50 }: JobFilter = {},
): Promise<IngestJob[]> {
  return db.query<IngestJob>(
    `select ${JOB} from ingest_jobs
      where ($1::text is null or state = $1) and ($2::integer is null or id < $2) order by id desc limit $3`,
    [state, before, limit],
  );
}

export async function addJobEvent(
  db: Database,
  jobId: number,
  level: JobEvent["level"],
  message: string,
): Promise<void> {
  await db.query("insert into ingest_job_events (job_id, level, message) values ($1, $2, $3)", [
    jobId,
    level,
    message.toWellFormed(),
  ]);
}

/** In order; `after` gives those that came since. */
export function jobEvents(db: Database, jobId: number, after = 0): Promise<JobEvent[]> {
  return db.query<JobEvent>(
    "select id, at, level, message from ingest_job_events where job_id = $1 and id > $2 order by id",
    [jobId, after],
  );
}

import type { Database } from "../../../retrieval/index.ts";

/** What waits for a person. */
export interface WaitingCounts {
  /** Uploaded files that are still to be read. */
  jobs: number;
  /** Those of the last seven days that could not be. */
  failedJobs: number;
}

export async function waitingCounts(db: Database): Promise<WaitingCounts> {
  const [row] = await db.query<WaitingCounts>(
    `select count(*) filter (where state in ('waiting', 'running')) as "jobs",
            count(*) filter (where state = 'failed' and created_at > now() - interval '7 days') as "failedJobs"
       from ingest_jobs`,
  );
  return row ?? { jobs: 0, failedJobs: 0 };
}

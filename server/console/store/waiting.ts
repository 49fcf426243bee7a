import type { Database } from "../../../retrieval/index.ts";

/** What waits for a person. */
export interface WaitingCounts {
  /** Uploaded files that are still to be read. */
  jobs: number;
  /** Those of the last seven days that could not be. */
  failedJobs: number;
  /** Versions that wait for approval. */
  approvals: number;
  /** Statements on validity that nobody has decided on. */
  validity: number;
  /** Notices of correction that wait for a second person. */
  notices: number;
  /** Exchanges that wait for a reviewer. */
  reviews: number;
}

export async function waitingCounts(db: Database): Promise<WaitingCounts> {
  const [row] = await db.query<WaitingCounts>(
    `select count(*) filter (where state in ('waiting', 'running')) as "jobs",
            count(*) filter (where state = 'failed' and created_at > now() - interval '7 days') as "failedJobs",
            (select count(*) from document_versions where status = 'pending') as "approvals",
            (select count(*) from validity_facts where state = 'proposed') as "validity",
            (select count(*) from correction_notices where state = 'proposed') as "notices",
            (select count(*) from review_items where waits) as "reviews"
       from ingest_jobs`,
  );
  return row ?? { jobs: 0, failedJobs: 0, approvals: 0, validity: 0, notices: 0, reviews: 0 };
}

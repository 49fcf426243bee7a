import type { Database } from "../db/index.ts";

export type ReindexState = "running" | "stopped" | "switched" | "done" | "abandoned";

/** One reading of everything anew, beside what is searched. */
export interface ReindexRun {
  id: number;
  reason: string;
  parserVersion: string;
  model: string | null;
  /** "switched": searched already, the old rows are being cleared away. */
  state: ReindexState;
  /** Last document that was prepared. */
  cursor: number;
  generation: number | null;
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
}

/** How far a run is. `total` are the live documents of now. */
export interface ReindexProgress {
  total: number;
  prepared: number;
  /** Same reading, new vectors. */
  embedded: number;
  unchanged: number;
  /** Stay as they are; see `reindexFailures`. */
  failed: number;
  /** Read again from their stored text: the original bytes are not held. */
  fromText: number;
}

const RUN = `id, reason, parser_version as "parserVersion", model, state, cursor, generation, started_by as "startedBy",
  started_at as "startedAt", finished_at as "finishedAt"`;

/** The run that is under way or stopped; at most one. */
export async function openRun(db: Database): Promise<ReindexRun | null> {
  const [run] = await db.query<ReindexRun>(
    `select ${RUN} from reindex_runs where state in ('running', 'stopped', 'switched')`,
  );
  return run ?? null;
}

export async function getRun(db: Database, id: number): Promise<ReindexRun | null> {
  const [run] = await db.query<ReindexRun>(`select ${RUN} from reindex_runs where id = $1`, [id]);
  return run ?? null;
}

/** All runs, newest first. */
export function listRuns(db: Database): Promise<ReindexRun[]> {
  return db.query<ReindexRun>(`select ${RUN} from reindex_runs order by id desc`);
}

export type NewRun = Pick<ReindexRun, "reason" | "parserVersion" | "model" | "startedBy">;

export async function insertRun(tx: Database, run: NewRun): Promise<ReindexRun> {
  const [row] = await tx.query<ReindexRun>(
    `insert into reindex_runs (reason, parser_version, model, started_by) values ($1, $2, $3, $4) returning ${RUN}`,
    [run.reason, run.parserVersion, run.model, run.startedBy],
  );
  return row!;
}

/** Moves a run on, from one of the given states; false when it is in another one. */
export async function moveRun(
  db: Database,
  id: number,
  { from, to }: { from: readonly ReindexState[]; to: ReindexState },
): Promise<boolean> {
  const rows = await db.query(
    `update reindex_runs set state = $2, finished_at = case when $2 in ('done', 'abandoned') then now() end
      where id = $1 and state = any($3::text[]) returning id`,
    [id, to, from],
  );
  return rows.length > 0;
}

export async function progressOf(db: Database, runId: number): Promise<ReindexProgress> {
  const [row] = await db.query<ReindexProgress>(
    `select (select count(*) from document_versions where live)::integer as total,
            count(*) filter (where outcome = 'prepared')::integer as prepared,
            count(*) filter (where outcome = 'embedded')::integer as embedded,
            count(*) filter (where outcome = 'unchanged')::integer as unchanged,
            count(*) filter (where outcome = 'failed')::integer as failed,
            count(*) filter (where from_text)::integer as "fromText"
       from reindex_documents where run_id = $1`,
    [runId],
  );
  return row!;
}

export interface ReindexFailure {
  documentId: number;
  sourceName: string;
  reason: string;
}

/** Documents that the new parser stumbles over; their old version stays live. */
export function reindexFailures(db: Database, runId: number): Promise<ReindexFailure[]> {
  return db.query<ReindexFailure>(
    `select r.document_id as "documentId", d.source_name as "sourceName", r.reason
       from reindex_documents r join documents d on d.id = r.document_id
      where r.run_id = $1 and r.outcome = 'failed' order by r.document_id`,
    [runId],
  );
}

/** A live document with what it is prepared from. */
export interface ReindexTask {
  documentId: number;
  versionId: number;
  stamp: string;
}

/**
 * Live documents that are not prepared yet, or were changed since: another version is live, a correction was made.
 * Asked again under the index lock before the switch, it is what makes the switch complete.
 */
const TODO = `from document_versions v
   left join reindex_documents r on r.run_id = $1 and r.document_id = v.document_id
  where v.live and (r.document_id is null or r.base_version_id <> v.id or r.stamp <> corrections_stamp(v.document_id))`;

export async function nextTask(db: Database, runId: number): Promise<ReindexTask | null> {
  const [task] = await db.query<ReindexTask>(
    `select v.document_id as "documentId", v.id as "versionId", corrections_stamp(v.document_id) as stamp
       ${TODO} order by v.document_id limit 1`,
    [runId],
  );
  return task ?? null;
}

export async function tasksLeft(tx: Database, runId: number): Promise<number> {
  const [row] = await tx.query<{ left: number }>(`select count(*)::integer as "left" ${TODO}`, [runId]);
  return row!.left;
}

export interface DoneTask extends ReindexTask {
  runId: number;
  outcome: "prepared" | "embedded" | "unchanged" | "failed";
  shadowVersionId: number | null;
  fromText: boolean;
  reason: string | null;
}

export async function recordTask(tx: Database, task: DoneTask): Promise<void> {
  const { runId, documentId, outcome, versionId, stamp, shadowVersionId, fromText, reason } = task;
  await tx.query(
    `insert into reindex_documents (run_id, document_id, outcome, base_version_id, stamp, shadow_version_id, from_text, reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (run_id, document_id) do update set outcome = excluded.outcome,
       base_version_id = excluded.base_version_id, stamp = excluded.stamp,
       shadow_version_id = excluded.shadow_version_id, from_text = excluded.from_text, reason = excluded.reason`,
    [runId, documentId, outcome, versionId, stamp, shadowVersionId, fromText, reason],
  );
  if (shadowVersionId !== null)
    await recordChanges(tx, { runId, documentId, before: versionId, after: shadowVersionId });
  await tx.query("update reindex_runs set cursor = $2 where id = $1", [runId, documentId]);
}

interface Pair {
  runId: number;
  documentId: number;
  before: number;
  after: number;
}

async function recordChanges(tx: Database, { runId, documentId, before, after }: Pair): Promise<void> {
  await tx.query(
    `update reindex_documents set (dimensions, changes) = (
       select coalesce(array_agg(dimension), '{}'), coalesce(array_agg(change), '{}')
         from (select u.dimension, sum(u.passages * f.sign)::integer as change
                 from (select dimensions, frequencies, case version_id when $3 then 1 else -1 end as sign
                         from version_frequencies where version_id in ($3, $4)) f,
                      lateral unnest(f.dimensions, f.frequencies) as u(dimension, passages)
                group by u.dimension having sum(u.passages * f.sign) <> 0) net)
      where run_id = $1 and document_id = $2`,
    [runId, documentId, after, before],
  );
}

/** Moves the document frequencies of a whole run, by what was worked out when each document was prepared. */
export async function applyChanges(tx: Database, runId: number): Promise<void> {
  await tx.query(
    `update lexicon l set document_frequency = l.document_frequency + given.change
       from (select u.dimension, sum(u.change)::integer as change
               from reindex_documents r
               join document_versions v on v.id = r.base_version_id and v.live,
                    lateral unnest(r.dimensions, r.changes) as u(dimension, change)
              where r.run_id = $1 and r.outcome = 'prepared' group by u.dimension having sum(u.change) <> 0) given
      where l.dimension = given.dimension`,
    [runId],
  );
}

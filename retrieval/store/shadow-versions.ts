import type { Database } from "../db/index.ts";
import { recordManifest } from "./embedding-model.ts";
import { addGeneration, lockIndexState } from "./index-state.ts";
import { countTotals, dropIndexRows, insertVectors } from "./passage-index.ts";
import { applyChanges, type ReindexRun, tasksLeft } from "./reindex-runs.ts";
import type { PassageVectors } from "./switch-version.ts";

/** Versions cleared away in one transaction: some hundred rows, so that a question waits for some milliseconds. */
const SWEPT_AT_ONCE = 4;

/**
 * Puts the prepared versions in the place of the live ones, all in one transaction that moves counts and flags and no
 * weights. Returns the new generation; null when documents were changed meanwhile and have to be prepared again.
 */
export function switchToShadows(db: Database, run: ReindexRun): Promise<number | null> {
  return db.transaction(async (tx) => {
    await lockIndexState(tx);
    if ((await tasksLeft(tx, run.id)) > 0) return null;
    const pairs = await tx.query<{ before: number; after: number }>(
      `select r.base_version_id as "before", r.shadow_version_id as "after"
         from reindex_documents r join document_versions v on v.id = r.base_version_id and v.live
        where r.run_id = $1 and r.outcome = 'prepared' order by r.document_id`,
      [run.id],
    );
    const before = pairs.map((pair) => pair.before);
    const after = pairs.map((pair) => pair.after);
    await applyChanges(tx, run.id);
    await countTotals(tx, { add: after, remove: before });
    await tx.query("update document_versions set live = false, status = 'retired' where id = any($1::integer[])", [
      before,
    ]);
    await tx.query("update document_versions set live = true, status = 'live' where id = any($1::integer[])", [after]);
    await tx.query(
      `insert into version_events (version_id, event, actor, reason)
       select id, 'reindexed', $2, $3 from document_versions where id = any($1::integer[]) order by id`,
      [after, run.startedBy, run.reason],
    );
    if (run.model !== null) await tx.query("update index_state set model = $1", [run.model]);
    const generation = await addGeneration(tx, { reason: "reindex" });
    await tx.query("update reindex_runs set state = 'switched', generation = $2 where id = $1", [run.id, generation]);
    return generation;
  });
}

/** Vectors of another model beside those that are searched, for a version whose reading stays. */
export async function addVectors(
  tx: Database,
  { versionId, embeddings }: { versionId: number; embeddings: PassageVectors },
): Promise<void> {
  const rows = await tx.query<{ id: number; kind: string; documentId: number }>(
    `select p.id, p.kind, v.document_id as "documentId"
       from passages p join document_versions v on v.id = p.version_id where p.version_id = $1 order by p.ordinal`,
    [versionId],
  );
  const [first] = rows;
  if (!first) return;
  await tx.query("delete from passage_embeddings where version_id = $1 and model = $2", [versionId, embeddings.model]);
  await recordManifest(tx, embeddings);
  const vectors = rows.map(({ id, kind }, index) => ({ passageId: id, kind, values: embeddings.vectors[index]! }));
  await insertVectors(tx, { versionId, documentId: first.documentId, model: embeddings.model, vectors });
}

/** True when every passage of a version has a vector of the model. */
export async function hasVectors(db: Database, versionId: number, model: string): Promise<boolean> {
  const [row] = await db.query<{ missing: number }>(
    `select count(*)::integer as missing from passage_index i
      where i.version_id = $1
        and not exists (select 1 from passage_embeddings e where e.passage_id = i.passage_id and e.model = $2)`,
    [versionId, model],
  );
  return row!.missing === 0;
}

/** Removes a prepared version whole: nobody has seen it, no answer cites it. */
export async function dropShadow(tx: Database, versionId: number): Promise<void> {
  await dropIndexRows(tx, [versionId]);
  for (const table of ["duties", "document_references", "passages"]) {
    await tx.query(`delete from ${table} where version_id = $1`, [versionId]);
  }
  await tx.query("delete from document_versions where id = $1 and status = 'shadow'", [versionId]);
}

/** Removes some index rows that nothing counts any more. Returns false when there are none left. */
export function sweepRetired(db: Database): Promise<boolean> {
  return db.transaction(async (tx) => {
    const rows = await tx.query<{ id: number }>(
      `select f.version_id as id from version_frequencies f join document_versions v on v.id = f.version_id
        where v.status not in ('live', 'shadow') order by 1 limit ${SWEPT_AT_ONCE}`,
    );
    await dropIndexRows(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.length > 0;
  });
}

/** Removes some vectors of models that are not searched. Returns false when there are none left. */
export async function sweepVectors(db: Database): Promise<boolean> {
  const rows = await db.query(
    `delete from passage_embeddings where (passage_id, model) in (
       select passage_id, model from passage_embeddings
        where model <> (select model from index_state) order by passage_id limit 500) returning passage_id`,
  );
  return rows.length > 0;
}

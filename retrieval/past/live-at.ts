import type { Database } from "../db/index.ts";

/** How a generation of the index was searched. */
export interface PastGeneration {
  id: number;
  /** Null: by words alone. */
  model: string | null;
  /** Null: not recorded yet in its time. */
  weightedAverage: number | null;
  /** Null: the default share, or not recorded. */
  denseWeight: number | null;
  createdAt: Date;
}

/** Null when there is no such generation. */
export async function readPastGeneration(db: Database, id: number): Promise<PastGeneration | null> {
  const [row] = await db.query<PastGeneration>(
    `select id, embedding_model as model, weighted_average as "weightedAverage", dense_weight as "denseWeight",
            created_at as "createdAt"
       from index_generations where id = $1`,
    [id],
  );
  return row ?? null;
}

interface Change {
  id: number;
  reason: string;
  documentId: number | null;
  versionId: number | null;
}

interface Switch {
  generation: number;
  documentId: number;
  before: number;
  after: number;
}

/** Which version of each document was searched in a generation, by document; told from the log of generations alone. */
export async function liveVersionsAt(db: Database, generation: number): Promise<Map<number, number>> {
  const changes = await db.query<Change>(
    `select id, reason, document_id as "documentId", version_id as "versionId"
       from index_generations where id <= $1 order by id`,
    [generation],
  );
  const switches = Map.groupBy(await readSwitches(db, generation), (one) => one.generation);
  const live = new Map<number, number>();
  for (const { id, reason, documentId, versionId } of changes) {
    if (documentId !== null && versionId !== null) live.set(documentId, versionId);
    else if (documentId !== null && reason === "document.retired") live.delete(documentId);
    // A document that was changed or retired after it was prepared is not switched.
    for (const { documentId: switched, before, after } of switches.get(id) ?? []) {
      if (live.get(switched) === before) live.set(switched, after);
    }
  }
  return new Map([...live].sort(([a], [b]) => a - b));
}

function readSwitches(db: Database, generation: number): Promise<Switch[]> {
  return db.query<Switch>(
    `select r.generation, d.document_id as "documentId", d.base_version_id as "before", d.shadow_version_id as "after"
       from reindex_documents d join reindex_runs r on r.id = d.run_id
      where r.generation <= $1 and d.outcome = 'prepared' and d.shadow_version_id is not null
      order by r.generation, d.document_id`,
    [generation],
  );
}

/** The log of generations tells the same as the versions' own flags; if not, it cannot be trusted for the past either. */
export async function historyIsWhole(db: Database, current: number): Promise<boolean> {
  const told = await liveVersionsAt(db, current);
  const rows = await db.query<{ documentId: number; versionId: number }>(
    `select document_id as "documentId", id as "versionId" from document_versions where live`,
  );
  return rows.length === told.size && rows.every(({ documentId, versionId }) => told.get(documentId) === versionId);
}

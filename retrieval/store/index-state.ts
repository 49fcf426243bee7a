import type { Database } from "../db/index.ts";

/** What BM25 needs to know about the whole index. Lengths in terms. */
export interface IndexState {
  passages: number;
  totalLength: number;
  /** The average length that the stored weights were computed with. */
  weightedAverage: number;
}

const SELECT = `select passages, total_length as "totalLength", weighted_average as "weightedAverage" from index_state`;

export async function readIndexState(db: Database): Promise<IndexState> {
  const [state] = await db.query<IndexState>(SELECT);
  return state ?? { passages: 0, totalLength: 0, weightedAverage: 0 };
}

/**
 * The same, and no other transaction changes the index until this one ends: document frequencies, counts and weights
 * move together, and the writers cannot deadlock on the lexicon's rows.
 */
export async function lockIndexState(tx: Database): Promise<IndexState> {
  const [state] = await tx.query<IndexState>(`${SELECT} for update`);
  return state ?? { passages: 0, totalLength: 0, weightedAverage: 0 };
}

export async function writeIndexState(tx: Database, state: IndexState): Promise<void> {
  await tx.query("update index_state set passages = $1, total_length = $2, weighted_average = $3", [
    state.passages,
    state.totalLength,
    state.weightedAverage,
  ]);
}

export interface IndexChange {
  reason: string;
  documentId?: number;
  versionId?: number;
}

/**
 * Begins a new generation: what search can see has changed. Under the index lock, so that generations become visible in
 * the order of their ids: two reads of the same number have nothing between them.
 */
export async function addGeneration(tx: Database, change: IndexChange): Promise<number> {
  await lockIndexState(tx);
  const [row] = await tx.query<{ id: number }>(
    `insert into index_generations (reason, document_id, version_id, embedding_model, embedding_dimensions,
       weighted_average, dense_weight)
     select $1, $2, $3, s.model,
            (select vector_dims(e.embedding) from passage_embeddings e where e.model = s.model limit 1),
            s.weighted_average, (select m.dense_weight from embedding_models m where m.model = s.model)
       from index_state s
     returning id`,
    [change.reason, change.documentId ?? null, change.versionId ?? null],
  );
  // What this transaction changed in statements of validity is seen from this generation on.
  await tx.query("update validity_history set generation = $1 where generation is null", [row!.id]);
  return row!.id;
}

/** The generation that search sees now; null while nothing is indexed. */
export async function currentGeneration(db: Database): Promise<number | null> {
  const [row] = await db.query<{ id: number | null }>("select max(id) as id from index_generations");
  return row?.id ?? null;
}

/** The model whose vectors are searched; null while none is stored. */
export async function indexModel(db: Database): Promise<string | null> {
  const [row] = await db.query<{ model: string | null }>("select model from index_state");
  return row?.model ?? null;
}

/** The first model whose vectors are stored is the one that is searched until a reindex switches to another. */
export async function claimModel(tx: Database, model: string): Promise<void> {
  await tx.query("update index_state set model = $1 where model is null", [model]);
}

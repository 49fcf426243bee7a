import type { Database } from "../db/index.ts";
import { AppError } from "../errors.ts";

export interface IndexedModel {
  model: string;
  dimensions: number;
}

/** A model whose vectors the index holds, another than the one named; null where there is none. */
export async function otherIndexedModel(db: Database, model: string): Promise<IndexedModel | null> {
  const [row] = await db.query<IndexedModel>(
    `select model, vector_dims(embedding) as dimensions from passage_embeddings
      where model <> $1 order by passage_id limit 1`,
    [model],
  );
  return row ?? null;
}

/**
 * Throws `index.other_model` when the index holds vectors of another model than the one that questions would be put to:
 * the two say nothing to each other, and answers would silently be found by words alone.
 */
export async function checkIndexedModel(db: Database, { model }: { model: string }): Promise<void> {
  const other = await otherIndexedModel(db, model);
  if (other === null) return;
  throw new AppError({
    code: "index.other_model",
    message:
      `The documents were indexed with the vectors of "${other.model}" (${other.dimensions} values), and "${model}" is ` +
      "configured now. Set EMBEDDING_MODEL, EMBEDDING_DIMENSIONS and the prefixes back as they were, or index the " +
      "documents with the new model into a database of its own: set DATABASE_URL (or DATA_DIR) to an empty one, run " +
      "npm run index over them, and start the server on that.",
  });
}

/** The measured share of a model's vectors in the ranking; null where it was not measured. */
export async function denseWeightOf(db: Database, model: string): Promise<number | null> {
  const [row] = await db.query<{ weight: number }>(
    "select dense_weight as weight from embedding_weights where model = $1",
    [model],
  );
  return row?.weight ?? null;
}

export interface MeasuredWeight {
  model: string;
  weight: number;
  measuredOn: string;
}

export async function saveDenseWeight(db: Database, { model, weight, measuredOn }: MeasuredWeight): Promise<void> {
  await db.query(
    `insert into embedding_weights (model, dense_weight, measured_on) values ($1, $2, $3)
     on conflict (model) do update
        set dense_weight = excluded.dense_weight, measured_on = excluded.measured_on, measured_at = now()`,
    [model, weight, measuredOn],
  );
}

import type { Database } from "../db/index.ts";
import { addGeneration, indexModel, lockIndexState } from "./index-state.ts";

/** How an embedding service is asked: all of it but the key. */
export interface EmbeddingSettings {
  baseUrl: string;
  model: string;
  dimensions: number | null;
  queryPrefix: string | null;
  passagePrefix: string | null;
  encoding: "base64" | "float";
}

/** Keeps how a model is asked, so that it can still be asked once another one is configured. */
export async function recordEmbeddingModel(db: Database, model: string, settings: EmbeddingSettings): Promise<void> {
  await db.query(
    `insert into embedding_models (model, settings) values ($1, $2::jsonb)
     on conflict (model) do update set settings = excluded.settings`,
    [model, JSON.stringify(settings)],
  );
}

/** Null for a model that was never asked over the network. */
export async function embeddingSettings(db: Database, model: string): Promise<EmbeddingSettings | null> {
  const [row] = await db.query<{ settings: EmbeddingSettings | null }>(
    "select settings from embedding_models where model = $1",
    [model],
  );
  return row?.settings ?? null;
}

/** Keeps what a model trained here was made of; a model's name stands for one manifest, so the first one stays. */
export async function recordManifest(
  db: Database,
  { model, manifest }: { model: string; manifest?: Readonly<Record<string, unknown>> | undefined },
): Promise<void> {
  if (manifest === undefined) return;
  await db.query(
    `insert into embedding_models as m (model, manifest) values ($1, $2::jsonb)
     on conflict (model) do update set manifest = excluded.manifest where m.manifest is null`,
    [model, JSON.stringify(manifest)],
  );
}

/** Keeps where a model's word vectors were read from, so that they can still be asked once others are configured. */
export async function recordVectorFile(db: Database, model: string, file: string): Promise<void> {
  await db.query(
    `insert into embedding_models (model, file) values ($1, $2)
     on conflict (model) do update set file = excluded.file`,
    [model, file],
  );
}

/** Null for a model whose vectors come with the program or from a service. */
export async function vectorFile(db: Database, model: string): Promise<string | null> {
  const [row] = await db.query<{ file: string | null }>("select file from embedding_models where model = $1", [model]);
  return row?.file ?? null;
}

/** The measured share of a model's vectors in the ranking; null where it was not measured. */
export async function denseWeightOf(db: Database, model: string): Promise<number | null> {
  const [row] = await db.query<{ weight: number | null }>(
    "select dense_weight as weight from embedding_models where model = $1",
    [model],
  );
  return row?.weight ?? null;
}

export interface MeasuredWeight {
  model: string;
  weight: number;
  measuredOn: string;
}

/** Of the model that is searched it begins a generation: the same question is ranked otherwise. */
export async function saveDenseWeight(db: Database, { model, weight, measuredOn }: MeasuredWeight): Promise<void> {
  await db.transaction(async (tx) => {
    await lockIndexState(tx);
    await tx.query(
      `insert into embedding_models (model, dense_weight, measured_on) values ($1, $2, $3)
       on conflict (model) do update set dense_weight = excluded.dense_weight, measured_on = excluded.measured_on`,
      [model, weight, measuredOn],
    );
    if ((await indexModel(tx)) === model) await addGeneration(tx, { reason: "dense-weight" });
  });
}

import type { Database } from "../db/index.ts";
import { terms } from "../text/index.ts";
import { count, frequencyOf, fromSparsevec, passageWeight, toSparsevec } from "./bm25.ts";
import { addGeneration, type IndexState, lockIndexState, writeIndexState } from "./index-state.ts";
import { dimensionsFor, type Field } from "./lexicon.ts";

/** One passage as search sees it. `text` is the indexed text: its context and its words. */
export interface IndexablePassage {
  passageId: number;
  kind: string;
  text: string;
  /** Unit length; absent = found by its words only. */
  embedding?: readonly number[] | Float32Array | undefined;
}

export interface IndexVersionOptions {
  documentId: number;
  versionId: number;
  passages: readonly IndexablePassage[];
  embeddingModel?: string | undefined;
}

/** While an index grows its weights are computed again when the average length has moved by this share … */
const GROWING_DRIFT = 0.3;
/** … and at the end of a run of documents by this one. */
const SETTLED_DRIFT = 0.1;
/** Rows in one insert: keeps a parameter below some megabytes. */
const BATCH = 200;

interface Counted {
  passage: IndexablePassage;
  length: number;
  accented: Map<string, number>;
  folded: Map<string, number>;
}

/**
 * Writes one version's rows and what they add to the counts, without counting them: search sees neither until
 * `countVersions`. Under the index lock.
 */
export async function prepareIndex(tx: Database, options: IndexVersionOptions): Promise<void> {
  const state = await lockIndexState(tx);
  // A version that a reindex has just switched away may come back before its rows are cleared.
  await dropIndexRows(tx, [options.versionId]);
  const counted = options.passages.map(countPassage);
  const totalLength = counted.reduce((sum, { length }) => sum + length, 0);
  if (state.weightedAverage === 0) {
    state.weightedAverage = averageLength({ ...state, passages: counted.length, totalLength });
    await writeIndexState(tx, state);
  }
  const frequencies = {
    accented: documentFrequencies(counted, "accented"),
    folded: documentFrequencies(counted, "folded"),
  };
  const accented = await dimensionsFor(tx, "accented", [...frequencies.accented.keys()]);
  const folded = await dimensionsFor(tx, "folded", [...frequencies.folded.keys()]);
  const rows = counted.map((one) => indexRow(one, { accented, folded }, state.weightedAverage));
  for (let from = 0; from < rows.length; from += BATCH) {
    await insertRows(tx, { ...options, rows: rows.slice(from, from + BATCH) });
  }
  await insertFrequencies(tx, {
    versionId: options.versionId,
    passages: counted.length,
    totalLength,
    frequencies: [
      ...[...frequencies.accented].map(([term, passages]) => [accented.get(term)!, passages] as const),
      ...[...frequencies.folded].map(([term, passages]) => [folded.get(term)!, passages] as const),
    ],
  });
}

/** Adds one version's passages to the index. Inside the transaction that makes the version live. */
export async function indexPassages(tx: Database, options: IndexVersionOptions): Promise<void> {
  await prepareIndex(tx, options);
  await countVersions(tx, { add: [options.versionId], remove: [] });
}

/** Takes a version's passages out of the index, with their share of the frequencies and of the average. */
export async function unindexVersion(tx: Database, versionId: number): Promise<void> {
  await countVersions(tx, { add: [], remove: [versionId] });
  await dropIndexRows(tx, [versionId]);
}

/** Removes rows that nothing counts: of versions that were switched away, or of a reindex that is given up. */
export async function dropIndexRows(tx: Database, versionIds: readonly number[]): Promise<void> {
  await tx.query("delete from passage_index where version_id = any($1::integer[])", [versionIds]);
  await tx.query("delete from version_frequencies where version_id = any($1::integer[])", [versionIds]);
}

/** Versions whose prepared rows begin to count, and those whose rows no longer do. */
export interface CountChange {
  add: readonly number[];
  remove: readonly number[];
  /** The weights stay those of the average they were computed with, however far the new one is. */
  keepWeights?: boolean;
}

/** Moves the counts of BM25 from some versions to others. */
export async function countVersions(tx: Database, { add, remove, keepWeights }: CountChange): Promise<void> {
  await lockIndexState(tx);
  // Most terms of two readings of one text are the same: their changes cancel out and no row is touched.
  await tx.query(
    `update lexicon l set document_frequency = l.document_frequency + given.change
       from (select u.dimension, sum(u.passages * f.sign)::integer as change
               from (select dimensions, frequencies, 1 as sign from version_frequencies where version_id = any($1::integer[])
                     union all
                     select dimensions, frequencies, -1 from version_frequencies where version_id = any($2::integer[])) f,
                    lateral unnest(f.dimensions, f.frequencies) as u(dimension, passages)
              group by u.dimension having sum(u.passages * f.sign) <> 0) given
      where l.dimension = given.dimension`,
    [add, remove],
  );
  await countTotals(tx, { add, remove, keepWeights: keepWeights ?? false });
}

/** Moves the number of passages and their length, without the terms' frequencies. */
export async function countTotals(tx: Database, { add, remove, keepWeights = false }: CountChange): Promise<void> {
  const before = await lockIndexState(tx);
  const [change] = await tx.query<{ passages: number; totalLength: number }>(
    `select coalesce(sum(passages * sign), 0)::integer as passages,
            coalesce(sum(total_length * sign), 0)::bigint as "totalLength"
       from (select passages, total_length, 1 as sign from version_frequencies where version_id = any($1::integer[])
             union all
             select passages, total_length, -1 from version_frequencies where version_id = any($2::integer[])) f`,
    [add, remove],
  );
  const state: IndexState = {
    passages: before.passages + change!.passages,
    totalLength: before.totalLength + change!.totalLength,
    weightedAverage: before.weightedAverage,
  };
  await writeIndexState(tx, state);
  if (add.length > 0 && !keepWeights && drift(state) > GROWING_DRIFT) await reweigh(tx, state);
}

interface Frequencies {
  versionId: number;
  passages: number;
  totalLength: number;
  frequencies: readonly (readonly [dimension: number, passages: number])[];
}

async function insertFrequencies(tx: Database, { versionId, passages, totalLength, frequencies }: Frequencies) {
  await tx.query(
    `insert into version_frequencies (version_id, passages, total_length, dimensions, frequencies)
     values ($1, $2, $3, $4::integer[], $5::integer[])`,
    [
      versionId,
      passages,
      totalLength,
      frequencies.map(([dimension]) => dimension),
      frequencies.map(([, count]) => count),
    ],
  );
}

/**
 * Computes the stored weights again for the average length of now, when it has drifted from theirs by a tenth, and
 * begins a generation: the same question is ranked with other weights. The end of a run of documents calls it; indexing
 * itself only acts on a larger drift.
 */
export async function settleWeights(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockIndexState(tx);
    if (drift(state) <= SETTLED_DRIFT) return;
    await reweigh(tx, state);
    await addGeneration(tx, { reason: "weights" });
  });
}

function averageLength({ passages, totalLength }: IndexState): number {
  return passages === 0 ? 0 : totalLength / passages;
}

function drift(state: IndexState): number {
  return state.weightedAverage === 0 ? 0 : Math.abs(averageLength(state) / state.weightedAverage - 1);
}

function countPassage(passage: IndexablePassage): Counted {
  const accented = terms(passage.text, { folded: false });
  return {
    passage,
    length: accented.length,
    accented: count(accented),
    folded: count(terms(passage.text, { folded: true })),
  };
}

function documentFrequencies(counted: readonly Counted[], field: Field): Map<string, number> {
  return count(counted.flatMap((one) => [...one[field].keys()]));
}

type Dimensions = Record<Field, ReadonlyMap<string, number>>;

function indexRow(one: Counted, dimensions: Dimensions, average: number) {
  const weights = (field: Field): Map<number, number> =>
    new Map(
      [...one[field]].map(([term, frequency]) => [
        dimensions[field].get(term)!,
        passageWeight(frequency, one.length, average),
      ]),
    );
  const accented = weights("accented");
  const folded = weights("folded");
  return {
    passage_id: one.passage.passageId,
    kind: one.passage.kind,
    length: one.length,
    dimensions: `{${[...folded.keys()].join(",")}}`,
    accented: toSparsevec(accented),
    folded: toSparsevec(folded),
    embedding: one.passage.embedding ? toVector(one.passage.embedding) : null,
  };
}

/** pgvector's text form: "[0.1,0.2]". Six decimals are all that a unit vector's 4-byte floats can tell apart. */
export function toVector(values: readonly number[] | Float32Array): string {
  return `[${Array.from(values, (value) => Math.round(value * 1e6) / 1e6).join(",")}]`;
}

type InsertRows = Pick<IndexVersionOptions, "documentId" | "versionId" | "embeddingModel"> & {
  rows: readonly ReturnType<typeof indexRow>[];
};

async function insertRows(tx: Database, { documentId, versionId, embeddingModel, rows }: InsertRows): Promise<void> {
  await tx.query(
    `insert into passage_index (passage_id, version_id, document_id, kind, length, dimensions, accented, folded)
     select r.passage_id, $2, $3, r.kind, r.length, r.dimensions::integer[], r.accented::sparsevec, r.folded::sparsevec
       from jsonb_to_recordset($1::jsonb) as r(passage_id integer, kind text, length integer, dimensions text,
                                               accented text, folded text)`,
    [JSON.stringify(rows), versionId, documentId],
  );
  const vectors = rows.flatMap(({ passage_id, kind, embedding }) =>
    embedding === null ? [] : [{ passageId: passage_id, kind, values: embedding }],
  );
  if (embeddingModel !== undefined) await insertVectors(tx, { documentId, versionId, model: embeddingModel, vectors });
}

export interface NewVectors {
  documentId: number;
  versionId: number;
  model: string;
  vectors: readonly { passageId: number; kind: string; values: string | readonly number[] | Float32Array }[];
}

/** Vectors of indexed passages, beside those of other models. */
export async function insertVectors(
  tx: Database,
  { documentId, versionId, model, vectors }: NewVectors,
): Promise<void> {
  if (vectors.length === 0) return;
  const rows = vectors.map(({ passageId, kind, values }) => ({
    passage_id: passageId,
    kind,
    embedding: typeof values === "string" ? values : toVector(values),
  }));
  await tx.query(
    `insert into passage_embeddings (passage_id, version_id, document_id, kind, model, embedding)
     select r.passage_id, $2, $3, r.kind, $4, r.embedding::vector
       from jsonb_to_recordset($1::jsonb) as r(passage_id integer, kind text, embedding text)`,
    [JSON.stringify(rows), versionId, documentId, model],
  );
}

interface StoredWeights {
  passageId: number;
  length: number;
  accented: string;
  folded: string;
}

/** Rewrites every weight for the present average. The frequencies are read back out of the old weights. */
async function reweigh(tx: Database, state: IndexState): Promise<void> {
  const average = averageLength(state);
  let after = 0;
  for (;;) {
    const rows = await tx.query<StoredWeights>(
      `select passage_id as "passageId", length, accented::text as accented, folded::text as folded
         from passage_index where passage_id > $1 order by passage_id limit ${BATCH}`,
      [after],
    );
    if (rows.length === 0) break;
    after = rows.at(-1)!.passageId;
    await updateWeights(tx, rows, (literal, length) => reweighed(literal, length, state.weightedAverage, average));
  }
  await writeIndexState(tx, { ...state, weightedAverage: average });
}

function reweighed(literal: string, length: number, from: number, to: number): string {
  const weights = [...fromSparsevec(literal)].map(
    ([dimension, weight]) => [dimension, passageWeight(frequencyOf(weight, length, from), length, to)] as const,
  );
  return toSparsevec(new Map(weights));
}

async function updateWeights(
  tx: Database,
  rows: readonly StoredWeights[],
  convert: (literal: string, length: number) => string,
): Promise<void> {
  const changed = rows.map(({ passageId, length, accented, folded }) => ({
    passage_id: passageId,
    accented: convert(accented, length),
    folded: convert(folded, length),
  }));
  await tx.query(
    `update passage_index p set accented = r.accented::sparsevec, folded = r.folded::sparsevec
       from jsonb_to_recordset($1::jsonb) as r(passage_id integer, accented text, folded text)
      where p.passage_id = r.passage_id`,
    [JSON.stringify(changed)],
  );
}

import type { Database } from "../db/index.ts";
import type { FactRow } from "./facts-at.ts";

const BATCH = 20_000;

/** The names of all documents, so that whatever refers to one finds it. */
export async function copyDocuments(from: Database, to: Database): Promise<void> {
  const rows = await from.query("select id, collection, source_name from documents order by id");
  await to.query(
    `insert into documents (id, collection, source_name) overriding system value
     select id, collection, source_name
       from jsonb_to_recordset($1::jsonb) as r(id integer, collection text, source_name text)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Every term under its own dimension, counted by nothing yet: scores are sums of 4-byte floats in the order of the
 * dimensions, and another order would change their last digits.
 */
export async function copyLexicon(from: Database, to: Database): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await from.query<{ dimension: number }>(
      `select dimension, field, term from lexicon where dimension > $1 order by dimension limit ${BATCH}`,
      [after],
    );
    if (rows.length === 0) break;
    after = rows.at(-1)!.dimension;
    await to.query(
      `insert into lexicon (dimension, field, term) overriding system value
       select dimension, field, term from jsonb_to_recordset($1::jsonb) as r(dimension integer, field text, term text)`,
      [JSON.stringify(rows)],
    );
  }
  await to.query("select setval(pg_get_serial_sequence('lexicon', 'dimension'), $1::bigint)", [Math.max(after, 1)]);
}

/** New rows get ids that no copied one has. */
export async function startIdsAfter(from: Database, to: Database, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const [row] = await from.query<{ last: number }>(`select coalesce(max(id), 0) + 1 as last from ${table}`);
    await to.query("select setval(pg_get_serial_sequence($1::text, 'id'), $2::bigint)", [table, row!.last]);
  }
}

/** Without the version that a statement was read from: it may be one that is not copied, and no answer rests on it. */
export async function copyFacts(to: Database, facts: readonly FactRow[]): Promise<void> {
  await to.query(
    `insert into validity_facts (id, document_id, kind, date, partial, by_document_id, by_label, state, decided_by)
     overriding system value
     select id, document_id, kind, date, partial, by_document_id, by_label, state, decided_by
       from jsonb_to_recordset($1::jsonb) as r(id integer, document_id integer, kind text, date text, partial boolean,
         by_document_id integer, by_label text, state text, decided_by text) order by id`,
    [JSON.stringify(facts)],
  );
}

export interface IndexSettings {
  model: string | null;
  weightedAverage: number | null;
  denseWeight: number | null;
}

/** What the index is searched with; before anything is indexed. */
export async function setIndex(to: Database, { model, weightedAverage, denseWeight }: IndexSettings): Promise<void> {
  await to.query("update index_state set weighted_average = $1, model = $2", [weightedAverage ?? 0, model]);
  if (model === null || denseWeight === null) return;
  await to.query("insert into embedding_models (model, dense_weight) values ($1, $2)", [model, denseWeight]);
}

/** The one generation of a copy. */
export async function setGeneration(to: Database, id: number): Promise<void> {
  await to.query("update validity_history set generation = null");
  await to.query("delete from index_generations");
  await to.query(
    `insert into index_generations (id, reason, embedding_model, weighted_average)
     overriding system value select $1, 'replay', model, weighted_average from index_state`,
    [id],
  );
}

import type { Database } from "../../db/index.ts";
import { toVector } from "../../store/passage-index.ts";
import { DENSE_CANDIDATES, DENSE_WEIGHT } from "./constants.ts";
import { lexicalQuestion } from "./question.ts";

/** Each given list narrows what is looked at before anything is ranked; an empty list finds nothing. */
export interface PassageFilter {
  documentIds?: readonly number[] | undefined;
  versionIds?: readonly number[] | undefined;
  /** Passage kinds, e.g. ["clause", "table-row"]. */
  kinds?: readonly string[] | undefined;
}

export interface LexicalSearchOptions extends PassageFilter {
  question: string;
  /** Default 20. */
  limit?: number | undefined;
}

/** A vector of a question; `model` says which passages it may be compared with. Unit length. */
export interface QuestionVector {
  model: string;
  values: readonly number[] | Float32Array;
}

export interface DenseSearchOptions extends PassageFilter {
  vector: QuestionVector;
  limit?: number | undefined;
}

export interface HybridSearchOptions extends LexicalSearchOptions {
  /** Absent: the lexical leg alone. */
  vector?: QuestionVector | undefined;
  /** Share of the dense leg, 0…1; default is the measured one. */
  denseWeight?: number | undefined;
}

/** A passage of a live version, best first; equal scores in the order of ids. */
export interface PassageHit {
  passageId: number;
  documentId: number;
  versionId: number;
  /** What the hits are ordered by. Lexical and hybrid: 0…1, comparable between filters of one question. */
  score: number;
  /** BM25 divided by the question's best possible score, 0…1. */
  lexical: number;
  /** Cosine; 0 where a passage has no vector of the model. */
  dense: number;
}

/**
 * Weighted sum of both legs. Inside a filter by document or version every passage is scored by both; over a large index
 * those that hold one of the question's rarest terms, and the nearest by vector.
 */
export async function hybridSearch(db: Database, options: HybridSearchOptions): Promise<PassageHit[]> {
  const { question, vector, limit = 20 } = options;
  const weight = vector ? (options.denseWeight ?? DENSE_WEIGHT) : 0;
  const lexical = await lexicalQuestion(db, question);
  const isFiltered = options.documentIds !== undefined || options.versionIds !== undefined;
  const best = lexical.bestScore || 1;
  return db.query<PassageHit>(
    `with question as (select $1::sparsevec as accented, $2::sparsevec as folded, $3::vector as embedding),
     nearest as (select i.passage_id from passage_index i, question q
                  where $9::integer[] is not null and q.embedding is not null and ${FILTER}
                    and i.embedding_model = $7
                  order by i.embedding <#> q.embedding limit ${DENSE_CANDIDATES}),
     scored as (select i.passage_id, i.document_id, i.version_id,
                       (coalesce(-(i.accented <#> q.accented), 0) + coalesce(-(i.folded <#> q.folded), 0))
                         / $10::float8 as lexical,
                       case when i.embedding_model = $7 then coalesce(-(i.embedding <#> q.embedding), 0) else 0 end as dense
                  from passage_index i, question q
                 where ${FILTER}
                   and ($9::integer[] is null or i.dimensions && $9::integer[]
                        or i.passage_id in (select passage_id from nearest)))
     select passage_id as "passageId", document_id as "documentId", version_id as "versionId", lexical, dense,
            (1 - $8::float8) * lexical + $8::float8 * dense as score
       from scored
      where lexical > 0 or ($8::float8 > 0 and dense > 0)
      order by score desc, passage_id limit $11`,
    [
      lexical.accented,
      lexical.folded,
      vector ? toVector(vector.values) : null,
      ...filterParams(options),
      vector?.model ?? null,
      weight,
      isFiltered ? null : lexical.candidates,
      best,
      limit,
    ],
  );
}

/** BM25 alone. */
export function lexicalSearch(db: Database, options: LexicalSearchOptions): Promise<PassageHit[]> {
  const { question, limit, documentIds, versionIds, kinds } = options;
  return hybridSearch(db, { question, limit, documentIds, versionIds, kinds });
}

/** Cosine alone, over passages that have a vector of the model. */
export function denseSearch(
  db: Database,
  { vector, limit = 20, ...filter }: DenseSearchOptions,
): Promise<PassageHit[]> {
  return db.query<PassageHit>(
    `with question as (select $3::vector as embedding),
     scored as (select i.passage_id, i.document_id, i.version_id, -(i.embedding <#> q.embedding) as dense
                  from passage_index i, question q
                 where i.embedding_model = $1 and ${FILTER})
     select passage_id as "passageId", document_id as "documentId", version_id as "versionId",
            0::float8 as lexical, dense, dense as score
       from scored order by dense desc, passage_id limit $2`,
    [vector.model, limit, toVector(vector.values), ...filterParams(filter)],
  );
}

/** Parameters $4 to $6 of every search here. */
const FILTER = `($4::integer[] is null or i.document_id = any($4::integer[]))
  and ($5::integer[] is null or i.version_id = any($5::integer[]))
  and ($6::text[] is null or i.kind = any($6::text[]))`;

function filterParams({ documentIds, versionIds, kinds }: PassageFilter): unknown[] {
  return [documentIds ?? null, versionIds ?? null, kinds ?? null];
}

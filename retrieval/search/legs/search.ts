import type { Database } from "../../db/index.ts";
import { denseWeightOf } from "../../store/embedding-model.ts";
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
  /** Share of the dense leg, 0…1; default is the one measured for the vector's model. */
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
  const { question, vector, documentIds, versionIds, limit = 20 } = options;
  const lexical = await lexicalQuestion(db, question);
  const candidates = documentIds || versionIds ? null : lexical.candidates;
  return db.query<PassageHit>(candidates ? CANDIDATE_SQL : SCAN_SQL, [
    limit,
    vector?.model ?? null,
    vector ? toVector(vector.values) : null,
    ...filterParams(options),
    lexical.accented,
    lexical.folded,
    lexical.bestScore || 1,
    vector ? (options.denseWeight ?? (await denseWeightOf(db, vector.model)) ?? DENSE_WEIGHT) : 0,
    ...(candidates ? [candidates] : []),
  ]);
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
  return db.query<PassageHit>(DENSE_SQL, [limit, vector.model, toVector(vector.values), ...filterParams(filter)]);
}

// Parameters of every statement: $1 limit, $2 model, $3 vector, $4–$6 the filter.
function filterParams({ documentIds, versionIds, kinds }: PassageFilter): unknown[] {
  return [documentIds ?? null, versionIds ?? null, kinds ?? null];
}

// The index may hold versions that are being prepared beside the live ones.
const filterOn = (row: string) => `${row}.version_id in (select id from document_versions where live)
  and ($4::integer[] is null or ${row}.document_id = any($4::integer[]))
  and ($5::integer[] is null or ${row}.version_id = any($5::integer[]))
  and ($6::text[] is null or ${row}.kind = any($6::text[]))`;

const HIT = `passage_id as "passageId", document_id as "documentId", version_id as "versionId", lexical, dense, score`;

const DENSE_SQL = `
  select passage_id as "passageId", document_id as "documentId", version_id as "versionId",
         0::float8 as lexical, -(e.embedding <#> $3::vector) as dense, -(e.embedding <#> $3::vector) as score
    from passage_embeddings e
   where e.model = $2 and ${filterOn("e")}
   order by e.embedding <#> $3::vector, passage_id limit $1`;

/** `rows`: which rows of passage_index are scored, and their embeddings. */
const hybridSql = (rows: string) => `
  scored as (
    select i.passage_id, i.document_id, i.version_id,
           (coalesce(-(i.accented <#> $7::sparsevec), 0) + coalesce(-(i.folded <#> $8::sparsevec), 0))
             / $9::float8 as lexical,
           coalesce(-(e.embedding <#> $3::vector), 0) as dense
      from ${rows}
      left join passage_embeddings e on e.passage_id = i.passage_id and e.model = $2 and $10::float8 > 0
     where ${filterOn("i")}),
  fused as (select *, (1 - $10::float8) * lexical + $10::float8 * dense as score from scored)
  select ${HIT} from fused
   where lexical > 0 or ($10::float8 > 0 and dense > 0)
   order by score desc, passage_id limit $1`;

const SCAN_SQL = `with ${hybridSql("passage_index i")}`;

// A union instead of an "or": each side uses its own index (180 → 60 ms over 12,000 passages).
const CANDIDATE_SQL = `
  with nearest as (
    select e.passage_id from passage_embeddings e
     where $10::float8 > 0 and e.model = $2 and ${filterOn("e")}
     order by e.embedding <#> $3::vector, e.passage_id limit ${DENSE_CANDIDATES}),
  candidates as (
    select i.passage_id from passage_index i where i.dimensions && $11::integer[]
    union select passage_id from nearest),
  ${hybridSql("candidates c join passage_index i on i.passage_id = c.passage_id")}`;

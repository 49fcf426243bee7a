import type { AuditEntry, Database, SourceTier } from "../../../../retrieval/index.ts";
import { conditionOf, type ExchangeFilter } from "../../filter.ts";
import type { Bounds } from "./bounds.ts";

/** An exchange with all that was written about it since, as the database holds it. */
export interface ExportRow {
  sequence: number;
  id: string;
  askedAt: Date;
  askedOn: string | null;
  channel: string;
  unit: string | null;
  personKey: string | null;
  status: string;
  answeredBy: string;
  citations: ExportedCitation[];
  premise: string | null;
  confidence: number | null;
  signals: string[];
  generation: number | null;
  embedding: string | null;
  parser: string | null;
  program: string | null;
  model: string | null;
  templates: { id?: string; hash?: string }[] | null;
  timings: Record<string, number>;
  tokens: number | null;
  cost: number | null;
  /** False once they were erased. */
  hasWords: boolean;
  /** Null when they are not asked for, or were erased. */
  words: ExportedWords | null;
  feedback: ExportedFeedback[];
  deliveries: { purpose: string; state: string; fault: string | null; at: number }[];
  reviews: ExportedReview[];
  /** Null where the row has no line in the chain: `audit -- verify` would say so. */
  chain: (Omit<AuditEntry, "at" | "kind" | "subject"> & { at: number }) | null;
}

export interface ExportedCitation {
  marker: number;
  documentNumber: string | null;
  title: string | null;
  source: string;
  sourceTier?: SourceTier;
  versionId: number;
  passageId: number;
  locator: string;
  start: number;
  end: number;
  quote: string;
}

export interface ExportedWords {
  question: string;
  understood: { text?: string | null };
  answer: string;
}

/** `at` in milliseconds. `words` null when there are none, they are not asked for, or were erased. */
export interface ExportedFeedback {
  id: number;
  verdict: "up" | "down" | null;
  replaces: number | null;
  at: number;
  words: string | null;
}

export interface ExportedReview {
  id: number;
  reviewer: string;
  seat: number;
  overall: string;
  claims: { marker: number; verdict: string }[];
  replaces: number | null;
  at: number;
  missing: string | null;
  corrected: string | null;
  note: string | null;
}

export interface RowsRequest {
  filter: ExchangeFilter;
  bounds: Bounds;
  /** Rows above this sequence. */
  after: number;
  limit: number;
  /** Whether words are read at all. */
  words: boolean;
}

const FEEDBACK = `coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'verdict', f.verdict, 'replaces', f.replaces,
           'at', floor(extract(epoch from f.given_at) * 1000), 'words', case when o.words then f.words end) order by f.id)
         from feedback f where f.answer_id = a.id and f.id <= o.feedback), '[]')`;

const DELIVERIES = `coalesce((select jsonb_agg(jsonb_build_object('purpose', d.purpose, 'state', d.state,
           'fault', d.fault, 'at', floor(extract(epoch from d.at) * 1000)) order by d.id)
         from answer_deliveries d where d.answer_id = a.id and d.id <= o.deliveries), '[]')`;

/** An exchange that two judge blind shows no judgement before both are there: a file must not tell what the desk hides. */
const REVIEWS = `coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'reviewer', r.reviewer, 'seat', r.seat,
           'overall', r.overall, 'claims', r.claims, 'replaces', r.replaces,
           'at', floor(extract(epoch from r.at) * 1000), 'missing', case when o.words then rw.missing end,
           'corrected', case when o.words then rw.corrected end, 'note', case when o.words then rw.note end) order by r.id)
         from reviews r left join review_words rw on rw.review_id = r.id
        where r.answer_id = a.id and r.id <= o.reviews
          and (not 'double' = any(a.signals)
               or 2 = (select count(distinct s.seat) from reviews s
                        where s.answer_id = a.id and s.seat < 3 and s.id <= o.reviews))), '[]')`;

const CHAIN = `(select jsonb_build_object('position', l.position, 'at', floor(extract(epoch from l.at) * 1000),
           'contentHash', l.content_hash, 'wordsHash', l.words_hash, 'personHash', l.person_hash,
           'previousHash', l.previous_hash, 'hash', l.hash)
         from audit_log l where l.kind = 'answer' and l.subject = a.id)`;

/** The next exchanges of the filter, in the order in which they came. */
export function readRows(db: Database, { filter, bounds, after, limit, words }: RowsRequest): Promise<ExportRow[]> {
  const condition = conditionOf(filter, 8);
  return db.query<ExportRow>(
    `with page as materialized (
       select a.sequence from answers a
        where a.sequence > $1 and a.sequence <= $2 and (${condition.sql}) order by a.sequence limit $3),
     o as (select $4::boolean as words, $5::integer as feedback, $6::integer as deliveries, $7::integer as reviews)
     select a.sequence, a.id, a.asked_at as "askedAt", a.asked_on as "askedOn", a.channel, p.unit,
            p.person_key as "personKey", a.status, a.answered_by as "answeredBy",
            coalesce(a.answer -> 'citations', '[]') as citations, a.premise, a.confidence, a.signals, a.generation,
            g.embedding_model as embedding, a.versions ->> 'parser' as parser, a.versions ->> 'program' as program,
            a.prompt ->> 'model' as model, a.prompt -> 'templates' as templates, a.timings, a.tokens, a.cost,
            w.answer_id is not null as "hasWords",
            case when o.words and w.answer_id is not null then jsonb_build_object(
              'question', w.question, 'understood', w.understood, 'answer', w.answer) end as words,
            ${FEEDBACK} as feedback, ${DELIVERIES} as deliveries, ${REVIEWS} as reviews, ${CHAIN} as chain
       from page join answers a using (sequence) cross join o
       left join answer_people p on p.answer_id = a.id
       left join answer_words w on w.answer_id = a.id
       left join index_generations g on g.id = a.generation
      order by sequence`,
    [after, bounds.answers, limit, words, bounds.feedback, bounds.deliveries, bounds.reviews, ...condition.params],
  );
}

export async function countRows(db: Database, filter: ExchangeFilter): Promise<number> {
  const { sql, params } = conditionOf(filter);
  const [row] = await db.query<{ count: number }>(`select count(*) as count from answers a where ${sql}`, params);
  return row?.count ?? 0;
}

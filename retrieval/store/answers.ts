import type { Database } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { storable, storableJson } from "./storable.ts";

/** A quote as it is stored: `quote` is the version's text from `start` to `end`. */
export interface StoredCitation {
  marker: number;
  versionId: number;
  passageId: number;
  start: number;
  end: number;
  quote: string;
}

/** One line of the log. The objects are stored as they are given, as JSON. */
export interface NewAnswer {
  id: string;
  channel: string;
  question: string;
  history: readonly object[];
  status: string;
  /** The whole answer as it was sent. */
  answer: object;
  answeredBy: string;
  prompt?: object | null;
  /** What was looked for: references, agencies, places, filters. */
  searched: object;
  /** What was found, before the choice. */
  found: object;
  generation: number | null;
  /** Milliseconds by stage. */
  timings: Readonly<Record<string, number>>;
  citations: readonly StoredCitation[];
}

export interface StoredAnswer extends Omit<NewAnswer, "prompt"> {
  sequence: number;
  askedAt: Date;
  prompt: object | null;
}

/**
 * Appends an answer with its citations, all or nothing. Throws `answer.quote_not_in_source` when a quote is not the
 * text of the version that it cites: such an answer must not leave.
 */
export async function insertAnswer(db: Database, answer: NewAnswer): Promise<void> {
  await db.transaction(async (tx) => {
    await checkQuotes(tx, answer.citations);
    await tx.query(
      `insert into answers (id, channel, question, history, status, answer, answered_by, prompt, searched, found,
                            generation, timings)
       values ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7, $8::jsonb, $9::jsonb, $10::jsonb, $11, $12::jsonb)`,
      [
        answer.id,
        answer.channel,
        storable(answer.question),
        storableJson(answer.history),
        answer.status,
        storableJson(answer.answer),
        answer.answeredBy,
        answer.prompt ? storableJson(answer.prompt) : null,
        storableJson(answer.searched),
        storableJson(answer.found),
        answer.generation,
        storableJson(answer.timings),
      ],
    );
    await insertCitations(tx, answer);
  });
}

/** An answer by its public id, with its citations. */
export async function getAnswer(db: Database, id: string): Promise<StoredAnswer | null> {
  const [row] = await db.query<Omit<StoredAnswer, "citations">>(
    `select sequence, id, asked_at as "askedAt", channel, question, history, status, answer,
            answered_by as "answeredBy", prompt, searched, found, generation, timings
       from answers where id = $1`,
    [id],
  );
  if (!row) return null;
  const citations = await db.query<StoredCitation>(
    `select marker, version_id as "versionId", passage_id as "passageId", span_start as "start", span_end as "end", quote
       from answer_citations where answer_id = $1 order by marker`,
    [id],
  );
  return { ...row, citations };
}

interface CitedPassage {
  id: number;
  versionId: number;
  start: number;
  text: string;
}

async function checkQuotes(tx: Database, citations: readonly StoredCitation[]): Promise<void> {
  if (citations.length === 0) return;
  const rows = await tx.query<CitedPassage>(
    `select id, version_id as "versionId", span_start as "start", text from passages where id = any($1::integer[])`,
    [citations.map(({ passageId }) => passageId)],
  );
  const passages = new Map(rows.map((row) => [row.id, row]));
  for (const citation of citations) {
    const passage = passages.get(citation.passageId);
    if (!passage || passage.versionId !== citation.versionId || !isQuoteOf(citation, passage)) {
      throw notInSource(citation);
    }
  }
}

function isQuoteOf({ start, end, quote }: StoredCitation, passage: CitedPassage): boolean {
  if (quote === "" || start < passage.start) return false;
  return passage.text.slice(start - passage.start, end - passage.start) === quote;
}

async function insertCitations(tx: Database, { id, citations }: NewAnswer): Promise<void> {
  const rows = citations.map(({ marker, versionId, passageId, start, end, quote }) => ({
    marker,
    version_id: versionId,
    passage_id: passageId,
    span_start: start,
    span_end: end,
    quote,
  }));
  await tx.query(
    `insert into answer_citations (answer_id, marker, version_id, passage_id, span_start, span_end, quote)
     select $1, r.marker, r.version_id, r.passage_id, r.span_start, r.span_end, r.quote
       from jsonb_to_recordset($2::jsonb) as r(marker integer, version_id integer, passage_id integer,
                                               span_start integer, span_end integer, quote text)`,
    [id, storableJson(rows)],
  );
}

function notInSource({ marker, versionId, passageId }: StoredCitation): AppError {
  return new AppError({
    code: "answer.quote_not_in_source",
    message: `Citation ${marker} does not quote passage ${passageId} of version ${versionId}; the answer was not stored.`,
  });
}

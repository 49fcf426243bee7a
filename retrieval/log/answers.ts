import type { Database } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { storable, storableJson } from "../store/storable.ts";
import { type AnswerPerson, insertAnswerPerson, NOBODY } from "./answer-people.ts";
import { newSalt } from "./canonical.ts";
import { logRow } from "./log-row.ts";

/** A quote as it is stored: `quote` is the version's text from `start` to `end`. */
export interface StoredCitation {
  marker: number;
  versionId: number;
  passageId: number;
  start: number;
  end: number;
  quote: string;
}

/** A passage that a search found, with its score by leg. */
export interface Candidate {
  passageId: number;
  versionId: number;
  /** BM25, 0…1. */
  lexical: number;
  /** Cosine; 0 where there was no vector. */
  dense: number;
  /** What they were ordered by. */
  score: number;
}

/** What people and the model wrote: kept apart, so that it can be erased. */
export interface AnswerWords {
  question: string;
  history: readonly object[];
  /** As it was sent. */
  answer: string;
  choices: readonly string[] | null;
  /** The question as it was understood. */
  understood: object;
  /** {rewritten?, dropped: [{reason, text, passage}]}; null when no model was asked. */
  model: object | null;
}

/** One exchange of the log. The objects are stored as they are given, as JSON, and hold no word of a person. */
export interface NewAnswer {
  id: string;
  channel: string;
  words: AnswerWords;
  status: string;
  /** The answer without its words: citations and what else is ours. */
  answer: object;
  answeredBy: string;
  prompt?: object | null;
  /** What was looked for: references, agencies, places, filters. */
  searched: object;
  /** What was found, before the choice. */
  found: object;
  /** What each search found, best first. */
  candidates?: readonly Candidate[];
  /** What became of what the question took for granted; null where it took nothing. */
  premise?: string | null;
  /** 0…1; null where nothing measures it. */
  confidence?: number | null;
  /** Why a reviewer should look. */
  signals?: readonly string[];
  /** {parser, embedding, program} */
  versions?: object;
  /** Of the model, as its server counted them. */
  tokens?: number | null;
  cost?: number | null;
  /** The day it took for today, ISO. */
  askedOn?: string | null;
  generation: number | null;
  /** Milliseconds by stage. */
  timings: Readonly<Record<string, number>>;
  citations: readonly StoredCitation[];
  /** Who got it, for which office, where; absent where nobody is known. */
  person?: AnswerPerson;
}

export interface StoredAnswer extends Required<Omit<NewAnswer, "words" | "person">> {
  sequence: number;
  askedAt: Date;
  /** Null once they were erased. */
  words: AnswerWords | null;
}

/**
 * Appends an exchange with its citations, words and person and its line of the chain, all or nothing. Throws
 * `answer.quote_not_in_source` when a quote is not the text of the version that it cites: such an answer must not leave.
 */
export async function insertAnswer(db: Database, answer: NewAnswer): Promise<void> {
  await db.transaction(async (tx) => {
    await checkQuotes(tx, answer.citations);
    await insertRow(tx, answer);
    await insertCitations(tx, answer);
    await insertWords(tx, answer);
    await insertAnswerPerson(tx, { answerId: answer.id, ...(answer.person ?? NOBODY) });
    await logRow(tx, "answer", answer.id);
  });
}

async function insertRow(tx: Database, answer: NewAnswer): Promise<void> {
  await tx.query(
    `insert into answers (id, asked_at, channel, status, answer, answered_by, prompt, searched, found, generation, timings,
                          asked_on, candidates, premise, confidence, signals, versions, tokens, cost)
     values ($1, $2, $3, $4, $5::jsonb, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10, $11::jsonb,
             $12, $13::jsonb, $14, $15, $16::text[], $17::jsonb, $18, $19)`,
    [
      answer.id,
      // Milliseconds, as the chain writes them: the database's own clock has more digits than a check reads back.
      new Date(),
      answer.channel,
      answer.status,
      storableJson(answer.answer),
      answer.answeredBy,
      answer.prompt ? storableJson(answer.prompt) : null,
      storableJson(answer.searched),
      storableJson(answer.found),
      answer.generation,
      storableJson(answer.timings),
      answer.askedOn ?? null,
      storableJson(answer.candidates ?? []),
      answer.premise ?? null,
      answer.confidence ?? null,
      answer.signals ?? [],
      storableJson(answer.versions ?? {}),
      answer.tokens ?? null,
      answer.cost ?? null,
    ],
  );
}

async function insertWords(tx: Database, { id, words }: NewAnswer): Promise<void> {
  await tx.query(
    `insert into answer_words (answer_id, salt, question, history, answer, choices, understood, model)
     values ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7::jsonb, $8::jsonb)`,
    [
      id,
      newSalt(),
      storable(words.question),
      storableJson(words.history),
      storable(words.answer),
      words.choices ? storableJson(words.choices) : null,
      storableJson(words.understood),
      words.model ? storableJson(words.model) : null,
    ],
  );
}

/** An answer by its public id, with its citations. */
export async function getAnswer(db: Database, id: string): Promise<StoredAnswer | null> {
  const [row] = await db.query<Omit<StoredAnswer, "citations" | "words">>(
    `select sequence, id, asked_at as "askedAt", channel, status, answer, answered_by as "answeredBy", prompt, searched,
            found, generation, timings, asked_on as "askedOn", candidates, premise, confidence, signals, versions, tokens,
            cost
       from answers where id = $1`,
    [id],
  );
  if (!row) return null;
  const [words] = await db.query<AnswerWords>(
    "select question, history, answer, choices, understood, model from answer_words where answer_id = $1",
    [id],
  );
  const citations = await db.query<StoredCitation>(
    `select marker, version_id as "versionId", passage_id as "passageId", span_start as "start", span_end as "end", quote
       from answer_citations where answer_id = $1 order by marker`,
    [id],
  );
  return { ...row, words: words ?? null, citations };
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

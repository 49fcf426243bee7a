import type { Embedder } from "../../../retrieval/index.ts";
import { plainText } from "../../../retrieval/text/index.ts";
import type { QuestionSet } from "../held-out.ts";
import { indexInMemory, type MemoryIndex } from "./memory-index.ts";
import { type Half, halfOf } from "./question-sets.ts";

export interface Scores {
  r1: number;
  r10: number;
  mrr: number;
}

/** A set ready to be asked: indexed once, whatever is tried on it. */
export interface PreparedSet {
  name: string;
  set: QuestionSet;
  index: MemoryIndex;
  /** Places of the right passages of each question. */
  relevant: number[][];
}

/** Passages become what the database indexes of a passage without headings: one line, no marks. */
export function prepareSet(name: string, { queries, corpus }: QuestionSet): PreparedSet {
  const set = { queries, corpus: corpus.map(({ id, text }) => ({ id, text: plainText(text) })) };
  const places = new Map(set.corpus.map(({ id }, place) => [id, place]));
  const relevant = set.queries.map((query) => query.relevant.flatMap((id) => places.get(id) ?? []));
  return { name, set, index: indexInMemory(set.corpus.map(({ text }) => text)), relevant };
}

/** One score a passage for each question; null where a question is left out. */
export type ScoreTable = Float32Array[];

export const lexicalScores = ({ set, index }: PreparedSet, form: (text: string) => string): ScoreTable =>
  set.queries.map(({ text }) => index.lexical(form(text)));

export async function denseScores(
  { set }: PreparedSet,
  embedder: Embedder,
  form: (text: string) => string,
): Promise<ScoreTable> {
  const texts = set.corpus.map(({ text }) => text);
  const passages = await embedder.embed(texts, "passage");
  const questions = await embedder.embed(
    set.queries.map(({ text }) => form(text)),
    "question",
  );
  return questions.map((question) => cosines(question, passages));
}

export const cosines = (question: Float32Array, passages: readonly Float32Array[]): Float32Array =>
  Float32Array.from(passages, (passage) => dot(question, passage));

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += one[at]! * other[at]!;
  return sum;
}

/** As the search does it: BM25 over its best possible score, and the cosine. */
export const weightedSum = (lexical: Float32Array, dense: Float32Array, weight: number): Float32Array =>
  lexical.map((score, at) => (1 - weight) * score + weight * dense[at]!);

/** R@1, R@10 and MRR, of all questions or of one half. */
export function scoresOf(prepared: PreparedSet, table: ScoreTable, half?: Half): Scores {
  const totals = { r1: 0, r10: 0, mrr: 0 };
  let asked = 0;
  for (const [at, query] of prepared.set.queries.entries()) {
    if (half !== undefined && halfOf(query) !== half) continue;
    asked += 1;
    const rank = rankOf(table[at]!, prepared.relevant[at]!);
    if (rank === 1) totals.r1 += 1;
    if (rank <= 10) totals.r10 += 1;
    totals.mrr += 1 / rank;
  }
  const share = (total: number): number => Math.round((total / Math.max(asked, 1)) * 10_000) / 10_000;
  return { r1: share(totals.r1), r10: share(totals.r10), mrr: share(totals.mrr) };
}

/** Of the best right passage; equal scores in the order of the passages, as in the database. Infinity when none is held. */
function rankOf(scores: Float32Array, relevant: readonly number[]): number {
  const ranks = relevant.map((place) => {
    const mine = scores[place]!;
    let before = 0;
    for (let at = 0; at < scores.length; at += 1) {
      if (scores[at]! > mine || (scores[at] === mine && at < place)) before += 1;
    }
    return before + 1;
  });
  return Math.min(...ranks, Number.POSITIVE_INFINITY);
}

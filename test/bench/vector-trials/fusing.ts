/** What was tried in ranking, over the same two tables of scores. */
import type { ScoreTable } from "../../../scripts/train-embeddings/evaluate/ranking.ts";
import { cosines, weightedSum } from "../../../scripts/train-embeddings/evaluate/ranking.ts";

export interface Legs {
  lexical: ScoreTable;
  dense: ScoreTable;
}

const normalised = (scores: Float32Array): Float32Array => {
  const low = scores.reduce((least, score) => Math.min(least, score), Number.POSITIVE_INFINITY);
  const high = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  return scores.map((score) => (score - low) / (high - low || 1));
};

const RANK_CONSTANT = 60;

const reciprocalRanks = (scores: Float32Array): Float32Array => {
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b);
  const out = new Float32Array(scores.length);
  for (const [rank, passage] of order.entries()) out[passage] = 1 / (RANK_CONSTANT + rank + 1);
  return out;
};

/** What is done with the scores of a leg before they are summed. */
export const FUSIONS: Readonly<Record<string, (scores: Float32Array) => Float32Array>> = {
  "BM25 by its best possible score + cosine (as shipped)": (scores) => scores,
  "both by their range, summed": normalised,
  "reciprocal ranks": reciprocalRanks,
};

export const fuse = ({ lexical, dense }: Legs, weight: number): ScoreTable =>
  lexical.map((scores, at) => weightedSum(scores, dense[at]!, weight));

export const best = (scores: Float32Array, count: number): number[] =>
  [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, count);

interface FeedbackOptions {
  questions: readonly Float32Array[];
  passages: readonly Float32Array[];
  /** First ranking, whose best passages are added to the question's vector. */
  ranked: ScoreTable;
  count: number;
  share: number;
}

/** Pseudo-relevance feedback: the question moves towards what was found first. */
export function withFeedback({ questions, passages, ranked, count, share }: FeedbackOptions): ScoreTable {
  return questions.map((question, at) => {
    const moved = Float32Array.from(question);
    for (const passage of best(ranked[at]!, count))
      for (let d = 0; d < moved.length; d += 1) moved[d]! += (share / count) * passages[passage]![d]!;
    const length = Math.hypot(...moved) || 1;
    return cosines(
      moved.map((value) => value / length),
      passages,
    );
  });
}

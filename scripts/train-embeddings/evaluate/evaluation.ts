import { existsSync } from "node:fs";
import { createWordEmbedder } from "../../../retrieval/embed/offline-vectors.ts";
import type { WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import { fold } from "../../../retrieval/text/index.ts";
import { questionsIn } from "../held-out.ts";
import { namedTerms, neighboursOf } from "./neighbours.ts";
import { ALQAC, readQuestionSet } from "./question-sets.ts";
import {
  denseScores,
  lexicalScores,
  type PreparedSet,
  prepareSet,
  type Scores,
  scoresOf,
  weightedSum,
} from "./ranking.ts";

export interface EvaluationInput {
  vectors: WordVectors;
  /** Paragraphs kept out of training. */
  heldOut: readonly string[];
  words?: string | undefined;
  corpus?: string | undefined;
  queries?: string | undefined;
}

const WORDS = "kinh phí, cán bộ, báo cáo, khám bệnh, xử phạt, đất đai, giải quyết, trẻ em";
const WEIGHTS = [0, 0.25, 0.3, 0.4, 0.5] as const;

export const shown = ({ r1, r10, mrr }: Scores): string => [r1, r10, mrr].map((value) => value.toFixed(3)).join(" ");

/** Lines of text: neighbours, then R@1, R@10 and MRR by the weight of the vectors beside BM25. */
export async function* evaluation(input: EvaluationInput): AsyncGenerator<string> {
  const { vectors, heldOut, words = WORDS } = input;
  const named = namedTerms(vectors);
  for (const word of words.split(",").map((each) => each.trim())) {
    const near = neighboursOf(word, vectors, named);
    yield `${word} → ${near.map(({ name, cosine }) => `${name} ${cosine.toFixed(2)}`).join(", ")}`;
  }
  const embedder = createWordEmbedder(vectors);
  for (const prepared of setsOf(input, heldOut)) {
    const { queries, corpus } = prepared.set;
    yield `\n${prepared.name}: ${queries.length} questions, ${corpus.length} passages (R@1 R@10 MRR)`;
    for (const [name, form] of [
      ["as asked", (text: string) => text],
      ["without diacritics", fold],
    ] as const) {
      const lexical = lexicalScores(prepared, form);
      const dense = await denseScores(prepared, embedder, form);
      const fused = (weight: number) => lexical.map((scores, at) => weightedSum(scores, dense[at]!, weight));
      const columns = WEIGHTS.map((weight) => `${weight}: ${shown(scoresOf(prepared, fused(weight)))}`);
      yield `${name.padEnd(18)} ${columns.join(" | ")} | vectors alone: ${shown(scoresOf(prepared, dense))}`;
    }
  }
}

function setsOf({ corpus = ALQAC.corpus, queries = ALQAC.queries }: EvaluationInput, heldOut: readonly string[]) {
  const sets: PreparedSet[] = [];
  if (existsSync(corpus) && existsSync(queries))
    sets.push(prepareSet("benchmark", readQuestionSet({ corpus, queries })));
  const own = questionsIn(heldOut);
  if (own.queries.length > 0) sets.push(prepareSet("held-out questions of the training text", own));
  return sets;
}

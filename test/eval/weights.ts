/**
 * The weight of the configured embedding model beside the words, measured over question sets: `npm run eval -- --weights`
 * prints it, `--store` keeps it in the configured database, where the search reads it.
 */
import { createPipeline } from "../../bot/index.ts";
import {
  createOfflineEmbedder,
  createOpenAiEmbedder,
  type Database,
  type Embedder,
  ingestFiles,
  openDatabase,
  saveDenseWeight,
} from "../../retrieval/index.ts";
import { DENSE_WEIGHT } from "../../retrieval/search/legs/constants.ts";
import type { Config } from "../../server/config.ts";
import { type EvalAnswer, type EvalQuestion, readQuestions, readSources, scoreAnswers } from "./score.ts";

export const WEIGHTS = [0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8] as const;
/** The offline vectors' weight: where two weights are as good, the nearer one is the less daring. */
const USUAL = DENSE_WEIGHT;

export interface WeighedSet {
  name: string;
  questions: string;
  documents: string[];
}

export interface Weighed {
  weight: number;
  passed: number;
  found: number;
  questions: number;
}

export function configuredEmbedder({ embedding, offlineVectors }: Config): Embedder {
  return embedding === null ? createOfflineEmbedder(offlineVectors ?? undefined) : createOpenAiEmbedder(embedding);
}

/** Every weight over every set; each set is indexed once. */
export async function weigh(embedder: Embedder, sets: readonly WeighedSet[]): Promise<Weighed[]> {
  const results: Weighed[] = WEIGHTS.map((weight) => ({ weight, passed: 0, found: 0, questions: 0 }));
  for (const set of sets) {
    const db = await openDatabase({ memory: true });
    try {
      await ingestFiles({ db, embedder }, set.documents);
      for (const result of results) await weighOnce(db, embedder, { set, result });
    } finally {
      await db.close();
    }
  }
  return results;
}

async function weighOnce(
  db: Database,
  embedder: Embedder,
  { set, result }: { set: WeighedSet; result: Weighed },
): Promise<void> {
  const questions = readQuestions(set.questions);
  await saveDenseWeight(db, { model: embedder.model, weight: result.weight, measuredOn: set.name });
  const answers = await answersOf(db, embedder, questions);
  const { passed, passages } = scoreAnswers(questions, answers, readSources(set.documents));
  result.passed += passed;
  result.found += passages.found;
  result.questions += questions.length;
}

async function answersOf(db: Database, embedder: Embedder, questions: readonly EvalQuestion[]) {
  const pipeline = createPipeline({ db, embedder });
  const answers = new Map<string, EvalAnswer>();
  for (const { id, question, history } of questions)
    answers.set(
      id,
      await pipeline.ask(history === undefined ? { question } : { question, history }, { channel: "eval" }),
    );
  return answers;
}

/** Most questions passed, then most passages found, then nearest to the usual weight. */
export function bestOf(weighed: readonly Weighed[]): Weighed {
  const [best] = [...weighed].sort(
    (one, other) =>
      other.passed - one.passed ||
      other.found - one.found ||
      Math.abs(one.weight - USUAL) - Math.abs(other.weight - USUAL),
  );
  if (best === undefined) throw new Error("nothing was weighed");
  return best;
}

/** Keeps the best one where the server's search reads it. */
export async function storeWeight(config: Config, model: string, best: Weighed, measuredOn: string): Promise<void> {
  const db = await openDatabase(
    config.databaseUrl === null ? { dataDir: config.dataDir } : { databaseUrl: config.databaseUrl },
  );
  try {
    await saveDenseWeight(db, { model, weight: best.weight, measuredOn });
  } finally {
    await db.close();
  }
}

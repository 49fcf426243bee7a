import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { createPipeline, type Pipeline } from "../../bot/index.ts";
import { createWriter } from "../../prompts/index.ts";
import { createOfflineEmbedder, ingestFiles, systemClock } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { faithfulModel } from "../support/faithful-model.ts";
import { type EvalAnswer, type EvalQuestion, readQuestions, readSources, type Score, scoreAnswers } from "./score.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const SEEDS = path("../../../shared/corpus/seeds");

/** The set over real documents takes minutes: npm run eval -- --faithful-model. */
const SETS = [
  { name: "samples", questions: path("./samples-questions.jsonl"), documents: [path("../../samples")] },
  { name: "seeds", questions: path("../../../shared/eval/questions-seeds.jsonl"), documents: [SEEDS] },
];

async function askAll(pipeline: Pipeline, questions: readonly EvalQuestion[]): Promise<Map<string, EvalAnswer>> {
  const answers = new Map<string, EvalAnswer>();
  for (const { id, question, history } of questions) {
    const asked = history === undefined ? { question } : { question, history };
    answers.set(id, await pipeline.ask(asked, { channel: "eval" }));
  }
  return answers;
}

function worse(plain: Score, written: Score): string[] {
  return Object.entries(plain.byKind).flatMap(([kind, { passed }]) => {
    const now = written.byKind[kind]?.passed ?? 0;
    return now < passed ? [`${kind}: ${now} instead of ${passed}`] : [];
  });
}

describe("a faithful model makes no kind of question worse", () => {
  for (const { name, questions: file, documents } of SETS) {
    // The seeds stand beside the project on machines that have them.
    test.skipIf(!existsSync(file))(
      name,
      async () => {
        const db = await openTestDatabase();
        const embedder = createOfflineEmbedder();
        await ingestFiles({ db, embedder }, documents);
        const questions = readQuestions(file);
        const writer = createWriter({ model: faithfulModel(), clock: systemClock(), limitMs: 60_000 });
        const plain = await askAll(createPipeline({ db, embedder }), questions);
        const written = await askAll(createPipeline({ db, embedder, writer }), questions);
        const sources = readSources(documents);
        const [before, after] = [scoreAnswers(questions, plain, sources), scoreAnswers(questions, written, sources)];
        const [row] = await db.query<{ n: number }>(
          "select count(*)::integer as n from answers where answered_by = 'faithful'",
        );
        await db.close();
        console.log(
          `${name}: extractive ${before.passed}/${before.total}, with the model ${after.passed}/${after.total}; ${row?.n} answers were the model's`,
        );
        expect(worse(before, after)).toEqual([]);
        expect(after.citations).toEqual(before.citations);
        expect(row?.n).toBeGreaterThan(questions.length / 4);
      },
      300_000,
    );
  }
});

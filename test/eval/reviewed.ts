import { createPipeline, type PipelineOptions } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { documentKey } from "../../server/review/eval-question.ts";
import { type EvalAnswer, type EvalQuestion, foldWording, type Score, scoreAnswers } from "./score.ts";

export interface ReviewedOptions extends Pick<PipelineOptions, "db" | "embedder" | "formerEmbedder" | "writer"> {
  questions: readonly EvalQuestion[];
  /** Told of a question that the pipeline refused. */
  say(line: string): void;
}

/**
 * Asks the questions that reviewers made of real exchanges: for the office that asked, on the day that was taken for
 * today, of what the database holds. Nothing is stored: the log of answers is of what people were told.
 */
export async function scoreReviewed(options: ReviewedOptions): Promise<Score> {
  const { questions, say, ...rest } = options;
  let today: Date | null = null;
  const pipeline = createPipeline({ ...rest, now: () => today ?? new Date() });
  const answers = new Map<string, EvalAnswer>();
  for (const { id, question, history, unit = null, askedOn } of questions) {
    today = askedOn === undefined ? null : new Date(`${askedOn}T12:00:00+07:00`);
    const asked = history === undefined ? { question } : { question, history };
    const prepared = await pipeline.prepare(asked, { channel: "eval", unit }).catch((error: unknown) => {
      say(`${id} was refused: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    });
    answers.set(id, prepared?.answer ?? null);
  }
  return scoreAnswers(questions, answers, await sourcesHeld(options.db));
}

/** The wording of every document in use, by file name without its ending. */
async function sourcesHeld(db: Database): Promise<Map<string, string>> {
  const rows = await db.query<{ sourceName: string; text: string }>(
    `select d.source_name as "sourceName", v.text from documents d join document_versions v on v.document_id = d.id and v.live`,
  );
  const byKey = Map.groupBy(rows, ({ sourceName }) => documentKey(sourceName));
  return new Map([...byKey].map(([key, same]) => [key, foldWording(same.map(({ text }) => text).join("\n"))]));
}

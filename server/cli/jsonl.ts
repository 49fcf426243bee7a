import { createInterface } from "node:readline";
import { z } from "zod";
import { AppError, isAppError } from "../../retrieval/index.ts";
import { faultSentence } from "../process/fault.ts";
import type { Answerer } from "./answerer.ts";
import type { Surroundings } from "./command.ts";

const lineShape = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string(),
  history: z.array(z.object({ role: z.enum(["user", "assistant"]), content: z.string() })).optional(),
});

/**
 * One answer a line, in order, each written as soon as it is there. A line that cannot be answered gives
 * `{id, line, error: {code, message}}` and the others go on: the fault is told in its own place, so the exit code is 0.
 */
export async function answerLines(answerer: Answerer, { stdin, stdout }: Surroundings): Promise<number> {
  let line = 0;
  for await (const text of createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    if (text.trim() === "") continue;
    stdout.write(`${JSON.stringify(await answerLine(answerer, text, line))}\n`);
  }
  return 0;
}

async function answerLine(answerer: Answerer, text: string, line: number): Promise<object> {
  let id: unknown = null;
  try {
    const value = parseLine(text, line);
    id = idOf(value);
    const parsed = lineShape.safeParse(value);
    if (!parsed.success) throw badLine(line, 'is not {"id", "question", "history"?}');
    const { question, history } = parsed.data;
    const answer = await answerer.ask(history === undefined ? { question } : { question, history }, "cli");
    return { ...answer, id };
  } catch (error) {
    return { id, line, error: { code: isAppError(error) ? error.code : "internal", message: faultSentence(error) } };
  }
}

function parseLine(text: string, line: number): unknown {
  try {
    // A byte order mark may stand before the first line.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw badLine(line, "is not JSON", cause);
  }
}

const idOf = (value: unknown) => (typeof value === "object" && value !== null && "id" in value ? value.id : null);

function badLine(line: number, what: string, cause?: unknown): AppError {
  return new AppError({ code: "line.invalid", message: `Line ${line} ${what}.`, cause });
}

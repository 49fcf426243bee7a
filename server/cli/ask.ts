import { parseArgs } from "node:util";
import { type Answer, type Question, renderForTerminal } from "../../bot/index.ts";
import { isAppError } from "../../retrieval/index.ts";
import type { Config } from "../config.ts";
import { findServer } from "../process/address-file.ts";
import type { Surroundings } from "./command.ts";
import { answerLines } from "./jsonl.ts";
import { askServer } from "./remote.ts";
import { usageError } from "./usage.ts";

/** Something that answers: the program itself, or the server that already holds the data folder. */
export interface Answerer {
  ask(question: Question, channel: string): Promise<Answer>;
  /** Documents held; null when it cannot be told. */
  count(): Promise<number | null>;
  close(): Promise<void>;
}

const MAX_WIDTH = 100;

/** `ask "câu hỏi"`, `ask --json "câu hỏi"`, `ask --jsonl < questions`. */
export async function runAsk(args: string[], config: Config, surroundings: Surroundings): Promise<number> {
  const { question, form } = parseAsk(args);
  const answerer = await openAnswerer(config, surroundings);
  try {
    if ((await answerer.count()) === 0) {
      surroundings.stderr.write(
        "No documents are indexed yet: run npm start once for the samples, or npm run index -- PATH…\n",
      );
    }
    if (form === "jsonl") return await answerLines(answerer, surroundings);
    const answer = await answerer.ask({ question }, "cli");
    surroundings.stdout.write(`${form === "json" ? JSON.stringify(answer) : readable(answer, surroundings)}\n`);
    return 0;
  } finally {
    await answerer.close();
  }
}

interface AskArguments {
  question: string;
  form: "text" | "json" | "jsonl";
}

function parseAsk(args: string[]): AskArguments {
  const parsed = readArgs(args);
  const question = parsed.positionals.join(" ");
  if (parsed.values.jsonl === true) {
    if (parsed.positionals.length > 0) throw usageError("--jsonl reads its questions from standard input.");
    return { question: "", form: "jsonl" };
  }
  if (parsed.positionals.length === 0) throw usageError("No question given.");
  return { question, form: parsed.values.json === true ? "json" : "text" };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: "boolean" }, jsonl: { type: "boolean" } },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

function readable(answer: Answer, { stdout }: Surroundings): string {
  return renderForTerminal(answer, { width: Math.min(stdout.columns ?? MAX_WIDTH, MAX_WIDTH) });
}

/** The embedded database admits one process; when the server has it, the server is asked. */
async function openAnswerer(config: Config, { open, fetch }: Surroundings): Promise<Answerer> {
  try {
    return await open(config);
  } catch (error) {
    const address = isAppError(error) && error.code === "database.locked" ? findServer(config.dataDir)?.address : null;
    if (address == null) throw error;
    return askServer(address, fetch);
  }
}

import { parseArgs } from "node:util";
import type { Surroundings } from "./command.ts";
import { usageError } from "./usage.ts";

export interface AskArguments {
  form: "text" | "chat" | "json" | "jsonl";
  /** Null: they are read from standard input. */
  words: string | null;
  /** Columns; null for those of the terminal. */
  width: number | null;
}

const MAX_WIDTH = 100;

export function parseAsk(args: string[]): AskArguments {
  const { values, positionals } = readArgs(args);
  const forms = (["chat", "json", "jsonl"] as const).filter((name) => values[name] === true);
  const [form = "text", another] = forms;
  if (another !== undefined) throw usageError(`Give --${form} or --${another}.`);
  const words = positionals.length === 0 ? null : positionals.join(" ");
  if (form === "jsonl" && words !== null) throw usageError("--jsonl reads its questions from standard input.");
  if (words === null && (form === "text" || form === "json")) throw usageError("No question given.");
  return { form, words, width: widthIn(values.width) };
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        ...{ chat: { type: "boolean" }, json: { type: "boolean" }, jsonl: { type: "boolean" } },
        width: { type: "string" },
      },
    });
  } catch (error) {
    throw usageError(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "Wrong options.");
  }
}

function widthIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{2,3}$/.test(text)) return Number(text);
  throw usageError("--width must be a number of columns.");
}

/** Longer lines than that are hard to read. */
export function widthOf({ width }: AskArguments, { stdout }: Surroundings): number {
  return width ?? Math.min(stdout.columns ?? MAX_WIDTH, MAX_WIDTH);
}

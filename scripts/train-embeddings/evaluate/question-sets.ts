import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Asked, Passage, QuestionSet } from "../held-out.ts";

const BENCH = fileURLToPath(new URL("../../../../shared/retrieval-bench/", import.meta.url));
export const ALQAC = { corpus: `${BENCH}alqac-corpus.jsonl`, queries: `${BENCH}alqac-queries.jsonl` } as const;

export function readLines<T>(file: string): T[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as T);
}

/** Lines of {"id", "text"} and {"id", "text", "relevant"}. Throws when a file is not there. */
export function readQuestionSet({ corpus, queries }: { corpus: string; queries: string }): QuestionSet {
  for (const file of [corpus, queries]) {
    if (!existsSync(file)) throw new Error(`${file} is not there; give --corpus FILE and --queries FILE.`);
  }
  const nfc = <T extends Passage>(line: T): T => ({ ...line, text: line.text.normalize("NFC") });
  return { corpus: readLines<Passage>(corpus).map(nfc), queries: readLines<Asked>(queries).map(nfc) };
}

/** What is chosen is chosen on "tuning" and told of on "held-out"; which half a question is in hangs on its id alone. */
export type Half = "tuning" | "held-out";

export const halfOf = ({ id }: Asked): Half =>
  createHash("sha256").update(id).digest()[0]! % 2 === 0 ? "tuning" : "held-out";

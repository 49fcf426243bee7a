import { readFileSync } from "node:fs";
import { sentenceSyllables } from "./corpus.ts";

/** A question is looked for by its first syllables, and then whole. */
const OPENING = 5;

const bare = (text: string): string[] => sentenceSyllables(text).filter((form) => form !== null);

/** The questions of a file of JSON lines ("question" or "text") or of plain lines. */
export function readQuestions(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      if (!line.startsWith("{")) return line;
      const { question, text } = JSON.parse(line) as { question?: string; text?: string };
      return question ?? text ?? "";
    });
}

/** False for a paragraph that holds one of the questions word for word: what is evaluated on is not learned from. */
export function allowsAllBut(questions: readonly string[]): (paragraph: string) => boolean {
  const byOpening = Map.groupBy(
    questions.map(bare).filter(({ length }) => length >= OPENING),
    (syllables) => syllables.slice(0, OPENING).join(" "),
  );
  if (byOpening.size === 0) return () => true;
  return (paragraph) => {
    const syllables = bare(paragraph);
    return !syllables.some((_, at) => {
      const found = byOpening.get(syllables.slice(at, at + OPENING).join(" "));
      return found?.some((question) => question.every((form, place) => syllables[at + place] === form));
    });
  };
}

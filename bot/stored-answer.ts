import type { Answer } from "../prompts/index.ts";
import { type Database, getAnswer } from "../retrieval/index.ts";

/** An answer of the log as it was given; null where there is none or its words were erased. */
export async function storedAnswer(db: Database, id: string): Promise<Answer | null> {
  const stored = await getAnswer(db, id);
  if (!stored?.words) return null;
  const { answer, choices } = stored.words;
  // What was taken out of the answer when it was stored is put back.
  return { ...stored.answer, answer, ...(choices === null ? {} : { choices: [...choices] }) } as Answer;
}

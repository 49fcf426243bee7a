import { deleteTurnsOfAnswers } from "../../bot/index.ts";
import { countOld, type Database, eraseOldPersons, eraseOldWords } from "../../retrieval/index.ts";
import { withdrawMessages } from "../queue/index.ts";

export interface RetainOptions {
  db: Database;
  /** Null: kept. */
  wordsDays: number | null;
  personDays: number | null;
  now(): Date;
  /** Rows of a transaction; the other writers of the log wait for one, not for all. */
  batch?: number | undefined;
}

export interface Retained {
  /** Exchanges and pieces of feedback whose words went. */
  words: number;
  /** … that no longer say by whom. */
  persons: number;
}

const BATCH = 1_000;
const DAY_MS = 86_400_000;

/** Erases what is older than the settings say. With `dryRun` it only counts. */
export async function retain(options: RetainOptions, { dryRun = false } = {}): Promise<Retained> {
  const { db, now, wordsDays, personDays, batch = BATCH } = options;
  const cutoff = (days: number | null) => (days === null ? null : new Date(now().getTime() - days * DAY_MS));
  const [words, persons] = [cutoff(wordsDays), cutoff(personDays)];
  if (dryRun) return countOld(db, { words, persons });
  return {
    words: await untilNone(words, batch, (before) => eraseOldWords(db, { before, limit: batch, also: forgetTurns })),
    persons: await untilNone(persons, batch, (before) => eraseOldPersons(db, { before, limit: batch })),
  };
}

/** What a follow-up would lean on, and what was not sent in all that time. */
async function forgetTurns(tx: Database, { answers }: { answers: readonly string[] }): Promise<void> {
  await deleteTurnsOfAnswers(tx, answers);
  await withdrawMessages(tx, { answers, conversations: [] });
}

async function untilNone(
  before: Date | null,
  batch: number,
  work: (before: Date) => Promise<{ answers: readonly string[]; feedback: readonly number[] }>,
): Promise<number> {
  if (before === null) return 0;
  for (let total = 0; ; ) {
    const { answers, feedback } = await work(before);
    total += answers.length + feedback.length;
    if (answers.length < batch && feedback.length < batch) return total;
  }
}

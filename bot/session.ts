import type { Answer, HistoryMessage } from "../prompts/index.ts";
import { AppError, type Database } from "../retrieval/index.ts";
import type { Asking } from "./asking.ts";
import { countTurns, latestAnswerIn, latestTurns, type SessionKeys, type TurnRow } from "./store/turns.ts";

/** Turns that a follow-up may lean on, and that are kept. */
export const MOST_TURNS = 12;

export interface History {
  messages: HistoryMessage[];
  /** Throws a retryable AppError when a turn was deleted since: erased words must not come back in a later row. */
  stillThere(tx: Database): Promise<void>;
}

/** What was said in the session that is still going on, oldest first. */
export async function readHistory(
  db: Database,
  { session }: Pick<Asking, "session">,
  idleMinutes: number,
): Promise<History> {
  const turns = await sessionTurns(db, session, idleMinutes);
  const messages = turns.flatMap(({ question, answer }): HistoryMessage[] => [
    { role: "user", content: question },
    { role: "assistant", content: answer.answer },
  ]);
  return { messages, stillThere: (tx) => checkTurns(tx, turns) };
}

async function checkTurns(tx: Database, turns: readonly TurnRow[]): Promise<void> {
  const ids = turns.map(({ id }) => id);
  if (ids.length === 0 || (await countTurns(tx, ids)) === ids.length) return;
  throw new AppError({
    code: "session.changed",
    message: "What the question leans on was deleted while it was being answered; it is answered anew.",
    retryable: true,
  });
}

/** The turns of the session that is still going on, oldest first. */
export async function sessionTurns(db: Database, session: SessionKeys, idleMinutes: number): Promise<TurnRow[]> {
  return sinceLastPause(await latestTurns(db, session, MOST_TURNS), idleMinutes);
}

/** A pause longer than the idle time ends a session, also between two earlier turns. */
function sinceLastPause(turns: readonly TurnRow[], idleMinutes: number): TurnRow[] {
  const kept: TurnRow[] = [];
  let later = 0;
  for (const turn of turns.toReversed()) {
    if (turn.minutesAgo - later > idleMinutes) break;
    kept.unshift(turn);
    later = turn.minutesAgo;
  }
  return kept;
}

/**
 * The answer that "nguồn 2" is about, however long ago: it may still stand on the screen. In a group it may be one that
 * somebody else asked for.
 */
export async function lastAnswer(db: Database, { session, incoming }: Asking): Promise<Answer | null> {
  const [own] = await latestTurns(db, session, 1);
  if (own) return own.answer;
  return incoming.setting === "group" ? latestAnswerIn(db, session.conversationKey) : null;
}

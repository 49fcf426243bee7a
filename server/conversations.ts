import type { Handled, HandleOptions, Incoming, Pipeline } from "../bot/index.ts";
import { type Database, isAppError } from "../retrieval/index.ts";
import type { Log } from "./ops/log.ts";
import type { Metrics } from "./ops/metrics.ts";

/** What a message came to. It is stored. */
export type Said = Omit<Handled, "commit">;

/** The channels that answer in the same call and not through the queue: the web chat and the command line. */
export interface Conversations extends Pick<Pipeline, "admits" | "turns" | "corrections"> {
  /**
   * Handles one message. Answer, citations, log and turn are committed together before this resolves. Messages of one
   * conversation are handled one after the other.
   */
  say(incoming: Incoming, options?: HandleOptions): Promise<Said>;
}

export interface ConversationsDependencies {
  db: Database;
  pipeline: Pick<Pipeline, "handle" | "admits" | "turns" | "corrections">;
  metrics: Pick<Metrics, "handled">;
  log: Log;
}

export function createConversations(dependencies: ConversationsDependencies): Conversations {
  const { pipeline, metrics, log } = dependencies;
  const inTurn = createTurns();
  return {
    admits: pipeline.admits,
    turns: pipeline.turns,
    corrections: pipeline.corrections,
    say: async (incoming, options) => {
      const { channel, conversation } = incoming;
      const started = performance.now();
      const said = await inTurn(`${channel} ${conversation}`, () => handleAndStore(dependencies, incoming, options));
      const seconds = (performance.now() - started) / 1000;
      metrics.handled(channel, said.status, seconds);
      // On the command line the answer itself is the log.
      if (channel === "web") log.info({ channel, status: said.status, answerId: said.answerId, seconds }, "handled");
      return said;
    },
  };
}

const TRIES = 3;

/** Somebody else took the last use of a limit, or the invitation, meanwhile: the message is handled anew. */
async function handleAndStore(
  { db, pipeline }: ConversationsDependencies,
  incoming: Incoming,
  options?: HandleOptions,
): Promise<Said> {
  for (let tries = 1; ; tries += 1) {
    const { commit, ...said } = await pipeline.handle(incoming, options);
    try {
      await db.transaction(commit);
      return said;
    } catch (error) {
      // A database that failed may have committed: a second try could store the answer twice.
      const again = isAppError(error) && error.retryable && !error.code.startsWith("database.");
      if (!again || tries === TRIES) throw error;
    }
  }
}

/** Work under the same key waits for what came before it, in this process; across processes the transactions decide. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    const ended = mine.catch(() => {});
    last.set(key, ended);
    try {
      return await mine;
    } finally {
      if (last.get(key) === ended) last.delete(key);
    }
  };
}

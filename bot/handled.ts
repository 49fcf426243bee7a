import type { Database } from "../retrieval/index.ts";
import type { Reply } from "./message.ts";

export type HandledStatus =
  /** As the answer's own status. */
  | "answered"
  | "not_found"
  | "clarify"
  /** Something was said that is no answer: a greeting, a command's effect, a refusal. */
  | "notice"
  /** Nothing is said: a stranger who was told already, somebody over the limit who was told already. */
  | "ignored";

/** What one message comes to. Nothing has been changed yet: `commit` does that, inside the caller's transaction. */
export interface Handled {
  /** In the order in which they are said; empty when `status` is "ignored". */
  replies: Reply[];
  status: HandledStatus;
  /** The answer that `commit` stores; null when there is none. */
  answerId: string | null;
  /**
   * Writes all that the message changes: answer, citations, log, session, enrolment, counters. Called once, with the
   * handle of the transaction in which the replies are stored for sending. Throws a retryable AppError when another
   * message got there first (an invitation used meanwhile): roll back and handle the message again.
   */
  commit(tx: Database): Promise<void>;
}

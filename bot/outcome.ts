import type { Database } from "../retrieval/index.ts";
import type { Handled, HandledStatus } from "./handled.ts";
import type { Reply } from "./message.ts";

/** One write, done when the message is committed. */
export type Change = (tx: Database) => Promise<void>;

export interface Outcome {
  replies: Reply[];
  status: HandledStatus;
  answerId: string | null;
  /** In the order in which they are made. */
  changes: readonly Change[];
  /** The person asked to be forgotten: nothing new is stored of them. */
  forgets?: true;
}

export function say(reply: Reply | string, ...changes: Change[]): Outcome {
  const said: Reply = typeof reply === "string" ? { kind: "notice", text: reply } : reply;
  return { replies: [said], status: "notice", answerId: null, changes };
}

export const silence: Outcome = { replies: [], status: "ignored", answerId: null, changes: [] };

export function handled({ changes, replies, status, answerId }: Outcome): Handled {
  return {
    replies,
    status,
    answerId,
    commit: async (tx) => {
      for (const change of changes) await change(tx);
    },
  };
}

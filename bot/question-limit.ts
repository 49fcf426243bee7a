import { AppError, type Database } from "../retrieval/index.ts";
import type { Identity } from "./identity.ts";
import { type Limit, takeUse } from "./limits.ts";
import type { Speaker } from "./message.ts";

/** Whose questions are counted: a person's, or those that come from a network address where nobody is known. */
export type CountedFor = Pick<Speaker, "channel" | "sender"> | { address: string };

export interface QuestionLimit {
  identity: Identity;
  questionsPerMinute: number;
}

/** One limit for all that a person asks, wherever: a chat and a script of the same person share it. */
export function limitOfPerson({ identity, questionsPerMinute }: QuestionLimit, personKey: string): Limit {
  return { key: identity.pseudonym("limit", "person", personKey), windowSeconds: 60, most: questionsPerMinute };
}

/** Throws `question.too_fast` when the minute's questions are used up. */
export async function countQuestion(db: Database, options: QuestionLimit, of: CountedFor): Promise<void> {
  const seconds = await takeUse(db, limitOf(options, of));
  if (seconds === 0) return;
  throw new AppError({
    code: "question.too_fast",
    message: `More than ${options.questionsPerMinute} questions in a minute. Wait ${seconds} s.`,
    userMessage: TOO_FAST,
    retryable: true,
    retryAfterSeconds: seconds,
  });
}

export const TOO_FAST = "Anh/chị gửi hơi nhanh; xin chờ một phút rồi gửi tiếp.";

function limitOf(options: QuestionLimit, of: CountedFor): Limit {
  const { identity, questionsPerMinute: most } = options;
  return "address" in of
    ? { key: identity.pseudonym("limit", "address", of.address), windowSeconds: 60, most }
    : limitOfPerson(options, identity.pseudonym("person", of.channel, of.sender));
}

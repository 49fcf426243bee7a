import type { TokenBudget } from "../../prompts/index.ts";
import { type Database, dayInVietnam } from "../../retrieval/index.ts";

export interface TokenBudgetOptions {
  db: Database;
  /** Tokens of a day. */
  most: number;
  now?: () => Date;
}

/** A day's tokens in the table of limits, so that all processes count together. The day is Hà Nội's. */
export function createTokenBudget({ db, most, now = () => new Date() }: TokenBudgetOptions): TokenBudget {
  const key = () => `model-tokens:${dayInVietnam(now())}`;
  return {
    async take(tokens) {
      if (tokens > most) return false;
      const rows = await db.query<{ used: number }>(
        `insert into rate_limits as l (limit_key, window_start, used) values ($1, now(), $2)
         on conflict (limit_key) do update set used = l.used + excluded.used where l.used + excluded.used <= $3
         returning used`,
        [key(), tokens, most],
      );
      // A row of its own a day: the first call of a new one takes the old ones away.
      if (rows[0]?.used === tokens)
        await db.query("delete from rate_limits where limit_key like 'model-tokens:%' and limit_key < $1", [key()]);
      return rows.length > 0;
    },
    async give(tokens) {
      await db.query("update rate_limits set used = greatest(0, used - $2) where limit_key = $1", [key(), tokens]);
    },
  };
}

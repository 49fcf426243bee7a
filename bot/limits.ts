import { AppError, type Database } from "../retrieval/index.ts";
import { addUse, readWindow } from "./store/rate-limits.ts";

/** A number of uses in a window; held in the database, so that all processes count together. */
export interface Limit {
  key: string;
  windowSeconds: number;
  most: number;
}

/** `tell`: over it for the first time in this window, which is said once. `silent`: it was said. */
export type Allowance = "free" | "tell" | "silent";

export async function allowanceOf(db: Database, { key, windowSeconds, most }: Limit): Promise<Allowance> {
  const used = (await readWindow(db, key, windowSeconds))?.used ?? 0;
  if (used < most) return "free";
  return used === most ? "tell" : "silent";
}

/**
 * Counts what was allowed, "tell" included. Throws `limit.reached_meanwhile` when another message took the last use
 * since `allowanceOf`: handled again, the message meets the full limit.
 */
export async function countUse(tx: Database, limit: Limit, allowance: Exclude<Allowance, "silent">): Promise<void> {
  const used = await addUse(tx, limit.key, limit.windowSeconds);
  if (used <= limit.most + (allowance === "tell" ? 1 : 0)) return;
  throw new AppError({
    code: "limit.reached_meanwhile",
    message: "Another message used up the limit first. Handle this one again.",
    retryable: true,
  });
}

/** Counts a use at once, where nothing is said of a refusal but when to come back: seconds until then, 0 for allowed. */
export async function takeUse(db: Database, { key, windowSeconds, most }: Limit): Promise<number> {
  const window = await readWindow(db, key, windowSeconds);
  if (window !== null && window.used >= most) return window.secondsLeft;
  return (await addUse(db, key, windowSeconds)) <= most ? 0 : windowSeconds;
}

import type { Sent } from "../../channel.ts";
import type { Refusal } from "./api.ts";

/** How long to wait after "429 quota exceeded", and when it must be the month's quota. */
export interface Patience {
  refused(refusal: Pick<Refusal, "description" | "retryAfterMs">): Sent;
  /** Something was sent. */
  reset(): void;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;
/** No limit by the second or the minute lasts this long. */
const MONTHLY_AFTER_MS = 15 * 60_000;

/**
 * Zalo documents one refusal, 429 "quota exceeded", for sending too fast and for the month's 3,000 messages alike, and
 * no time to wait. So the wait grows with the time that it has been refused already, and a refusal that speaks of a
 * quota and lasts longer than a quarter of an hour is taken for the month's; words that name the month are believed at
 * once. The state is of one process: another one learns the same by itself, at the price of a few refused calls.
 */
export function createPatience(clock: () => number): Patience {
  let since: number | null = null;
  let last = 0;
  return {
    refused: ({ description, retryAfterMs }) => {
      const now = clock();
      // Another process may have delivered meanwhile: what was long ago says nothing of today.
      if (since === null || now - last > 2 * LONGEST_WAIT_MS) since = now;
      last = now;
      const waited = now - since;
      if (retryAfterMs === null && isMonthly(description, waited)) return { kind: "blocked", reason: "monthly_quota" };
      const afterMs = retryAfterMs ?? Math.min(Math.max(FIRST_WAIT_MS, waited), LONGEST_WAIT_MS);
      return { kind: "retry", afterMs, scope: "channel", reason: "rate_limited" };
    },
    reset: () => {
      since = null;
    },
  };
}

function isMonthly(description: string, waited: number): boolean {
  return /\bmonth|tháng/iu.test(description) || (/quota|hạn mức/iu.test(description) && waited >= MONTHLY_AFTER_MS);
}

import { vietnamClock } from "../../../retrieval/index.ts";
import type { Sent } from "../../channel.ts";
import type { ApiAnswer } from "./api.ts";
import { asId } from "./events.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const WINDOW_CLOSED = new Set([-230, -232]);

/** The person cannot be reached, and waiting does not change that. */
const UNDELIVERABLE: Readonly<Record<number, string>> = {
  [-100]: "attachment_expired",
  [-201]: "invalid_parameter",
  [-210]: "too_long",
  [-213]: "not_following",
  [-217]: "blocked_by_person",
  [-218]: "person_over_quota",
  [-227]: "person_inactive",
  [-233]: "wrong_message_type",
  [-235]: "wrong_account_type",
  [-244]: "restricted_by_person",
  [-248]: "against_platform_rules",
};

/** Somebody has to act: pay, configure, re-enable. Nothing is lost meanwhile. */
const BLOCKED: Readonly<Record<number, string>> = {
  [-204]: "account_disabled",
  [-205]: "account_unknown",
  [-209]: "app_not_activated",
  [-211]: "out_of_quota",
  [-212]: "api_not_registered",
  [-219]: "app_removed",
  [-221]: "account_not_verified",
  [-223]: "api_not_granted",
  [-224]: "account_tier_too_low",
  [-240]: "api_shut_down",
  [-242]: "wrong_appsecret_proof",
  [-320]: "no_cloud_account",
  [-321]: "cloud_account_empty",
};

/** -216 and -220 are used alike for a token that is expired, replaced or unknown. */
export const isTokenRejected = ({ error }: ApiAnswer) => error === -216 || error === -220;

/**
 * Codes that say nothing of what to do: -200 ("send message failed") and any that is not in the tables. They are tried
 * again a few times and then given up, or one such message would hold its conversation's line for ever.
 */
export function isUnclear({ error }: ApiAnswer): boolean {
  return error !== 0 && !WINDOW_CLOSED.has(error) && error !== -32 && error !== -234 && reasonOf(error) === null;
}

/** What an answer to a sent message means. Every code that is not named is one to try again. */
export function sentOf({ error, data }: ApiAnswer, now: number): Sent {
  if (error === 0) return { kind: "sent", messageId: asId(data.message_id) };
  if (WINDOW_CLOSED.has(error)) return { kind: "held", reason: "window_closed" };
  // The limit is one of requests a minute for the whole app.
  if (error === -32) return { kind: "retry", afterMs: MINUTE_MS, scope: "channel", reason: "rate_limited" };
  if (error === -234) return { kind: "retry", afterMs: untilSix(now), scope: "channel", reason: "night_hours" };
  const blocked = BLOCKED[error];
  if (blocked !== undefined) return { kind: "blocked", reason: blocked };
  const undeliverable = UNDELIVERABLE[error];
  if (undeliverable !== undefined) return { kind: "undeliverable", reason: undeliverable };
  return { kind: "retry", afterMs: 0, scope: "conversation", reason: `error_${Math.abs(error)}` };
}

const reasonOf = (error: number) => BLOCKED[error] ?? UNDELIVERABLE[error] ?? null;

/** Milliseconds to the next 06:00 in Viet Nam. By day the clocks disagree: then five minutes. */
export function untilSix(now: number): number {
  const sinceMidnight = vietnamClock(new Date(now)).getTime() % DAY_MS;
  const [six, ten] = [6 * HOUR_MS, 22 * HOUR_MS];
  if (sinceMidnight < six) return six - sinceMidnight;
  return sinceMidnight >= ten ? six + DAY_MS - sinceMidnight : 5 * MINUTE_MS;
}

import type { TransportFault } from "../faults.ts";

/** What the double is told to do where the reference page knows two forms, or none. */
export interface ZaloOaDoubleOptions {
  appId?: string;
  appSecret?: string;
  oaSecretKey?: string;
  oaId?: string;
  oaName?: string;
  /** Free messages within 48 hours of a person's last; null (default) is unlimited, older sources say 8. */
  freeMessages?: number | null;
  /** Of the linked Zalo Cloud Account, in VND; null is not linked (-320). Default 100,000. */
  cloudBalance?: number | null;
  /** How a send after 7 days is refused; default -230, as it was seen. */
  windowRefusal?: -230 | -232;
  /** How a refused token call is numbered; the real number is not known. */
  oauthRefusal?: number;
  /** Milliseconds between the tries of a delivery; default 30 s, 5, 15, 30 and 60 min. Then the webhook is disabled. */
  redeliverAfterMs?: readonly number[];
  /** Default "any-failure"; the text only says that no connection could be opened. */
  redeliverOn?: "any-failure" | "connection";
  webhookDeadlineMs?: number;
  /** `oa_send_text` and the receipts after each message; default true. */
  echoes?: boolean;
  /** "mac=…" (default), or the digest alone. */
  signature?: "mac" | "bare";
  /** `expires_in` as a string (default) or a number. */
  expiresIn?: "string" | "number";
  /** Redirect addresses that the app has registered; others end with -14003. Default: every address. */
  redirectUris?: readonly string[];
  /** The consent page's answer holds `state` (default true). */
  returnsState?: boolean;
}

export type Method = "cs" | "token" | "getoa" | "quota";

export type Fault =
  /** The platform's own refusal: HTTP 200 unless `status` says otherwise. Nothing is done. */
  { kind: "error"; code: number; status?: number } | TransportFault;

/** The body of a webhook call. */
export interface DoubleEvent {
  event_name: string;
  timestamp: string;
  [field: string]: unknown;
}

export interface DeliverOptions {
  /** How often the same event is handed over, from the second time with `num_retry`; default 1. */
  times?: number;
  /** Signs with this in place of the OA Secret Key; null leaves the header out. */
  secret?: string | null;
}

export interface Delivery {
  eventId: string;
  /** HTTP status of the first call; null when nobody answered in time, or no webhook is set. */
  status: number | null;
}

/** One line of a chat as the person sees it. */
export interface Line {
  from: "user" | "bot";
  text: string;
  at: number;
}

export interface ApiCall {
  method: Method;
  body: Record<string, unknown>;
  /** The answer's `error`; null when a fault swallowed it. */
  error: number | null;
}

export interface PairText {
  access_token: string;
  refresh_token: string;
  expires_in: string | number;
}

export interface TokenCall {
  grant: string;
  /** "spent": a refresh token or a code that had been used before. */
  outcome: "pair" | "spent" | "refused";
}

/** The platform's own time, which a test moves on without waiting. */
export interface Clock {
  now(): number;
  advance(ms: number): void;
}

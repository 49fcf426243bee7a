import type { TransportFault } from "../faults.ts";

/** What the double is told to do where the reference page knows two forms, or none. */
export interface ZaloBotDoubleOptions {
  token?: string;
  /** Webhook bodies: flat as real traffic was seen (default), or wrapped in `{ok, result}` as documented. */
  body?: "flat" | "wrapped";
  /** Where a picture's address stands: `photo_url` in real traffic (default), `photo` in the documentation. */
  photo?: "photo" | "photo_url";
  /** `message.unsupported.received` with its `message` (default) or without any. */
  unsupported?: "with-message" | "bare";
  /** How an idle poll ends: an HTTP status 408 (default), or the same JSON in a 200. */
  idle?: "http-408" | "http-200";
  /** HTTP status of refusals: that of the code (default), or always 200. A wrong token is answered 200 in any case. */
  refusals?: "http-status" | "http-200";
  /** Messages a month; default 3,000. */
  monthlyMessages?: number;
  /** What happens after a webhook call that was not answered 2xx. Not documented; default: nothing. */
  redelivery?: { times: number; delayMs: number };
  /** Ends polls sooner than they ask for, so that a test need not wait. */
  longestPollMs?: number;
  /** Refuses addresses of this machine, as the real platform does; off, since tests run on one. */
  publicWebhooksOnly?: boolean;
}

export type Fault =
  /** `{ok: false, error_code, description}`, with `parameters.retry_after` where it is given. */
  { kind: "refuse"; code: number; description?: string; retryAfter?: number } | TransportFault;

/** Something that a person did, as Zalo hands it over; `result` is what getUpdates gives. */
export interface DoubleEvent {
  event_name: string;
  message?: Record<string, unknown>;
}

export interface Delivery {
  messageId: string | null;
  /** HTTP status of the first webhook call; null when it waits for getUpdates, or nobody was there. */
  status: number | null;
}

export interface ApiCall {
  method: string;
  body: Record<string, unknown>;
}

/** One line of a chat as the person sees it. */
export interface Line {
  from: "user" | "bot";
  text: string;
  /** As it was sent: markdown where it was markdown. */
  raw: string;
}

export interface DeliverOptions {
  /** How often the same event is handed over; default 1. */
  times?: number;
  /** In place of the registered secret; null leaves the header out. */
  secret?: string | null;
}

export interface SayOptions extends DeliverOptions {
  /** Name of a group; the text then calls the bot, else Zalo would not hand it over. */
  group?: string;
}

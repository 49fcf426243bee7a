import type { Channel, ChannelName } from "../../bot/index.ts";

export type Channels = ReadonlyMap<ChannelName, Channel>;

/** The places between the webhook and the delivery; a test ends the process at each of them. */
export type Step =
  | "received"
  | "stored"
  | "claimed"
  | "handled"
  | "committing"
  | "committed"
  | "sending"
  | "delivered"
  | "settled";

/** Told of every step as it is passed. Does nothing in production. */
export type Observe = (step: Step) => void;

/** What the queue needs of the log: stable fields, never a message's text. */
export interface QueueLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface QueueMetrics {
  /** Seconds from the webhook to the commit. */
  handled(channel: string, status: string, seconds: number): void;
  /** Seconds from the commit to the platform's answer. */
  sent(
    channel: string,
    result: "sent" | "retry" | "held" | "blocked" | "undeliverable" | "doubt",
    seconds: number,
  ): void;
}

/** Stable words for the log and the database: a fault's own text may hold a message or a token. */
export function faultCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

export const secondsSince = (time: Date) => Math.max(0, (Date.now() - time.getTime()) / 1000);

import type { ChannelName, Incoming, Reply } from "./message.ts";

/** A webhook call as it came: the body's own bytes, because signatures are over bytes. */
export interface WebhookRequest {
  /** Null when there is none; names are case-insensitive. */
  header(name: string): string | null;
  body: Uint8Array;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One event worth handling. Small and without names of persons: only what `read` needs. */
export interface InboundEvent {
  /** Unique within the channel; the same for every delivery of the same event. */
  eventId: string;
  /** The platform's id of the chat: one line of messages, handled one after the other. */
  conversation: string;
  /** The platform's own order inside a conversation (update_id, milliseconds), 0 when it has none. */
  order: number;
  payload: JsonObject;
  /**
   * An edit: the event of the message that was changed, and the payload that event gets in place of its own as long as
   * nobody has taken it; this event is then done. Otherwise this event is handled with its own payload.
   */
  supersedes?: { eventId: string; payload: JsonObject };
}

export type Received =
  /** Verified. No events: something that concerns nobody (a receipt, an echo). */
  | { kind: "events"; events: InboundEvent[] }
  /** The platform's own check of the address, unsigned: 200 without effect. */
  | { kind: "probe" }
  | { kind: "refused"; status: 400 | 401; reason: string };

/** One message in the form that the channel sends, stored until it is delivered. `text` is what a person reads. */
export type OutgoingPart = JsonObject & { text: string };

export type Sent =
  | { kind: "sent"; messageId: string | null }
  /** Again later. `scope` "channel": the platform asked all of us to wait. `reason` is a stable code, no text. */
  | { kind: "retry"; afterMs: number; scope: "conversation" | "channel"; reason: string }
  /** The person has to write first: kept, and sent when they do. */
  | { kind: "held"; reason: string }
  /** Somebody has to act (reconnect, pay, configure): the channel stops sending, nothing is lost. */
  | { kind: "blocked"; reason: string }
  /** Never possible: the person blocked the bot, the chat is gone. */
  | { kind: "undeliverable"; reason: string };

export interface ChannelStatus {
  channel: ChannelName;
  /** "webhook", "polling" */
  mode: string;
  /** One line each, English, secrets redacted; for `npm run channels -- status`. */
  lines: string[];
  reachable: boolean;
}

/** A messaging platform: it verifies, parses, renders and sends. Knows no database, no queue and no other channel. */
export interface Channel {
  readonly name: ChannelName;
  /** Verifies and parses a webhook call. No I/O: it stands between the platform and its 200. */
  receive(request: WebhookRequest): Received;
  /** In the worker: what `receive` stored, as a message. Null when it is not for us (a group's own talk). */
  read(payload: JsonObject): Promise<Incoming | null>;
  /** Fits a reply into messages within the platform's limits, in the order in which they are sent. Pure. */
  render(reply: Reply, to: Incoming): OutgoingPart[];
  /** What must be sent although nothing is said: a platform that waits for an answer to a pressed button. Pure. */
  acknowledge?(to: Incoming): OutgoingPart[];
  /** Sends one message. Throws when no answer came: then it is in doubt, and is sent again. */
  send(part: OutgoingPart, address: string): Promise<Sent>;
  /** "đang soạn…", for about four seconds. Failing is of no consequence. */
  typing?(to: Pick<Incoming, "conversation" | "topic">): Promise<void>;
  /**
   * Shows what is written so far, until the message itself comes; `id` tells one answer's previews from another's.
   * Failing is of no consequence.
   */
  draft?(text: string, to: Incoming, id: number): Promise<void>;
  /** Takes in new events instead of the webhook, until the signal; `take` resolves when they are stored. */
  poll?(take: (events: InboundEvent[]) => Promise<void>, signal: AbortSignal): Promise<void>;
  status(): Promise<ChannelStatus>;
  /**
   * Keeps an account alive to which nobody writes: called at the worker's start and every hour. Resolves to a stable
   * code of what stands in the way, or null.
   */
  keepFresh?(): Promise<string | null>;
  /** Where the platform has links that carry a code to the bot. */
  inviteLink?(payload: string): Promise<string>;
  setWebhook?(url: string): Promise<string>;
  deleteWebhook?(): Promise<string>;
}

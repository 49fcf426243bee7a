import type { InboundEvent, Json, JsonObject } from "../../channel.ts";
import type { IncomingContent } from "../../message.ts";

type Media = Extract<IncomingContent, { kind: "media" }>["what"];

/** What `receive` stores and `read` reads: no name, no address of a picture, nothing that is not needed. */
export type ZaloOaPayload =
  | { user: string; kind: "text"; text: string }
  | { user: string; kind: "joined" }
  | { user: string; kind: "media"; what: Media };

const MEDIA: Readonly<Record<string, Media>> = {
  user_send_image: "picture",
  user_send_gif: "picture",
  user_send_sticker: "sticker",
  user_send_audio: "voice",
  user_send_video: "video",
  user_send_file: "file",
  user_send_location: "location",
  user_send_business_card: "contact",
  user_send_link: "other",
};

export interface ZaloOaEvent {
  name: string;
  /** Milliseconds since 1970 as the body gives them; null when it does not. */
  timestamp: string | null;
  body: JsonObject;
}

/** Null for every event that is nobody's message to us: receipts, echoes of our own, anonymous visitors, groups. */
export function toInbound(event: ZaloOaEvent): InboundEvent | null {
  const payload = payloadOf(event);
  if (payload === null) return null;
  return {
    eventId: idOf(event, payload.user),
    conversation: payload.user,
    order: orderOf(event.timestamp),
    payload,
  };
}

function payloadOf({ name, body }: ZaloOaEvent): ZaloOaPayload | null {
  if (name === "follow") {
    // The one event without a sender.
    const user = idIn(body.follower);
    return user === null ? null : { user, kind: "joined" };
  }
  const user = idIn(body.sender);
  if (user === null) return null;
  const text = textOf(body.message);
  // A link that was shared with words is those words.
  if (text !== null && (name === "user_send_text" || name === "user_send_link")) return { user, kind: "text", text };
  const what = Object.hasOwn(MEDIA, name) ? MEDIA[name] : undefined;
  return what === undefined ? null : { user, kind: "media", what };
}

/** The account that the event is about, to tell the accounts of one app apart. */
export function accountOf({ name, body }: ZaloOaEvent): string | null {
  return name === "follow" || name === "unfollow" ? asId(body.oa_id) : idIn(body.recipient);
}

/** Events without a message id repeat with the same time. */
function idOf({ name, timestamp, body }: ZaloOaEvent, user: string): string {
  const messageId = isObject(body.message) ? asId(body.message.msg_id) : null;
  return messageId ?? `${name}:${user}:${timestamp ?? ""}`;
}

function orderOf(timestamp: string | null): number {
  const order = Number(timestamp ?? 0);
  return Number.isSafeInteger(order) && order > 0 ? order : 0;
}

function textOf(message: Json | undefined): string | null {
  const text = isObject(message) ? message.text : null;
  return typeof text === "string" && text.trim() !== "" ? text : null;
}

const idIn = (person: Json | undefined) => (isObject(person) ? asId(person.id) : null);

/** Ids are decimal strings beyond what a number holds: one that came as an inexact number would be another person's. */
export function asId(value: Json | undefined): string | null {
  if (typeof value === "string" && value !== "") return value;
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { createHash, timingSafeEqual } from "node:crypto";
import type { Received, WebhookRequest } from "../../channel.ts";
import { parseObject } from "./api.ts";
import { toEvent } from "./events.ts";

const SECRET_HEADER = "X-Bot-Api-Secret-Token";

/** Without a secret nobody is believed: a bot that polls has no webhook. */
export function receive({ header, body }: WebhookRequest, secret: string | null): Received {
  if (secret === null) return { kind: "refused", status: 401, reason: "no_webhook" };
  // Seen once on a real bot, without a content type: a look whether somebody is there.
  if (body.byteLength === 0) return { kind: "probe" };
  if (!sameSecret(header(SECRET_HEADER), secret)) return { kind: "refused", status: 401, reason: "wrong_secret" };
  const parsed = parseObject(decode(body));
  if (parsed === null) return { kind: "refused", status: 400, reason: "not_json" };
  const event = toEvent(parsed);
  return { kind: "events", events: event ? [event] : [] };
}

function decode(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** Hashed first: equal lengths for the comparison, so that not even the length shows in its time. */
function sameSecret(given: string | null, secret: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return given !== null && timingSafeEqual(digest(given), digest(secret));
}

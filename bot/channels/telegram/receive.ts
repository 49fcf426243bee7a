import { createHash, timingSafeEqual } from "node:crypto";
import type { Received, WebhookRequest } from "../../channel.ts";
import { eventsOf } from "./events.ts";

const SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

/** Without a secret nobody is believed: a bot that polls has no webhook. Nothing is parsed before the secret is seen. */
export function receive({ header, body }: WebhookRequest, secret: string | null): Received {
  if (secret === null) return { kind: "refused", status: 401, reason: "no_webhook" };
  if (!sameSecret(header(SECRET_HEADER), secret)) return { kind: "refused", status: 401, reason: "wrong_secret" };
  const update = parse(body);
  if (update === undefined) return { kind: "refused", status: 400, reason: "not_json" };
  const events = eventsOf(update);
  return events === null ? { kind: "refused", status: 400, reason: "no_update" } : { kind: "events", events };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** Hashed first: equal lengths for the comparison, so that not even the length shows in its time. */
function sameSecret(given: string | null, secret: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return given !== null && timingSafeEqual(digest(given), digest(secret));
}

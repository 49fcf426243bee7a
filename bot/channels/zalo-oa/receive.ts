import type { JsonObject, Received, WebhookRequest } from "../../channel.ts";
import { accountOf, asId, isObject, toInbound } from "./events.ts";
import { isSignedBy } from "./signature.ts";

export interface ReceiveOptions {
  appId: string;
  oaSecretKey: string;
  oaId: string | null;
  maxEventAgeMs: number;
  now(): number;
}

const NOTHING: Received = { kind: "events", events: [] };

/** Verifies and parses one webhook call: one event. */
export function receive(options: ReceiveOptions, request: WebhookRequest): Received {
  const body = parse(request.body);
  if (body === "empty") return { kind: "probe" };
  const signature = request.header("x-zevent-signature");
  if (signature === null) return refused(401, "no signature");
  if (body === "broken") return refused(400, "no JSON object");
  const timestamp = asId(body.timestamp);
  if (!isSigned(options, request, { signature, timestamp })) return refused(401, "wrong signature");
  const appId = asId(body.app_id);
  if (appId !== null && appId !== options.appId) return refused(401, "another app");
  return eventsOf(options, body, timestamp);
}

/** The console checks the address with an unsigned `{}` (or nothing) and saves it only after a 200. */
function parse(bytes: Uint8Array): JsonObject | "empty" | "broken" {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
    const value: unknown = text === "" ? {} : JSON.parse(text);
    if (!isObject(value)) return "broken";
    return Object.keys(value).length === 0 ? "empty" : value;
  } catch {
    return "broken";
  }
}

/** The body's own time belongs to the formula; some projects read a header, whose existence is not proven. */
function isSigned(
  { appId, oaSecretKey }: ReceiveOptions,
  request: WebhookRequest,
  { signature, timestamp }: { signature: string; timestamp: string | null },
): boolean {
  const times = [timestamp, request.header("x-zevent-timestamp")?.trim()];
  return times.some(
    (time) => time != null && isSignedBy(signature, { appId, body: request.body, timestamp: time, oaSecretKey }),
  );
}

function eventsOf(options: ReceiveOptions, body: JsonObject, timestamp: string | null): Received {
  const event = { name: typeof body.event_name === "string" ? body.event_name : "", timestamp, body };
  const account = accountOf(event);
  const isOurs = options.oaId === null || account === null || account === options.oaId;
  // 200 for an old event, not 401: refusing what is rightly signed makes the platform switch the webhook off.
  if (!isOurs || isOld(options, timestamp)) return NOTHING;
  const inbound = toInbound(event);
  return inbound === null ? NOTHING : { kind: "events", events: [inbound] };
}

function isOld({ now, maxEventAgeMs }: ReceiveOptions, timestamp: string | null): boolean {
  const time = Number(timestamp ?? Number.NaN);
  return Number.isFinite(time) && now() - time > maxEventAgeMs;
}

function refused(status: 400 | 401, reason: string): Received {
  return { kind: "refused", status, reason };
}

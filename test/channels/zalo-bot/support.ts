import { readFileSync } from "node:fs";
import type { Channel, JsonObject, Received, WebhookRequest } from "../../../bot/channel.ts";
import { createZaloBot, type ZaloBotOptions } from "../../../bot/channels/zalo-bot/index.ts";
import type { ZaloBotDouble } from "../../support/platforms/zalo-bot/index.ts";

export const SECRET = "made-up-secret-of-a-test";
export const TOKEN = "1234567890:double-token-of-nobody";

/** A recorded payload, cleaned: made-up ids, names and addresses. */
export function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`../../fixtures/zalo-bot/${name}.json`, import.meta.url), "utf8"));
}

export function zaloBot(options: Partial<ZaloBotOptions> = {}): Channel {
  return createZaloBot({ token: TOKEN, webhookSecret: SECRET, mode: "webhook", ...options });
}

/** The channel as it talks to the double. */
export function connected(double: ZaloBotDouble, options: Partial<ZaloBotOptions> = {}): Channel {
  return zaloBot({ token: double.token, apiRoot: double.apiRoot, ...options });
}

export function request(body: string | Uint8Array, secret: string | null = SECRET): WebhookRequest {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const header = (name: string) => (name.toLowerCase() === "x-bot-api-secret-token" ? secret : null);
  return { header, body: bytes };
}

export function received(channel: Channel, payload: unknown): Received {
  return channel.receive(request(JSON.stringify(payload)));
}

/** What the worker gets to see of a recorded payload; null when nothing was stored. */
export async function readFixture(name: string, channel: Channel = zaloBot()) {
  const outcome = received(channel, fixture(name));
  if (outcome.kind !== "events") throw new Error(`${name} was not taken: ${outcome.kind}`);
  const [event] = outcome.events;
  return event ? channel.read(event.payload) : null;
}

import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { expect } from "vitest";
import type { Channel, InboundEvent, JsonObject, WebhookRequest } from "../../../bot/channel.ts";
import { createTelegram } from "../../../bot/channels/telegram/channel.ts";
import type { TelegramOptions } from "../../../bot/channels/telegram/options.ts";
import type { Incoming } from "../../../bot/index.ts";
import type { TelegramDouble } from "../../support/platforms/telegram/index.ts";

export const SECRET = "made-up-secret-of-a-test";
export const TOKEN = "700000001:double-of-telegram";
export const ANSWER = "6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f506";

/** The bot of the fixtures. */
export const botInfo = {
  id: 700000001,
  is_bot: true,
  first_name: "Trích Dẫn (thử)",
  username: "TrichDanThuBot",
  can_join_groups: true,
  can_read_all_group_messages: true,
} as NonNullable<TelegramOptions["botInfo"]>;

/** A recorded update, cleaned: made-up ids and names. */
export function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`../../fixtures/telegram/${name}.json`, import.meta.url), "utf8"));
}

/** Without a network: whatever it calls, nobody listens there. */
export function telegram(options: Partial<TelegramOptions> = {}): Channel {
  const fetch = () => Promise.reject(new TypeError("fetch failed"));
  return createTelegram({ token: TOKEN, webhookSecret: SECRET, mode: "webhook", botInfo, fetch, ...options });
}

/** The channel as it talks to the double. */
export function connected(double: TelegramDouble, options: Partial<TelegramOptions> = {}): Channel {
  const { token, apiRoot } = double;
  return createTelegram({ token, webhookSecret: SECRET, mode: "webhook", apiRoot, timeoutSeconds: 5, ...options });
}

export function request(body: string | Uint8Array, secret: string | null = SECRET): WebhookRequest {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const header = (name: string) => (name.toLowerCase() === "x-telegram-bot-api-secret-token" ? secret : null);
  return { header, body: bytes };
}

export function eventsOf(channel: Channel, update: unknown): InboundEvent[] {
  const received = channel.receive(request(JSON.stringify(update)));
  if (received.kind !== "events") throw new Error(`not taken: ${received.kind}`);
  return received.events;
}

/** What the worker makes of a recorded update, through the journal's JSON; undefined when nothing was stored. */
export async function readFixture(name: string, channel: Channel = telegram()): Promise<Incoming | null | undefined> {
  const [event] = eventsOf(channel, fixture(name));
  return event && channel.read(JSON.parse(JSON.stringify(event.payload)));
}

/** Runs it, and makes sure that the error shows neither token nor secret, however it is printed. */
export async function errorOf(run: () => unknown, secrets = [TOKEN, SECRET]): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    const all = inspect(error, { depth: 20, showHidden: true, getters: true }) + (error as Error).stack;
    for (const secret of secrets) expect(all).not.toContain(secret);
    return error;
  }
  throw new Error("nothing was thrown");
}

export const incoming = (extra: Partial<Incoming> = {}): Incoming => ({
  channel: "telegram",
  conversation: "501000001",
  sender: "501000001",
  setting: "private",
  content: { kind: "text", text: "Sở Tài chính phải làm gì?" },
  reference: JSON.stringify({ messageId: 11 }),
  ...extra,
});

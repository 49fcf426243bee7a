/** Telegram over loopback: the Bot API with its rules, and the people who write to the bot. */

import { createFaults, type Faults } from "./faults.ts";
import type { Press } from "./methods.ts";
import { createGroup, createUser, type TelegramGroup, type TelegramUser } from "./people.ts";
import { type Call, startApiServer } from "./server.ts";
import { printed, type Shown, shown } from "./transcript.ts";
import { createUpdates, type Delivery, type Update } from "./updates.ts";
import { createWorld } from "./world.ts";

export { type Fault, type Faults, serverError, tooManyRequests } from "./faults.ts";
export { parseTelegramHtml } from "./html.ts";
export type { Pressed, TelegramGroup, TelegramUser, WriteOptions, Written } from "./people.ts";
export type { Call } from "./server.ts";
export type { Shown } from "./transcript.ts";
export type { Delivery, Update } from "./updates.ts";

export interface TelegramDoubleOptions {
  token?: string;
  username?: string;
  /** 0 takes any free one. */
  port?: number;
  /** Milliseconds before the second, third… delivery of an update that was not acknowledged; the last one repeats. */
  redelivery?: readonly number[];
  /** So long it waits for the webhook's answer. */
  webhookTimeoutMs?: number;
}

export interface TelegramDouble {
  /** For TELEGRAM_API_ROOT. */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: { id: number; username: string };
  readonly faults: Faults;
  /** Every call of the Bot API, in the order of arrival. */
  readonly calls: readonly Call[];
  /** Every attempt at the webhook. */
  readonly deliveries: readonly Delivery[];
  user(name: string): TelegramUser;
  group(title: string): TelegramGroup;
  /** What is seen in a chat: of a user `user.chat`, of a group `group.id`. */
  transcript(chat: number): Shown[];
  /** The texts of the bot's messages in a chat. */
  said(chat: number): string[];
  /** The chat as it looks on the phone, for a demo. */
  print(chat: number): string;
  /** How often "đang soạn…" was shown in a chat. */
  typing(chat: number): number;
  /** Previews that were shown in a chat, in their order. */
  drafts(chat: number): string[];
  /** The menu of commands. */
  commands(): { command: string; description: string }[];
  /** How many updates nobody has acknowledged yet. */
  pending(): number;
  /** They themselves, oldest first. */
  pendingUpdates(): Update[];
  /** Resolves with the first truthy value; looks again whenever something has happened. */
  until<T>(look: () => T | null | undefined | false, timeoutMs?: number): Promise<T>;
  /** Delivers an update to the webhook once more, whatever became of it; its status. */
  redeliver(updateId: number): Promise<number | null>;
  /** Delivers anything to the webhook, with other headers in place of the secret when given. */
  deliver(update: Update, headers?: Record<string, string>): Promise<number | null>;
  close(): Promise<void>;
}

const REDELIVERY = [1_000, 2_000, 5_000, 10_000, 30_000];
const UNTIL_MS = 30_000;

export async function startTelegramDouble(options: TelegramDoubleOptions = {}): Promise<TelegramDouble> {
  const { token = "700000001:double-of-telegram", username = "TrichDanThuBot", port = 0 } = options;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const world = createWorld();
  const updates = createUpdates({
    redelivery: options.redelivery ?? REDELIVERY,
    webhookTimeoutMs: options.webhookTimeoutMs ?? 60_000,
    changed,
  });
  const me = { id: Number(token.split(":")[0]), username };
  const presses = new Map<string, Press>();
  const commands: { command: string; description: string }[] = [];
  const calls: Call[] = [];
  const faults = createFaults();
  const context = { world, updates, me, presses, commands };
  const server = await startApiServer({ token, port, context, faults, calls, changed });
  let lastPress = 4_382_000_000_000_000;
  const newPressId = () => {
    lastPress += 1;
    return String(lastPress);
  };
  const people = { ...context, changed, newPressId };
  const chatOf = (id: number) => world.chat(id);
  return {
    apiRoot: server.root,
    token,
    bot: me,
    faults,
    calls,
    deliveries: updates.deliveries,
    user: (name) => createUser(people, name),
    group: (title) => createGroup(people, title),
    transcript: (chat) => shown(chatOf(chat)),
    said: (chat) =>
      world
        .messages(chatOf(chat))
        .filter(({ from }) => from === null)
        .map(({ text }) => text),
    print: (chat) => printed(chatOf(chat)),
    typing: (chat) => chatOf(chat).typing,
    drafts: (chat) => [...chatOf(chat).drafts],
    commands: () => [...commands],
    pending: () => updates.pending().length,
    pendingUpdates: () => updates.pending(),
    until: (look, timeoutMs = UNTIL_MS) => until(listeners, look, timeoutMs),
    redeliver: async (updateId) => {
      const update = updates.known(updateId);
      if (!update) throw new Error(`no update ${updateId}`);
      return updates.deliver(update);
    },
    deliver: (update, headers) => updates.deliver(update, headers),
    close: async () => {
      updates.close();
      await server.close();
    },
  };
}

function until<T>(listeners: Set<() => void>, look: () => T | null | undefined | false, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      listeners.delete(check);
      clearTimeout(timer);
    };
    const check = () => {
      try {
        const value = look();
        if (!value) return;
        end();
        resolve(value);
      } catch (error) {
        end();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`did not happen within ${timeoutMs} ms: ${look}`));
    }, timeoutMs);
    listeners.add(check);
    check();
  });
}

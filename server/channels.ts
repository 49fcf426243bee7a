import {
  type Channel,
  type ChannelName,
  createTelegram,
  createZaloBot,
  createZaloOa,
  type TokenStore,
} from "../bot/index.ts";
import type { Config } from "./config.ts";

export interface ChannelsDependencies {
  tokens: TokenStore;
  fetch: typeof fetch;
  /** Faults that a channel lives through, for the log of operations. */
  report(channel: ChannelName, error: unknown): void;
}

/** Every platform that is configured. Throws when an option of one cannot be. */
export function createChannels(config: Config, { tokens, fetch, report }: ChannelsDependencies): Channel[] {
  const { telegram, zaloOa, zaloBot } = config;
  return [
    ...(telegram === null
      ? []
      : [createTelegram({ ...telegram, fetch, report: (error) => report("telegram", error) })]),
    ...(zaloOa === null ? [] : [createZaloOa({ ...zaloOa, oaSecretKey: zaloOa.secretKey, tokens, fetch })]),
    ...(zaloBot === null ? [] : [createZaloBot({ ...zaloBot, fetch, report: (error) => report("zalo-bot", error) })]),
  ];
}

import type { Api } from "grammy";
import type { UserFromGetMe } from "grammy/types";
import { callFailed } from "./api.ts";
import type { TelegramOptions } from "./options.ts";

export type WhoAmI = () => Promise<UserFromGetMe>;

interface WhoAmIDependencies {
  options: TelegramOptions;
  api: Api;
  hide(text: string): string;
}

/**
 * Who the bot is, asked once. Not grammY's `bot.init()`, which tries for ever when the network is down: the worker's
 * own retry has a limit.
 */
export function createWhoAmI({ options, api, hide }: WhoAmIDependencies): WhoAmI {
  let asked: Promise<UserFromGetMe> | null = null;
  const ask = async () => {
    try {
      return await api.getMe();
    } catch (error) {
      asked = null;
      throw callFailed("getMe", error, hide);
    }
  };
  return () => {
    asked ??= options.botInfo ? Promise.resolve(options.botInfo) : ask();
    return asked;
  };
}

import type { UserFromGetMe } from "grammy/types";
import { AppError } from "../../../retrieval/index.ts";

export interface TelegramOptions {
  /** "123456789:AA…" as BotFather gave it. It stands in every address of the API: never log one. */
  token: string;
  /** 1 to 256 of A-Z a-z 0-9 _ - that Telegram shows with each webhook call; null when polling. */
  webhookSecret: string | null;
  mode: "webhook" | "polling";
  /** Default https://api.telegram.org */
  apiRoot?: string;
  /** Shows the sentences of an answer while a model writes it, in private chats (Bot API 9.5). Default false. */
  drafts?: boolean;
  /** Spares the one `getMe` that is otherwise made when the first message is read. */
  botInfo?: UserFromGetMe;
  /** How long one call may take before its fate counts as unknown. Default 20. */
  timeoutSeconds?: number;
  /** How long one `getUpdates` waits for an update. Default 30. */
  pollSeconds?: number;
  /** Told about faults that are lived through, for the log. */
  report?: (error: unknown) => void;
  fetch?: typeof fetch;
  /** Resolves after the time, or at once when the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const DEFAULT_API_ROOT = "https://api.telegram.org";

/** @throws AppError `telegram.invalid_options` that lists all faults; it shows neither token nor secret. */
export function checkOptions(options: TelegramOptions): void {
  const { token, webhookSecret, mode, apiRoot } = options;
  const faults: string[] = [];
  if (!/^\d+:[\w-]+$/.test(token)) faults.push("the token must look like 123456789:AA…, as BotFather gave it");
  if (mode === "webhook" && webhookSecret === null) {
    faults.push("a webhook needs a secret, or everybody who knows its address could write to the bot");
  }
  if (webhookSecret !== null && !/^[\w-]{1,256}$/.test(webhookSecret)) {
    faults.push("the webhook's secret must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -");
  }
  if (apiRoot !== undefined && !isApiRoot(apiRoot)) {
    faults.push("the API's address must be https://HOST (http only on this machine), without a query");
  }
  const { timeoutSeconds = 1, pollSeconds = 1 } = options;
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 300)) faults.push("one call must take 300 seconds at most");
  if (!Number.isInteger(pollSeconds) || pollSeconds < 1 || pollSeconds > 60) {
    faults.push("one poll must wait 1 to 60 whole seconds");
  }
  if (faults.length === 0) return;
  throw new AppError({ code: "telegram.invalid_options", message: `Telegram: ${faults.join("; ")}.` });
}

/** The token is a part of each address: over plain http it would be read on the way. */
function isApiRoot(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  const allowed = protocol === "https:" || (protocol === "http:" && isThisMachine(hostname));
  return allowed && search + hash + username === "";
}

export const isThisMachine = (hostname: string) => ["127.0.0.1", "[::1]", "localhost"].includes(hostname);

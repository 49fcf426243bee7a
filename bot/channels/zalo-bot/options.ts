import { AppError } from "../../../retrieval/index.ts";

export interface ZaloBotOptions {
  /** "1234567890:secret" as Zalo Bot Manager sends it. It stands in every address of the API: never log one. */
  token: string;
  /** 8 to 256 characters that Zalo repeats in each webhook call; null when polling. */
  webhookSecret: string | null;
  mode: "webhook" | "polling";
  /** Default https://bot-api.zaloplatforms.com; the older host is https://bot-api.zapps.me. */
  apiRoot?: string;
  /** Sends answers in the markdown that was seen to work; false sends plain text only. Default true. */
  markdown?: boolean;
  /** How long one `getUpdates` waits for an event. Default 30. */
  pollSeconds?: number;
  /** Told about faults that polling lives through, for the log. */
  report?: (error: unknown) => void;
  fetch?: typeof fetch;
  /** Milliseconds; only differences count. */
  clock?: () => number;
  /** Resolves after the time, or at once when the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const DEFAULT_API_ROOT = "https://bot-api.zaloplatforms.com";

/** @throws AppError `zalo_bot.invalid_options` that lists all faults; it shows neither token nor secret. */
export function checkOptions({ token, webhookSecret, mode, apiRoot, pollSeconds }: ZaloBotOptions): void {
  const faults: string[] = [];
  if (!/^[^\s:/?#%]+:[^\s/?#%]+$/.test(token)) faults.push("the token must look like 1234567890:secret");
  if (mode === "webhook" && webhookSecret === null) {
    faults.push("a webhook needs a secret, or everybody who knows its address could write to the bot");
  }
  if (webhookSecret !== null && !/^[\x21-\x7e]{8,256}$/.test(webhookSecret)) {
    faults.push("the webhook's secret must have 8 to 256 characters, ASCII without blanks");
  }
  if (apiRoot !== undefined && !isApiRoot(apiRoot)) {
    faults.push("the API's address must be https://HOST (http only on this machine), without a query");
  }
  if (pollSeconds !== undefined && !(pollSeconds >= 1 && pollSeconds <= 60)) {
    faults.push("one poll must wait 1 to 60 seconds");
  }
  if (faults.length === 0) return;
  throw new AppError({ code: "zalo_bot.invalid_options", message: `Zalo bot: ${faults.join("; ")}.` });
}

/** The token is a part of each address: over plain http it would be read on the way. */
function isApiRoot(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  const local = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  return (protocol === "https:" || (protocol === "http:" && local)) && search + hash + username === "";
}

import { AppError, isAppError } from "../../../retrieval/index.ts";
import type { ChannelStatus, JsonObject } from "../../channel.ts";
import { type ApiAnswer, isObject, refusedError, type ZaloBotApi } from "./api.ts";
import type { ZaloBotOptions } from "./options.ts";

export interface RegistrationDependencies {
  api: ZaloBotApi;
  mode: ZaloBotOptions["mode"];
  webhookSecret: string | null;
}

/** Says what the platform knows of the bot; never the token, never the secret. */
export async function status({ api, mode }: RegistrationDependencies): Promise<ChannelStatus> {
  const [bot, webhook] = await Promise.all([ask(api, "getMe"), ask(api, "getWebhookInfo")]);
  const lines = [
    bot.object ? `bot: ${accountOf(bot.object)}` : `bot: ${bot.fault}`,
    webhookLine(webhook, mode),
    "plan: Basic has 50 users and 3,000 messages a month; Zalo does not tell what is left of them",
  ];
  return { channel: "zalo-bot", mode, lines, reachable: bot.object !== null };
}

interface Asked {
  object: JsonObject | null;
  code: number;
  fault: string;
}

async function ask(api: ZaloBotApi, method: string): Promise<Asked> {
  try {
    const answer = await api.call(method, {});
    if (answer.ok) return { object: isObject(answer.result) ? answer.result : {}, code: 200, fault: "" };
    return { object: null, code: answer.code, fault: refusedError(method, answer).message };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { object: null, code: 0, fault: error.message };
  }
}

function accountOf(bot: JsonObject): string {
  const name = words(bot.display_name) ?? words(bot.account_name) ?? "(no name)";
  const type = words(bot.account_type) ?? "unknown";
  return `${name}, account type ${type}, groups ${bot.can_join_groups === true ? "allowed" : "not allowed"}`;
}

function webhookLine({ object, code, fault }: Asked, mode: string): string {
  const url = object === null ? null : words(object.url);
  // A bot that has no webhook is answered 404, or with an empty address after deleteWebhook.
  if (code !== 404 && object === null) return `webhook: ${fault}`;
  if (url === null) {
    return mode === "webhook" ? "webhook: none. Run: npm run channels -- set-webhook" : "webhook: none, as it must be";
  }
  return mode === "webhook"
    ? `webhook: ${url}`
    : `webhook: ${url}. Polling stays silent while it is registered; it is removed when polling starts`;
}

/** @throws AppError `zalo_bot.no_secret`, `zalo_bot.refused`, `zalo_bot.token_refused`, `zalo_bot.no_answer` */
export async function setWebhook({ api, webhookSecret }: RegistrationDependencies, url: string): Promise<string> {
  if (webhookSecret === null) {
    throw new AppError({
      code: "zalo_bot.no_secret",
      message: "Set ZALO_BOT_WEBHOOK_SECRET (8 to 256 characters) and ZALO_BOT_MODE=webhook before registering.",
    });
  }
  const result = accepted("setWebhook", await api.call("setWebhook", { url, secret_token: webhookSecret }));
  return `Zalo stored ${words(result.url) ?? url}. ${verificationOf(result)}`;
}

/** Zalo stores the address even when its own check of it failed. */
function verificationOf({ verification }: JsonObject): string {
  if (!isObject(verification)) return "It did not say whether it reached it.";
  const outcome = [words(verification.outcome), words(verification.hint)].filter(Boolean).join(", ");
  return verification.ok === true
    ? `It reached it (${outcome}).`
    : `It did NOT reach it (${outcome}): start the server under that address and register again.`;
}

export async function deleteWebhook({ api }: RegistrationDependencies): Promise<string> {
  const answer = await api.call("deleteWebhook", {});
  if (!answer.ok && answer.code === 404) return "There was no webhook.";
  accepted("deleteWebhook", answer);
  return "The webhook is removed.";
}

/** What people may write behind "@"; nothing when Zalo does not say. */
export async function namesOf(api: ZaloBotApi): Promise<string[]> {
  const bot = accepted("getMe", await api.call("getMe", {}));
  return [bot.display_name, bot.account_name].map(words).filter((name) => name !== null);
}

function accepted(method: string, answer: ApiAnswer): JsonObject {
  if (!answer.ok) throw refusedError(method, answer);
  return isObject(answer.result) ? answer.result : {};
}

const words = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

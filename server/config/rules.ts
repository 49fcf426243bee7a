import { isLoopback } from "./addresses.ts";
import type { Values } from "./types.ts";

/** What could be read; a setting with a fault of its own is absent, and no rule judges it a second time. */
type Readable = Partial<Values>;

/** The faults that no setting has alone, each in one sentence that says the repair. */
export function crossFaults(values: Readable): string[] {
  return [secretKey, openChat, publicUrl, telegramSecret, zaloOaSecrets, zaloBotSecret].flatMap((rule) => rule(values));
}

const isSet = (value: string | null | undefined) => typeof value === "string";

type Reach = Pick<Readable, "host" | "publicUrl">;

const listensBeyond = ({ host }: Reach) => host !== undefined && !isLoopback(host);

/** A proxy that hands the platforms' calls to this server hands it everybody's; a loopback address serves test doubles. */
const isPublished = ({ publicUrl }: Reach) => typeof publicUrl === "string" && !isLoopback(new URL(publicUrl).hostname);

/** As the README of the setting says: everybody on this machine, but nobody unknown from another one. */
export const webChatOf = ({ webChat, ...reach }: Pick<Values, "host" | "publicUrl" | "webChat">) =>
  webChat ?? (listensBeyond(reach) || isPublished(reach) ? "enrolled" : "open");

function secretKey(values: Readable): string[] {
  if (values.secretKey !== null) return [];
  const reasons = [
    ...(listensBeyond(values)
      ? [`HOST=${values.host} is not a loopback address, so that only enrolled persons may be answered`]
      : []),
    ...(values.webChat === "enrolled" ? ["WEB_CHAT=enrolled knows its persons by it"] : []),
    ...(values.webChat === null && isPublished(values) && !listensBeyond(values)
      ? [
          `PUBLIC_URL=${values.publicUrl} publishes the pages, which then know their persons by it (or set WEB_CHAT=off)`,
        ]
      : []),
    ...channelsOf(values).map(({ token }) => `${token} is set, and persons and tokens are stored under it`),
  ];
  if (reasons.length === 0) return [];
  return [`SECRET_KEY must be set (at least 32 characters; openssl rand -hex 32 makes one): ${reasons.join("; ")}`];
}

function openChat(values: Readable): string[] {
  if (values.webChat !== "open") return [];
  const repair = "set WEB_CHAT to enrolled or off, or";
  if (listensBeyond(values)) {
    return [
      `WEB_CHAT=open with HOST=${values.host} would let everybody who can reach the port read every document and ask ` +
        `anything; ${repair} keep HOST on a loopback address`,
    ];
  }
  if (!isPublished(values)) return [];
  return [
    `WEB_CHAT=open with PUBLIC_URL=${values.publicUrl} would let everybody on the Internet read every document and ask ` +
      `anything, since what stands before this server for the webhooks hands it every address; ${repair} leave PUBLIC_URL away`,
  ];
}

function publicUrl(values: Readable): string[] {
  const called = channelsOf(values).filter(({ mode }) => mode === "webhook");
  if (values.publicUrl !== null || called.length === 0) return [];
  const names = called.map(({ name }) => name).join(", ");
  return [`PUBLIC_URL must be set: ${names} in webhook mode must reach this server from outside`];
}

function telegramSecret(values: Readable): string[] {
  const { telegramBotToken, telegramMode, telegramWebhookSecret } = values;
  if (!isSet(telegramBotToken) || telegramMode !== "webhook" || telegramWebhookSecret !== null) return [];
  return ["TELEGRAM_WEBHOOK_SECRET must be set in webhook mode, or anybody could write in an official's name"];
}

function zaloBotSecret(values: Readable): string[] {
  const { zaloBotToken, zaloBotMode, zaloBotWebhookSecret } = values;
  if (!isSet(zaloBotToken) || zaloBotMode !== "webhook" || zaloBotWebhookSecret !== null) return [];
  return ["ZALO_BOT_WEBHOOK_SECRET must be set in webhook mode, or anybody could write in an official's name"];
}

function zaloOaSecrets({ zaloOaAppId, zaloOaAppSecret, zaloOaSecretKey }: Readable): string[] {
  if (!isSet(zaloOaAppId)) return [];
  return [
    ...(zaloOaAppSecret === null
      ? ["ZALO_OA_APP_SECRET must be set with ZALO_OA_APP_ID: it gets the access tokens"]
      : []),
    ...(zaloOaSecretKey === null
      ? ["ZALO_OA_SECRET_KEY must be set with ZALO_OA_APP_ID: it checks the signatures"]
      : []),
  ];
}

/** The channels that are switched on. An Official Account knows no polling. */
function channelsOf(values: Readable) {
  return [
    { name: "Telegram", token: "TELEGRAM_BOT_TOKEN", value: values.telegramBotToken, mode: values.telegramMode },
    { name: "Zalo Official Account", token: "ZALO_OA_APP_ID", value: values.zaloOaAppId, mode: "webhook" },
    { name: "Zalo Bot", token: "ZALO_BOT_TOKEN", value: values.zaloBotToken, mode: values.zaloBotMode },
  ].filter(({ value }) => isSet(value));
}

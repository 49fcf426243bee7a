import type { Api } from "grammy";
import { AppError, isAppError } from "../../../retrieval/index.ts";
import type { ChannelStatus } from "../../channel.ts";
import { callFailed } from "./api.ts";
import { ALLOWED_UPDATES, COMMANDS } from "./commands.ts";
import { isThisMachine, type TelegramOptions } from "./options.ts";

export interface AdminDependencies {
  options: TelegramOptions;
  api: Api;
  hide(text: string): string;
}

/** Telegram's own default; the acknowledgement is one insert, so more would only wait for the database. */
const MAX_CONNECTIONS = 40;

/** Who the bot is and what is registered for it. */
export async function status(dependencies: AdminDependencies): Promise<ChannelStatus> {
  const { mode } = dependencies.options;
  try {
    const lines = await describe(dependencies);
    return { channel: "telegram", mode, lines, reachable: true };
  } catch (error) {
    const line = isAppError(error) ? error.message : "failed for an unknown reason";
    return { channel: "telegram", mode, lines: [`not reachable: ${line}`], reachable: false };
  }
}

async function describe(dependencies: AdminDependencies): Promise<string[]> {
  const { options, api, hide } = dependencies;
  const me = await call(dependencies, "getMe", () => api.getMe());
  const hook = await call(dependencies, "getWebhookInfo", () => api.getWebhookInfo());
  const url = hook.url ?? "";
  const isSet = url !== "";
  return [
    `bot: @${me.username} (id ${me.id})`,
    `groups: ${me.can_join_groups ? "may be added" : "may not be added"}; ${
      me.can_read_all_group_messages ? "reads all messages (privacy mode is off)" : "sees only what is meant for it"
    }`,
    `webhook: ${isSet ? shownAddress(url) : "none"}`,
    ...(isSet === (options.mode === "webhook") ? [] : [mismatch(isSet)]),
    `secret token: ${options.webhookSecret === null ? "not set" : "set"}`,
    `pending updates: ${hook.pending_update_count}`,
    ...(isSet ? [`allowed updates: ${(hook.allowed_updates ?? ["Telegram's default"]).join(", ")}`] : []),
    ...(hook.last_error_message === undefined
      ? []
      : [`last error: ${isoTime(hook.last_error_date)} ${hook.last_error_message}`]),
  ].map(hide);
}

function mismatch(isSet: boolean): string {
  return isSet
    ? "warning: polling is configured while a webhook is set; polling removes it when it starts"
    : "warning: no webhook is set, so no message arrives; run `npm run channels -- set-webhook`";
}

/** Somebody else's webhook may carry a secret in its path or its query; ours does not. */
function shownAddress(url: string): string {
  if (!URL.canParse(url)) return "(not an address)";
  const { origin, pathname, search } = new URL(url);
  return `${origin}${pathname.startsWith("/webhooks/") ? pathname : "/…"}${search === "" ? "" : "?…"}`;
}

const isoTime = (seconds: number | undefined) =>
  seconds === undefined ? "" : new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");

export async function setWebhook(dependencies: AdminDependencies, url: string): Promise<string> {
  const { options, api } = dependencies;
  const { webhookSecret, mode } = options;
  if (mode !== "webhook" || webhookSecret === null) {
    throw new AppError({
      code: "telegram.polling_mode",
      message: "TELEGRAM_MODE is polling: set it to webhook, with a TELEGRAM_WEBHOOK_SECRET, before a webhook is set.",
    });
  }
  if (!isAddress(url)) {
    throw new AppError({
      code: "telegram.webhook_address",
      message: "Telegram calls https addresses on the ports 443, 80, 88 and 8443 only. Set PUBLIC_URL to one.",
    });
  }
  await call(dependencies, "setWebhook", () =>
    api.setWebhook(url, {
      secret_token: webhookSecret,
      allowed_updates: ALLOWED_UPDATES,
      max_connections: MAX_CONNECTIONS,
    }),
  );
  await call(dependencies, "setMyCommands", () => api.setMyCommands(COMMANDS));
  return `the webhook is ${shownAddress(url)}; the menu of commands is set.`;
}

/** A Bot API server on this machine takes any address; Telegram's own says which ports it calls. */
function isAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port } = new URL(url);
  return isThisMachine(hostname) || (protocol === "https:" && ["", "443", "80", "88", "8443"].includes(port));
}

export async function deleteWebhook(dependencies: AdminDependencies): Promise<string> {
  // Waiting updates stay: they arrive by the next webhook or by polling.
  await call(dependencies, "deleteWebhook", () => dependencies.api.deleteWebhook());
  return "no webhook is set any more; messages wait at Telegram for up to 24 hours.";
}

async function call<T>({ hide }: AdminDependencies, method: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw callFailed(method, error, hide);
  }
}

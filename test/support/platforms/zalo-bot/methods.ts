import type { Reply } from "../faults.ts";
import type { Chats } from "./chats.ts";
import { refusalOf } from "./text.ts";
import type { ZaloBotDoubleOptions } from "./types.ts";
import type { Updates } from "./updates.ts";
import type { Webhook } from "./webhook.ts";

export interface MethodContext {
  options: ZaloBotDoubleOptions;
  chats: Chats;
  updates: Updates;
  webhook: Webhook;
  /** Messages sent this month. */
  quota: { sent: number };
}

export interface MethodCall {
  method: string;
  body: Record<string, unknown>;
  /** The caller hung up. */
  gone: AbortSignal;
}

/** Names are case-sensitive; an unknown one is 400, "bad path or API name". */
export async function perform(context: MethodContext, call: MethodCall): Promise<Reply> {
  const { body } = call;
  switch (call.method) {
    case "getMe":
      return result({ id: "1234567890", account_name: "bot.trichdan", account_type: "BASIC", can_join_groups: false });
    case "getUpdates":
      return getUpdates(context, call);
    case "setWebhook":
      return setWebhook(context, body);
    case "deleteWebhook":
      context.webhook.registered = null;
      return result({ url: "", updated_at: Date.now() });
    case "getWebhookInfo": {
      const url = context.webhook.registered?.url;
      return url === undefined ? refuse(context, 404, "Not Found") : result({ url, updated_at: Date.now() });
    }
    case "sendMessage":
      return sendMessage(context, body);
    case "sendChatAction":
      return body.action === "typing" ? { status: 200, body: { ok: true } } : refuse(context, 400, "Bad Request");
    default:
      return refuse(context, 400, "Bad Request");
  }
}

function sendMessage(context: MethodContext, body: Record<string, unknown>): Reply {
  const { chats, quota, options } = context;
  const chat = String(body.chat_id ?? "");
  const refusal = refusalOf(body);
  if (refusal !== null) return refuse(context, 400, refusal);
  if (!chats.knows(chat)) return refuse(context, 404, "Not Found");
  if (quota.sent >= (options.monthlyMessages ?? 3_000)) return refuse(context, 429, "Quota exceeded");
  quota.sent += 1;
  return result({ message_id: chats.said(chat, String(body.text), body.parse_mode), date: Date.now() });
}

/** With a webhook registered there is silence: no error that would tell why. */
async function getUpdates({ options, updates, webhook }: MethodContext, { body, gone }: MethodCall): Promise<Reply> {
  const asked = Number(body.timeout ?? 30) * 1_000;
  const withinMs = Math.min(asked, options.longestPollMs ?? asked);
  const event = webhook.registered ? await silence(withinMs, gone) : await updates.take(withinMs, gone);
  if (event) return result(event);
  const status = options.idle === "http-200" ? 200 : 408;
  return { status, body: { ok: false, error_code: 408, description: "Request Timeout" } };
}

function silence(withinMs: number, gone: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), withinMs);
    gone.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(null);
    });
  });
}

async function setWebhook(
  context: MethodContext,
  { url, secret_token: secret }: Record<string, unknown>,
): Promise<Reply> {
  if (typeof url !== "string" || !URL.canParse(url)) return refuse(context, 400, "Bad Request: url");
  if (typeof secret !== "string" || secret.length < 8 || secret.length > 256) {
    return refuse(context, 400, "Bad Request: secret_token");
  }
  if (context.options.publicWebhooksOnly && !isPublic(url)) return refuse(context, 400, "Bad Request: url not allowed");
  // Stored also when the look at it fails.
  context.webhook.registered = { url, secret };
  const ok = await context.webhook.probe({ url, secret });
  const verification = ok
    ? { ok, outcome: "webhook.ok" }
    : { ok, outcome: "webhook.unreachable", hint: "check the address" };
  return result({ url, updated_at: Date.now(), verification });
}

function isPublic(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" && !/^(localhost|127\.|10\.|192\.168\.|\[)/.test(hostname);
}

const result = (value: object): Reply => ({ status: 200, body: { ok: true, result: value } });

export function refuse({ options }: Pick<MethodContext, "options">, code: number, description: string): Reply {
  const status = options.refusals === "http-200" ? 200 : code;
  return { status, body: { ok: false, error_code: code, description } };
}

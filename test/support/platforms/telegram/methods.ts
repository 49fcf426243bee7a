import { parseTelegramHtml } from "./html.ts";
import { BotApiRefusal, badRequest } from "./refusal.ts";
import type { Updates } from "./updates.ts";
import type { Button, Chat, Person, World } from "./world.ts";

export type Payload = Readonly<Record<string, unknown>>;

export interface Press {
  id: string;
  by: Person;
  chat: Chat;
  acknowledged(text: string): void;
}

export interface MethodsContext {
  world: World;
  updates: Updates;
  me: { id: number; username: string };
  /** Presses whose spinner turns. */
  presses: Map<string, Press>;
  commands: { command: string; description: string }[];
  /** Aborted when the caller hangs up. */
  closed: AbortSignal;
}

type Method = (payload: Payload, context: MethodsContext) => unknown;

/** The methods that a bot like ours calls, with the rules of the Bot API. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: (_, { me }) => ({
    id: me.id,
    is_bot: true,
    first_name: "Trích Dẫn (thử)",
    username: me.username,
    can_join_groups: true,
    can_read_all_group_messages: true,
    supports_inline_queries: false,
  }),
  getUpdates: ({ offset, limit, timeout, allowed_updates }, { updates, closed }) => {
    if (Array.isArray(allowed_updates)) updates.setAllowed(allowed_updates.map(String));
    return updates.poll({
      offset: whole(offset, 0),
      limit: Math.min(Math.max(whole(limit, 100), 1), 100),
      timeoutMs: whole(timeout, 0) * 1_000,
      closed,
    });
  },
  setWebhook,
  deleteWebhook: ({ drop_pending_updates }, { updates }) => {
    updates.setWebhook(null, drop_pending_updates === true);
    return true;
  },
  getWebhookInfo: (_, { updates }) => updates.info(),
  setMyCommands,
  getMyCommands: (_, { commands }) => commands,
  sendMessage,
  sendChatAction: ({ chat_id, action }, { world }) => {
    if (action !== "typing") throw badRequest("wrong parameter action in request");
    world.writable(chat_id).typing += 1;
    return true;
  },
  sendMessageDraft: ({ chat_id, draft_id, text }, { world }) => {
    const chat = world.writable(chat_id);
    if (chat.type !== "private") throw badRequest("drafts can be sent to private chats only");
    if (whole(draft_id, 0) === 0) throw badRequest("draft_id must be non-zero");
    if (String(text ?? "").length > 4096) throw badRequest("message is too long");
    chat.drafts.push(String(text ?? ""));
    return true;
  },
  answerCallbackQuery,
};

function setWebhook(
  { url, secret_token, max_connections, allowed_updates, drop_pending_updates }: Payload,
  { updates }: MethodsContext,
): true {
  const address = String(url ?? "");
  if (address === "") {
    updates.setWebhook(null, drop_pending_updates === true);
    return true;
  }
  if (!URL.canParse(address)) throw badRequest("bad webhook: invalid URL");
  const { protocol, hostname, port } = new URL(address);
  // A Bot API server of one's own takes http addresses of its own machine; Telegram's takes neither.
  if (hostname !== "127.0.0.1") {
    if (protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
    if (!["", "443", "80", "88", "8443"].includes(port)) {
      throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
    }
  }
  const secret = secret_token === undefined ? null : String(secret_token);
  if (secret !== null && secret.length > 256) throw badRequest("secret token is too long");
  if (secret !== null && !/^[\w-]*$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  const connections = whole(max_connections, 40);
  if (connections < 1 || connections > 100) throw badRequest("max_connections must be between 1 and 100");
  if (Array.isArray(allowed_updates)) updates.setAllowed(allowed_updates.map(String));
  updates.setWebhook(
    { url: address, secret: secret || null, maxConnections: connections },
    drop_pending_updates === true,
  );
  return true;
}

function setMyCommands({ commands }: Payload, context: MethodsContext): true {
  if (!Array.isArray(commands) || commands.length > 100) throw badRequest("wrong list of commands");
  for (const { command, description } of commands) {
    if (!/^[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest("BOT_COMMAND_INVALID");
    const length = [...String(description ?? "")].length;
    if (length < 1 || length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  }
  context.commands.splice(0, Number.POSITIVE_INFINITY, ...commands);
  return true;
}

function sendMessage(payload: Payload, { world, me }: MethodsContext): unknown {
  const chat = world.writable(payload.chat_id);
  const given = String(payload.text ?? "");
  if (!given.isWellFormed()) throw badRequest("strings must be encoded in UTF-8");
  const isHtml = payload.parse_mode === "HTML";
  if (!isHtml && payload.parse_mode !== undefined) throw badRequest("unsupported parse_mode");
  const { text, entities } = isHtml ? parseTelegramHtml(given) : { text: given, entities: [] };
  if (text.trim() === "") throw badRequest("message text is empty");
  if (text.length > 4_096) throw badRequest("message is too long");
  const buttons = keyboard(payload.reply_markup);
  const replyTo = replied(payload.reply_parameters, world, chat);
  const message = world.add(chat, {
    from: null,
    text,
    entities,
    html: isHtml ? given : null,
    buttons,
    replyTo,
    threadId: payload.message_thread_id === undefined ? null : whole(payload.message_thread_id, 0),
    edited: false,
    media: null,
  });
  return {
    message_id: message.id,
    from: { id: me.id, is_bot: true, first_name: "Trích Dẫn (thử)", username: me.username },
    chat: { id: chat.id, type: chat.type },
    date: message.date,
    text,
  };
}

function replied(parameters: unknown, world: World, chat: Chat): number | null {
  if (!isObject(parameters)) return null;
  const id = whole(parameters.message_id, 0);
  if (world.message(chat, id) !== undefined) return id;
  if (parameters.allow_sending_without_reply === true) return null;
  throw badRequest("message to be replied not found");
}

function keyboard(markup: unknown): Button[][] {
  if (markup === undefined) return [];
  if (!isObject(markup) || !Array.isArray(markup.inline_keyboard)) throw badRequest("object expected as reply markup");
  return markup.inline_keyboard.map((row: unknown) => {
    if (!Array.isArray(row))
      throw badRequest("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
    return row.map(button);
  });
}

function button(given: unknown): Button {
  if (!isObject(given) || typeof given.text !== "string" || given.text.trim() === "") {
    throw badRequest("can't parse inline keyboard button: Text buttons must be non-empty");
  }
  if (typeof given.url === "string") return { text: given.text, data: null, url: given.url };
  const data = String(given.callback_data ?? "");
  const size = Buffer.byteLength(data);
  if (size < 1 || size > 64) throw badRequest("BUTTON_DATA_INVALID");
  return { text: given.text, data, url: null };
}

function answerCallbackQuery({ callback_query_id, text = "" }: Payload, { presses }: MethodsContext): true {
  if (String(text).length > 200) throw badRequest("MESSAGE_TOO_LONG");
  const press = presses.get(String(callback_query_id));
  if (press === undefined) {
    throw badRequest("query is too old and response timeout expired or query ID is invalid");
  }
  presses.delete(press.id);
  press.acknowledged(String(text));
  return true;
}

export function unknownMethod(): never {
  throw new BotApiRefusal(404, "Not Found: method not found");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function whole(value: unknown, fallback: number): number {
  const number = value === undefined ? fallback : Number(value);
  if (!Number.isInteger(number)) throw badRequest("wrong number in request");
  return number;
}

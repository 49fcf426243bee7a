import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { answer } from "../faults.ts";
import { type Chats, createChats, idOf } from "./chats.ts";
import { asAnswered, createZaloBotFaults, type ZaloBotFaults } from "./faults.ts";
import { type MethodContext, perform } from "./methods.ts";
import type {
  ApiCall,
  DeliverOptions,
  Delivery,
  DoubleEvent,
  Fault,
  Line,
  SayOptions,
  ZaloBotDoubleOptions,
} from "./types.ts";
import { createUpdates } from "./updates.ts";
import { createWebhook, messageIdOf } from "./webhook.ts";

export { refusalOf } from "./text.ts";
export type { Delivery, DoubleEvent, Fault, Line, ZaloBotDoubleOptions } from "./types.ts";

/** A person with Zalo on their phone. What they send goes to the webhook, or to getUpdates while there is none. */
export interface ZaloBotUser {
  id: string;
  says(text: string, options?: SayOptions): Promise<Delivery>;
  /** Says it in the private chat, then waits for the next message of the bot. */
  asks(text: string): Promise<string>;
  sendsSticker(options?: DeliverOptions): Promise<Delivery>;
  sendsPhoto(caption?: string): Promise<Delivery>;
  sendsVoice(): Promise<Delivery>;
  sendsLink(address: string): Promise<Delivery>;
  /** A file, a video, a contact, or a person whom Zalo protects. */
  sendsUnsupported(): Promise<Delivery>;
  reacts(): Promise<Delivery>;
  /** Composed and not handed over: for `deliver`, out of order or with another secret. */
  writes(text: string): DoubleEvent;
  /** Waits until the bot has said `count` messages in the private chat; all of them, as they are shown. */
  replies(count: number): Promise<string[]>;
}

export interface ZaloBotDouble {
  token: string;
  /** For `apiRoot` of the channel, ZALO_BOT_API_ROOT of the server. */
  apiRoot: string;
  user(name: string): ZaloBotUser;
  deliver(event: DoubleEvent, options?: DeliverOptions): Promise<Delivery>;
  /** A chat as the person sees it; the name of a user or of a group. */
  transcript(name: string): Line[];
  /** The next calls of a method go wrong. */
  fault(method: string, fault: Fault, times?: number): void;
  /** Every call with a valid token, in order. */
  calls: ApiCall[];
  /** Messages that count against the month's quota. */
  sentThisMonth(): number;
  webhook(): { url: string; secret: string } | null;
  /** Resolves when no redelivery is outstanding. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Made up, and a token of nobody's. */
const TOKEN = "1234567890:double-token-of-nobody";

/** A Zalo Bot Platform on loopback: it enforces what the reference says and obeys its switches where that is unsure. */
export async function startZaloBotDouble(options: ZaloBotDoubleOptions = {}): Promise<ZaloBotDouble> {
  const token = options.token ?? TOKEN;
  const chats = createChats();
  const faults = createZaloBotFaults();
  const calls: ApiCall[] = [];
  const webhook = createWebhook(options);
  const context: MethodContext = { options, chats, updates: createUpdates(), webhook, quota: { sent: 0 } };
  const server = createServer((request, response) => {
    serve({ context, token, calls, faults }, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const deliver = async (event: DoubleEvent, how: DeliverOptions = {}): Promise<Delivery> => {
    if (webhook.registered) return webhook.deliver(event, how);
    for (let time = 0; time < (how.times ?? 1); time += 1) context.updates.push(event);
    return { messageId: messageIdOf(event), status: null };
  };
  return {
    token,
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    user: (name) => createUser({ name, chats, options, deliver }),
    deliver,
    transcript: (name) => chats.lines(name),
    fault: (method, fault, times = 1) => faults.add(method, fault, times),
    calls,
    sentThisMonth: () => context.quota.sent,
    webhook: () => webhook.registered,
    settled: () => webhook.settled(),
    close: async () => {
      webhook.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Serving {
  context: MethodContext;
  token: string;
  calls: ApiCall[];
  faults: ZaloBotFaults;
}

async function serve(
  { context, token, calls, faults }: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => gone.abort());
  const body = parse(await readText(request));
  const [, given, method = ""] = /^\/bot([^/]*)\/([^/?]*)/.exec(request.url ?? "") ?? [];
  if (given !== token) {
    // As it was seen: a wrong token is an HTTP 200.
    const unauthorized = { ok: false, description: "Unauthorized", error_code: 401 };
    await answer(response, null, async () => ({ status: 200, body: unauthorized }));
    return;
  }
  calls.push({ method, body });
  await answer(response, asAnswered(faults.next(method)), () => perform(context, { method, body, gone: gone.signal }));
}

function parse(text: string): Record<string, unknown> {
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

interface UserDependencies {
  name: string;
  chats: Chats;
  options: ZaloBotDoubleOptions;
  deliver: (event: DoubleEvent, how?: DeliverOptions) => Promise<Delivery>;
}

function createUser({ name, chats, options, deliver }: UserDependencies): ZaloBotUser {
  const media = "https://media.zalo.example";
  const sends = (kind: string, extra: Record<string, unknown>, how: SayOptions = {}) =>
    deliver(chats.event(name, kind, extra, how.group), how);
  const heard = () => chats.lines(name).filter(({ from }) => from === "bot").length;
  return {
    id: idOf(name),
    asks: async (text) => {
      const before = heard();
      await sends("text", { text });
      return (await chats.replies(name, before + 1))[before] ?? "";
    },
    says: (text, how = {}) => sends("text", { text: how.group === undefined ? text : `@bot.trichdan ${text}` }, how),
    sendsSticker: (how = {}) => sends("sticker", { sticker: "0a1b2c", url: `${media}/sticker.webp` }, how),
    sendsPhoto: (caption) =>
      sends("image", {
        [options.photo ?? "photo_url"]: `${media}/photo.jpg`,
        ...(caption === undefined ? {} : { caption }),
        message_type: "CHAT_PHOTO",
      }),
    sendsVoice: () => sends("voice", { voice_url: `${media}/voice.aac`, message_type: "CHAT_VOICE" }),
    sendsLink: (address) => sends("link", { url: address }),
    sendsUnsupported: () => {
      const event = chats.event(name, "unsupported", {});
      return deliver(options.unsupported === "bare" ? { event_name: event.event_name } : event);
    },
    reacts: () => sends("reaction", { reaction: "heart" }),
    writes: (text) => chats.event(name, "text", { text }),
    replies: (count) => chats.replies(name, count),
  };
}

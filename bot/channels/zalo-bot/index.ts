import { setTimeout as delay } from "node:timers/promises";
import type { Channel } from "../../channel.ts";
import { createZaloBotApi, type ZaloBotApi } from "./api.ts";
import { checkOptions, DEFAULT_API_ROOT, type ZaloBotOptions } from "./options.ts";
import { createPatience } from "./patience.ts";
import { poll } from "./poll.ts";
import { read } from "./read.ts";
import { receive } from "./receive.ts";
import { deleteWebhook, namesOf, setWebhook, status } from "./registration.ts";
import { render } from "./render.ts";
import { send } from "./send.ts";

export type { ZaloBotOptions } from "./options.ts";

/**
 * The Zalo Bot Platform: no buttons, one event a poll, no body signature but a secret header. `poll` is there in
 * polling mode only, because its first act is to remove the webhook.
 * @throws AppError `zalo_bot.invalid_options`
 */
export function createZaloBot(options: ZaloBotOptions): Channel {
  checkOptions(options);
  const { token, mode, webhookSecret, markdown = true, pollSeconds = 30 } = options;
  const { clock = () => performance.now(), wait = pause, report = () => {} } = options;
  const api = createZaloBotApi({ token, apiRoot: options.apiRoot ?? DEFAULT_API_ROOT, fetch: options.fetch ?? fetch });
  const sending = { api, patience: createPatience(clock) };
  const registration = { api, mode, webhookSecret };
  const names = createNames(api);
  return {
    name: "zalo-bot",
    receive: (request) => receive(request, webhookSecret),
    read: (payload) => read(payload, { names }),
    render: (reply) => render(reply, { markdown }),
    send: (part, address) => send(sending, { part, address }),
    typing: async ({ conversation }) => {
      await api.call("sendChatAction", { chat_id: conversation, action: "typing" }).catch(() => {});
    },
    status: () => status(registration),
    setWebhook: (url) => setWebhook(registration, url),
    deleteWebhook: () => deleteWebhook(registration),
    ...(mode === "polling" && {
      poll: (take, signal) => poll({ api, pollSeconds, clock, wait, report }, take, signal),
    }),
  };
}

/** Asked once, when the first group message calls the bot. Without an answer the message keeps the call in it. */
function createNames(api: ZaloBotApi): () => Promise<readonly string[]> {
  let known: readonly string[] | null = null;
  return async () => {
    known ??= await namesOf(api).catch(() => null);
    return known ?? [];
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => {});
}

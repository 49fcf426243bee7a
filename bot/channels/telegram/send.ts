import { type Api, GrammyError } from "grammy";
import type { OutgoingPart, Sent } from "../../channel.ts";
import { callFailed } from "./api.ts";
import { asTelegramPart, type MessagePart, type PressPart } from "./part.ts";
import { refusal } from "./refusal.ts";
import { inTopic } from "./topic.ts";

export interface SendDependencies {
  api: Api;
  hide(text: string): string;
}

/** Sends one part, once for each form that Telegram may take. @throws AppError `telegram.no_answer`: it is in doubt. */
export async function send({ api, hide }: SendDependencies, part: OutgoingPart, address: string): Promise<Sent> {
  const ours = asTelegramPart(part);
  try {
    return ours.kind === "press" ? await acknowledge(api, ours) : await sendMessage(api, ours, address);
  } catch (error) {
    throw callFailed(ours.kind === "press" ? "answerCallbackQuery" : "sendMessage", error, hide);
  }
}

async function acknowledge(api: Api, { press, text }: PressPart): Promise<Sent> {
  const outcome = await attempt(() => api.answerCallbackQuery(press, text === "" ? {} : { text }));
  if ("sent" in outcome) return { kind: "sent", messageId: null };
  // Too old, or acknowledged before: no spinner turns any more, there is nothing left to do.
  return outcome.failed.kind === "malformed" || outcome.failed.kind === "moved"
    ? { kind: "sent", messageId: null }
    : outcome.failed;
}

type MessageOptions = NonNullable<Parameters<Api["sendMessage"]>[2]>;
type Form = { text: string; options: MessageOptions };

/** As it should look; without formatting; without anything that Telegram could dislike. */
function forms({ text, html, keyboard, replyTo, threadId }: MessagePart): Form[] {
  const bare: MessageOptions = { link_preview_options: { is_disabled: true } };
  const plain: MessageOptions = {
    ...bare,
    ...(keyboard ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    ...(replyTo ? { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } } : {}),
    ...inTopic(threadId),
  };
  return [
    { text: html, options: { ...plain, parse_mode: "HTML" } },
    { text, options: plain },
    { text, options: bare },
  ];
}

async function sendMessage(api: Api, part: MessagePart, address: string): Promise<Sent> {
  let chat = address;
  const waiting = forms(part);
  let mayMove = true;
  for (let form = waiting.shift(); form !== undefined; ) {
    const { text, options } = form;
    const outcome = await attempt(() => api.sendMessage(chat, text, options));
    if ("sent" in outcome) return { kind: "sent", messageId: String(outcome.sent.message_id) };
    const { failed } = outcome;
    if (failed.kind === "moved" && mayMove) {
      [chat, mayMove] = [failed.to, false];
      continue;
    }
    if (failed.kind !== "malformed" && failed.kind !== "moved") return failed;
    form = waiting.shift();
  }
  return { kind: "undeliverable", reason: "message_refused" };
}

/** Telegram's no is a result; silence is thrown on. */
async function attempt<T>(call: () => Promise<T>): Promise<{ sent: T } | { failed: ReturnType<typeof refusal> }> {
  try {
    return { sent: await call() };
  } catch (error) {
    if (error instanceof GrammyError) return { failed: refusal(error) };
    throw error;
  }
}

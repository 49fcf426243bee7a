import type { OutgoingPart, Sent } from "../../channel.ts";
import { type ApiAnswer, isObject, type Refusal, type ZaloBotApi } from "./api.ts";
import type { Patience } from "./patience.ts";

export interface SendDependencies {
  api: ZaloBotApi;
  patience: Patience;
}

export interface Delivery {
  part: OutgoingPart;
  address: string;
}

/** @throws AppError `zalo_bot.no_answer` when nobody knows whether it arrived. */
export async function send({ api, patience }: SendDependencies, { part, address }: Delivery): Promise<Sent> {
  const plain = { chat_id: address, text: part.text };
  let answer: ApiAnswer | null = null;
  if (typeof part.markdown === "string") {
    answer = await api.call("sendMessage", { ...plain, text: part.markdown, parse_mode: "markdown" });
  }
  // A refused form: the words are what counts.
  if (answer === null || (!answer.ok && answer.code === 400)) answer = await api.call("sendMessage", plain);
  return sentOf(answer, patience);
}

function sentOf(answer: ApiAnswer, patience: Patience): Sent {
  if (!answer.ok) return refusedOf(answer, patience);
  patience.reset();
  const id = isObject(answer.result) ? answer.result.message_id : null;
  return { kind: "sent", messageId: typeof id === "string" ? id : null };
}

/** `afterMs` 0 leaves the pace to the queue, which asks less and less often. */
function refusedOf(refusal: Refusal, patience: Patience): Sent {
  const { code, fromZalo, retryAfterMs } = refusal;
  const again = (reason: string): Sent => ({
    kind: "retry",
    afterMs: retryAfterMs ?? 0,
    scope: "conversation",
    reason,
  });
  if (code === 429) return patience.refused(refusal);
  if (code === 401) return { kind: "blocked", reason: "token_refused" };
  // Documented as "internal server error", not as a missing right.
  if (code === 403) return again("server_error");
  if (code === 408) return again("request_timeout");
  if (code >= 500) return again("server_error");
  // A page that is not Zalo's: the address of the API is wrong or something stands in between. No message is at fault.
  if (!fromZalo) return { kind: "blocked", reason: "not_zalo" };
  return { kind: "undeliverable", reason: code === 404 ? "chat_not_found" : "message_refused" };
}

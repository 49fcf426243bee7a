import type { GrammyError } from "grammy";
import type { Sent } from "../../channel.ts";

export type Refusal =
  | Exclude<Sent, { kind: "sent" | "held" }>
  /** The group has another id now. */
  | { kind: "moved"; to: string }
  /** It is this message's form that is refused: another form may pass. */
  | { kind: "malformed" };

const FORBIDDEN: readonly [RegExp, string][] = [
  [/blocked by the user/i, "bot_blocked"],
  [/deactivated/i, "user_deactivated"],
  [/kicked|not a member/i, "bot_removed"],
  [/can't initiate/i, "never_started"],
];

/** Refusals of the chat, in whatever form the message comes. */
const NO_CHAT: readonly [RegExp, string][] = [
  [/chat not found|user not found|PEER_ID_INVALID|chat_id is empty/i, "chat_not_found"],
  [/group (?:chat )?(?:was|has been|is) (?:deactivated|deleted)/i, "chat_gone"],
  [/(?:not enough rights|no rights) to send|CHAT_WRITE_FORBIDDEN|need administrator rights/i, "no_right_to_write"],
];

/** What becomes of a message that Telegram refused. */
export function refusal({ error_code: code, description, parameters }: GrammyError): Refusal {
  if (parameters.migrate_to_chat_id !== undefined) return { kind: "moved", to: String(parameters.migrate_to_chat_id) };
  if (code === 429) return tooMany(parameters.retry_after);
  if (code === 401 || code === 404) return { kind: "blocked", reason: "token_refused" };
  if (code === 403) return { kind: "undeliverable", reason: reasonIn(FORBIDDEN, description) ?? "forbidden" };
  if (code === 400) {
    const reason = reasonIn(NO_CHAT, description);
    return reason === null ? { kind: "malformed" } : { kind: "undeliverable", reason };
  }
  return again(code >= 500 ? "platform_error" : "unexpected_refusal");
}

/**
 * The limits are one message a second in a chat, 20 a minute in a group and 30 a second in all, and the answer does not
 * say which was met. The narrow ones are met first by far, and were it the wide one, each conversation is told the same.
 */
function tooMany(seconds: number | undefined): Refusal {
  return { ...again("too_many_requests"), afterMs: (seconds ?? 0) * 1_000 };
}

/** 0: the sender waits longer each time. */
function again(reason: string): Extract<Refusal, { kind: "retry" }> {
  return { kind: "retry", afterMs: 0, scope: "conversation", reason };
}

function reasonIn(table: readonly [RegExp, string][], description: string): string | null {
  return table.find(([pattern]) => pattern.test(description))?.[1] ?? null;
}

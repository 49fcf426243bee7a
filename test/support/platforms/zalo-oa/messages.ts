import type { Reply } from "../faults.ts";
import type { People, Person } from "./people.ts";
import type { Clock, ZaloOaDoubleOptions } from "./types.ts";

const HOUR_MS = 3_600_000;
const FREE_MS = 48 * HOUR_MS;
const OPEN_MS = 7 * 24 * HOUR_MS;
const PRICE_VND = 55;
const LONGEST = 2_000;

export interface Ledger {
  /** Left on the cloud account; null is not linked. */
  balance: number | null;
}

export interface SendContext {
  people: People;
  clock: Clock;
  options: ZaloOaDoubleOptions;
  ledger: Ledger;
  nextId(): string;
  /** After the answer: echoes and receipts. */
  delivered(person: Person, message: { id: string; text: string }): void;
}

/** POST /v3.0/oa/message/cs, for a token that was checked. Every refusal is an HTTP 200. */
export function sendConsultation(context: SendContext, body: Record<string, unknown>): Reply {
  const recipient = body.recipient as { user_id?: unknown } | undefined;
  const message = body.message as { text?: unknown } | undefined;
  const person = typeof recipient?.user_id === "string" ? context.people.find(recipient.user_id) : null;
  if (person === null) return refuse(-201, "user_id is invalid");
  if (typeof message?.text !== "string" || message.text.trim() === "") return refuse(-201, "text is invalid");
  if (message.text.length > LONGEST) return refuse(-210, "text exceeds allowable limit");
  if (!person.isFollowing) return refuse(-213, "User has not followed OA");
  const charge = chargeFor(context, person);
  if (typeof charge === "number" && charge < 0) return refuse(charge, "refused");
  if (context.ledger.balance !== null) context.ledger.balance -= charge;
  const id = context.nextId();
  context.people.hears(person, message.text);
  context.delivered(person, { id, text: message.text });
  return accepted(context, { person, id, isFree: charge === 0 });
}

/** VND to pay; below zero the refusal. */
function chargeFor({ clock, options, ledger }: SendContext, { lastInteraction, sentSince }: Person): number {
  if (lastInteraction === null) return -232;
  const age = clock.now() - lastInteraction;
  if (age > OPEN_MS) return options.windowRefusal ?? -230;
  const { freeMessages = null } = options;
  if (age <= FREE_MS && (freeMessages === null || sentSince < freeMessages)) return 0;
  if (ledger.balance === null) return -320;
  return ledger.balance < PRICE_VND ? -321 : PRICE_VND;
}

function accepted(
  { clock, options }: SendContext,
  { person, id, isFree }: { person: Person; id: string; isFree: boolean },
): Reply {
  const { freeMessages = null } = options;
  const quota = {
    quota_type: isFree ? "reply" : "purchase_quota",
    remain: freeMessages === null ? "" : String(Math.max(0, freeMessages - person.sentSince)),
    total: freeMessages === null ? "" : String(freeMessages),
    owner_type: "OA",
  };
  const data = { message_id: id, user_id: person.id, sent_time: String(clock.now()), quota };
  return { status: 200, body: { error: 0, message: "Success", data } };
}

export const refuse = (error: number, message: string): Reply => ({ status: 200, body: { error, message } });

import type { ChannelName, OutgoingPart, Sent } from "../../bot/index.ts";
import { type Database, insertDelivery, lockChain, storableJson } from "../../retrieval/index.ts";
import { lostClaim, noneIfRival } from "./inbox.ts";

/** An answer (or a sentence in its place), the correction of one, or the weekly report. */
export type Purpose = "answer" | "correction" | "report";

export interface NewMessages {
  channel: ChannelName;
  conversationKey: string;
  traceId: string;
  eventSequence: number | null;
  answerId: string | null;
  /** Default "answer". */
  purpose?: Purpose | undefined;
  /** The platform's id of the chat; gone once they are delivered. */
  address: string;
  parts: readonly OutgoingPart[];
}

export interface ClaimedMessage {
  sequence: number;
  channel: ChannelName;
  traceId: string;
  answerId: string | null;
  purpose: Purpose;
  address: string;
  content: OutgoingPart;
  attempts: number;
  createdAt: Date;
  /** A correction for a chat that was given up since: the enrolment ended, or the person asked to be forgotten. */
  gone: boolean;
}

/** What is to be sent: delivered in the order of its conversation, repeated when in doubt, never dropped. */
export interface Outbox {
  /** In the transaction of the answer. What the platform would not take before the person wrote again goes first. */
  add(tx: Database, messages: NewMessages): Promise<void>;
  claim(): Promise<ClaimedMessage | null>;
  extend(claim: ClaimedMessage): Promise<boolean>;
  /** This process is not at it any more, whatever came of it. */
  leave(claim: ClaimedMessage): void;
  /** Writes down what the platform said. A claim that was lost changes nothing: somebody else sends it again. */
  settle(claim: ClaimedMessage, sent: Sent): Promise<void>;
}

export interface OutboxOptions {
  db: Database;
  owner: string;
  leaseMs: number;
  channels: readonly ChannelName[];
}

/** A blocked channel tries one message again after this time: a bill may have been paid meanwhile. */
const BLOCKED_MS = 15 * 60_000;
/** Only an admin's new connection ends it (`npm run zalo -- connect`). */
export const NEEDS_RECONNECT = "needs_reconnect";

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, owner, leaseMs } = options;
  const underWay = new Set<number>();
  return {
    add: addMessages,
    claim: () => noneIfRival(() => claimHead(options, underWay)),
    leave: ({ sequence }) => void underWay.delete(sequence),
    extend: async ({ sequence, attempts }) => {
      const rows = await db.query(
        `update outgoing_messages set lease_until = now() + $1 * interval '1 millisecond'
          where sequence = $2 and state = 'active' and lease_owner = $3 and attempts = $4 returning sequence`,
        [leaseMs, sequence, owner, attempts],
      );
      return rows.length > 0;
    },
    settle: (claim, sent) => db.transaction((tx) => settle(tx, owner, claim, sent)),
  };
}

/** As `add` of the outbox, for who sends without being asked. Nobody has written then: what is held stays held. */
export async function addMessages(tx: Database, messages: NewMessages): Promise<void> {
  if ((messages.purpose ?? "answer") === "answer") {
    await tx.query(
      "update outgoing_messages set state = 'ready', due_at = now() where conversation_key = $1 and state = 'held'",
      [messages.conversationKey],
    );
  }
  for (const part of messages.parts) {
    await tx.query(
      `insert into outgoing_messages (channel, conversation_key, trace_id, event_sequence, answer_id, address, content, purpose)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
      [
        messages.channel,
        messages.conversationKey,
        messages.traceId,
        messages.eventSequence,
        messages.answerId,
        messages.address,
        storableJson(part),
        messages.purpose ?? "answer",
      ],
    );
  }
}

/** The first unfinished message of some conversation, if it is due and its channel may send. */
async function claimHead(
  { db, owner, leaseMs, channels }: OutboxOptions,
  underWay: Set<number>,
): Promise<ClaimedMessage | null> {
  const [row] = await db.query<ClaimedMessage>(
    `update outgoing_messages
        set state = 'active', attempts = attempts + 1, lease_owner = $1,
            lease_until = now() + $2 * interval '1 millisecond'
      where sequence = (
        select c.sequence from outgoing_messages c
         where c.channel = any($3::text[])
           and ((c.state = 'ready' and c.due_at <= now())
             or (c.state = 'active' and c.lease_until < now() and c.sequence <> all($5::bigint[])))
           and not exists (
             select 1 from outgoing_messages b
              where b.conversation_key = c.conversation_key and b.sequence < c.sequence
                and b.state in ('ready', 'active', 'held'))
           and not exists (
             select 1 from channel_states s
              where s.channel = c.channel and (s.paused_until > now() or s.blocked_reason = $4))
         order by c.sequence limit 1 for update skip locked)
     returning sequence, channel, trace_id as "traceId", answer_id as "answerId", purpose, address, content, attempts, created_at as "createdAt",
               purpose = 'correction' and not exists (
                 select 1 from answer_people p join conversations k on k.conversation_key = p.conversation_key
                  where p.answer_id = outgoing_messages.answer_id) as gone`,
    [owner, leaseMs, channels, NEEDS_RECONNECT, [...underWay]],
  );
  if (row) underWay.add(row.sequence);
  return row ?? null;
}

async function settle(tx: Database, owner: string, claim: ClaimedMessage, sent: Sent): Promise<void> {
  switch (sent.kind) {
    case "sent":
      await tx.query(
        "update channel_states set blocked_reason = null, updated_at = now() where channel = $1 and blocked_reason is not null and blocked_reason <> $2",
        [claim.channel, NEEDS_RECONNECT],
      );
      return end(tx, owner, claim, { state: "sent", messageId: sent.messageId, fault: null });
    case "undeliverable":
      return end(tx, owner, claim, { state: "failed", messageId: null, fault: sent.reason });
    case "held":
      return wait(tx, owner, claim, { state: "held", afterMs: 0, fault: sent.reason });
    case "retry":
      if (sent.scope === "channel") await pause(tx, claim.channel, sent.afterMs, null);
      return wait(tx, owner, claim, { state: "ready", afterMs: sent.afterMs, fault: sent.reason });
    case "blocked":
      await pause(tx, claim.channel, BLOCKED_MS, sent.reason);
      return wait(tx, owner, claim, { state: "ready", afterMs: 0, fault: sent.reason });
  }
}

interface Ending {
  state: "sent" | "failed";
  messageId: string | null;
  fault: string | null;
}

async function end(tx: Database, owner: string, claim: ClaimedMessage, ending: Ending): Promise<void> {
  const { answerId, purpose } = claim;
  // The chain before the row, as an erasure takes them: the other way round, the two would wait for each other.
  if (answerId !== null) await lockChain(tx);
  const rows = await tx.query(
    `update outgoing_messages
        set state = $1, provider_message_id = $2, fault = $3, address = null, content = null,
            lease_owner = null, lease_until = null, finished_at = now()
      where sequence = $4 and state = 'active' and lease_owner = $5 and attempts = $6 returning sequence`,
    [ending.state, ending.messageId, ending.fault, claim.sequence, owner, claim.attempts],
  );
  if (rows.length === 0) throw lostClaim();
  if (answerId !== null) await insertDelivery(tx, { answerId, purpose, state: ending.state, fault: ending.fault });
}

interface Waiting {
  state: "ready" | "held";
  afterMs: number;
  fault: string;
}

async function wait(tx: Database, owner: string, claim: ClaimedMessage, waiting: Waiting): Promise<void> {
  const rows = await tx.query(
    `update outgoing_messages
        set state = $1, due_at = now() + $2 * interval '1 millisecond', fault = $3,
            lease_owner = null, lease_until = null
      where sequence = $4 and state = 'active' and lease_owner = $5 and attempts = $6 returning sequence`,
    [waiting.state, waiting.afterMs, waiting.fault, claim.sequence, owner, claim.attempts],
  );
  if (rows.length === 0) throw lostClaim();
}

/** A pause never shortens one that is longer. */
async function pause(tx: Database, channel: ChannelName, forMs: number, blocked: string | null): Promise<void> {
  await tx.query(
    `insert into channel_states as s (channel, paused_until, blocked_reason)
     values ($1, now() + $2 * interval '1 millisecond', $3)
     on conflict (channel) do update
        set paused_until = greatest(s.paused_until, excluded.paused_until),
            blocked_reason = coalesce(excluded.blocked_reason, s.blocked_reason), updated_at = now()`,
    [channel, forMs, blocked],
  );
}

import type { ChannelName, Identity, InboundEvent, JsonObject } from "../../bot/index.ts";
import { AppError, type Database, storableJson } from "../../retrieval/index.ts";

export interface StoredEvents {
  /** New ones, with their trace ids in the order given. */
  stored: string[];
  duplicates: number;
}

/** An event that this process may handle until its lease ends. `attempts` also tells this claim from a later one. */
export interface ClaimedEvent {
  sequence: number;
  channel: ChannelName;
  conversationKey: string;
  traceId: string;
  payload: JsonObject;
  /** 1 the first time. */
  attempts: number;
  receivedAt: Date;
}

/** The journal of verified events: what is in it is answered, once, in the order of its conversation. */
export interface Inbox {
  /** Durable when it resolves. The same event id of a channel has no second effect. */
  store(channel: ChannelName, events: readonly InboundEvent[]): Promise<StoredEvents>;
  /** The head of some conversation's line, or null. Nobody else gets it before the lease ends. */
  claim(): Promise<ClaimedEvent | null>;
  /** False when the claim was lost. */
  extend(claim: ClaimedEvent): Promise<boolean>;
  /** This process is not at it any more, whatever came of it. */
  leave(claim: ClaimedEvent): void;
  /** In the transaction of the answer. Throws `queue.lost_claim`, which rolls the answer back. */
  finish(tx: Database, claim: ClaimedEvent): Promise<void>;
  /** After the last try; the conversation goes on. Throws `queue.lost_claim`. */
  giveUp(tx: Database, claim: ClaimedEvent, fault: string): Promise<void>;
  /** Tried again after the delay; until then the conversation waits. */
  retry(claim: ClaimedEvent, delayMs: number, fault: string): Promise<void>;
}

export interface InboxOptions {
  db: Database;
  identity: Identity;
  /** Names this process among all that share the database. */
  owner: string;
  leaseMs: number;
  /** Events of other channels are left to processes that have them. */
  channels: readonly ChannelName[];
  newTraceId?: () => string;
}

export function createInbox(options: InboxOptions): Inbox {
  const { db, owner, leaseMs } = options;
  const underWay = new Set<number>();
  return {
    store: (channel, events) => storeEvents(options, channel, events),
    claim: () => noneIfRival(() => claimHead(options, underWay)),
    leave: ({ sequence }) => void underWay.delete(sequence),
    extend: async ({ sequence, attempts }) => {
      const rows = await db.query(
        `update inbound_events set lease_until = now() + $1 * interval '1 millisecond'
          where sequence = $2 and state = 'active' and lease_owner = $3 and attempts = $4 returning sequence`,
        [leaseMs, sequence, owner, attempts],
      );
      return rows.length > 0;
    },
    finish: (tx, claim) => end(tx, owner, claim, "done", null),
    giveUp: (tx, claim, fault) => end(tx, owner, claim, "failed", fault),
    retry: async ({ sequence, attempts }, delayMs, fault) => {
      await db.query(
        `update inbound_events
            set state = 'retry', due_at = now() + $1 * interval '1 millisecond', fault = $2,
                lease_owner = null, lease_until = null
          where sequence = $3 and state = 'active' and lease_owner = $4 and attempts = $5`,
        [delayMs, fault, sequence, owner, attempts],
      );
    },
  };
}

async function storeEvents(
  { db, identity, newTraceId = () => crypto.randomUUID() }: InboxOptions,
  channel: ChannelName,
  events: readonly InboundEvent[],
): Promise<StoredEvents> {
  const stored: string[] = [];
  for (const event of events) {
    const traceId = newTraceId();
    const row = {
      channel,
      eventId: identity.pseudonym("event", channel, event.eventId),
      traceId,
      conversation: identity.pseudonym("conversation", channel, event.conversation),
      order: event.order,
      payload: storableJson(event.payload),
    };
    const { supersedes } = event;
    const isNew =
      supersedes === undefined
        ? await insertEvent(db, row)
        : await db.transaction((tx) =>
            insertEdit(tx, row, {
              eventId: identity.pseudonym("event", channel, supersedes.eventId),
              payload: storableJson(supersedes.payload),
            }),
          );
    if (isNew) stored.push(traceId);
  }
  return { stored, duplicates: events.length - stored.length };
}

interface NewRow {
  channel: ChannelName;
  eventId: string;
  traceId: string;
  conversation: string;
  order: number;
  payload: string;
}

async function insertEvent(db: Database, row: NewRow): Promise<boolean> {
  const rows = await db.query(
    `insert into inbound_events (channel, event_id, trace_id, conversation_key, platform_order, payload)
     values ($1, $2, $3, $4, $5, $6::jsonb) on conflict (channel, event_id) do nothing returning sequence`,
    [row.channel, row.eventId, row.traceId, row.conversation, row.order, row.payload],
  );
  return rows.length > 0;
}

/** Nobody has taken the message yet: it is answered as it reads now, and the edit is done. */
async function insertEdit(tx: Database, row: NewRow, original: { eventId: string; payload: string }): Promise<boolean> {
  if (!(await insertEvent(tx, row))) return false;
  const replaced = await tx.query(
    `update inbound_events set payload = $1::jsonb
      where channel = $2 and event_id = $3 and state = 'new' returning sequence`,
    [original.payload, row.channel, original.eventId],
  );
  if (replaced.length > 0) {
    await tx.query(
      `update inbound_events set state = 'done', payload = null, finished_at = now() where channel = $1 and event_id = $2`,
      [row.channel, row.eventId],
    );
  }
  return true;
}

/**
 * One event under way a conversation: what is being handled or waits for another try holds the line, then the
 * platform's own order decides, then arrival. A killed worker's event is free again when its lease ends; what this
 * process is at itself is not, however long its event loop was too busy to extend the lease.
 */
async function claimHead(
  { db, owner, leaseMs, channels }: InboxOptions,
  underWay: Set<number>,
): Promise<ClaimedEvent | null> {
  const [row] = await db.query<ClaimedEvent>(
    `update inbound_events
        set state = 'active', attempts = attempts + 1, lease_owner = $1,
            lease_until = now() + $2 * interval '1 millisecond'
      where sequence = (
        select c.sequence from inbound_events c
         where c.state in ('new', 'active', 'retry') and c.channel = any($3::text[])
           and case c.state
                 when 'active' then c.lease_until < now() and c.sequence <> all($4::bigint[])
                 when 'retry' then c.due_at <= now()
                 else not exists (
                   select 1 from inbound_events b
                    where b.conversation_key = c.conversation_key and b.state in ('new', 'active', 'retry')
                      and (b.state <> 'new' or (b.platform_order, b.sequence) < (c.platform_order, c.sequence)))
               end
         order by c.sequence limit 1 for update skip locked)
     returning sequence, channel, conversation_key as "conversationKey", trace_id as "traceId", payload, attempts,
               received_at as "receivedAt"`,
    [owner, leaseMs, channels, [...underWay]],
  );
  if (row) underWay.add(row.sequence);
  return row ?? null;
}

async function end(
  tx: Database,
  owner: string,
  { sequence, attempts }: ClaimedEvent,
  state: "done" | "failed",
  fault: string | null,
): Promise<void> {
  const rows = await tx.query(
    `update inbound_events
        set state = $1, fault = $2, payload = null, lease_owner = null, lease_until = null, finished_at = now()
      where sequence = $3 and state = 'active' and lease_owner = $4 and attempts = $5 returning sequence`,
    [state, fault, sequence, owner, attempts],
  );
  if (rows.length === 0) throw lostClaim();
}

export function lostClaim(): AppError {
  return new AppError({
    code: "queue.lost_claim",
    message: "The lease ended and another worker took this over; nothing of it was stored here.",
    retryable: true,
  });
}

/**
 * Two workers that look at the same moment can see different heads of one conversation; the unique index lets one have
 * its way (23505), the other looks again.
 */
export async function noneIfRival<T>(claim: () => Promise<T | null>): Promise<T | null> {
  try {
    return await claim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "23505") return null;
    throw error;
  }
}

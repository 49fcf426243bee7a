import type { Database } from "../../retrieval/index.ts";

export interface QueueDepth {
  queue: "inbound" | "outgoing";
  channel: string;
  state: string;
  count: number;
  /** Age of the oldest of them. */
  oldestSeconds: number;
}

/** What is not finished, by channel and state; for the metrics and `npm run channels -- status`. */
export async function queueDepth(db: Database): Promise<QueueDepth[]> {
  return db.query<QueueDepth>(
    `select 'inbound' as queue, channel, state, count(*)::integer as count,
            extract(epoch from now() - min(received_at))::float8 as "oldestSeconds"
       from inbound_events where state in ('new', 'active', 'retry') group by channel, state
     union all
     select 'outgoing', channel, state, count(*)::integer,
            extract(epoch from now() - min(created_at))::float8
       from outgoing_messages where state in ('ready', 'active', 'held') group by channel, state
     order by 1, 2, 3`,
  );
}

export interface ChannelState {
  channel: string;
  blockedReason: string | null;
  /** In the future, else null. */
  pausedUntil: Date | null;
}

/** Channels that are not sending, and why. */
export async function channelStates(db: Database): Promise<ChannelState[]> {
  return db.query<ChannelState>(
    `select channel, blocked_reason as "blockedReason",
            case when paused_until > now() then paused_until end as "pausedUntil"
       from channel_states order by channel`,
  );
}

/**
 * Longer than any platform delivers again (Zalo Official Account one hour, Telegram about a day): a finished event is
 * kept so that its redelivery has no effect.
 */
const KEPT_DAYS = 14;

/** Removes what was finished long ago. Returns the number of rows. */
export async function pruneQueue(db: Database, keptDays = KEPT_DAYS): Promise<number> {
  const messages = await db.query(
    `delete from outgoing_messages where state in ('sent', 'failed')
        and finished_at < now() - $1 * interval '1 day' returning sequence`,
    [keptDays],
  );
  const events = await db.query(
    `delete from inbound_events where state in ('done', 'failed')
        and finished_at < now() - $1 * interval '1 day' returning sequence`,
    [keptDays],
  );
  const limits = await db.query(
    "delete from rate_limits where window_start < now() - interval '1 day' returning limit_key",
  );
  return messages.length + events.length + limits.length;
}

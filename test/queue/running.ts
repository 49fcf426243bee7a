import { type Channel, createIdentity, type Handled, type Incoming } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createInbox, type Inbox } from "../../server/queue/inbox.ts";
import { createQueue, type Queue } from "../../server/queue/index.ts";
import { createOutbox, type Outbox } from "../../server/queue/outbox.ts";
import { echo } from "../support/scripted-channel.ts";

export const identity = createIdentity("a key for tests that is long enough");
export const keyOf = (chat: string, channel = "telegram") => identity.pseudonym("conversation", channel, chat);

/** The two ends alone, for a process called `owner`. */
export function ends(db: Database, owner = "one"): { inbox: Inbox; outbox: Outbox } {
  const channels = ["telegram", "zalo-oa"] as const;
  return {
    inbox: createInbox({ db, identity, owner, leaseMs: 60_000, channels }),
    outbox: createOutbox({ db, owner, leaseMs: 60_000, channels }),
  };
}

export interface RunningOptions {
  channels: Channel[];
  handle?: (incoming: Incoming) => Promise<Handled> | Handled;
  tries?: number;
  owner?: string;
}

export function queueOver(db: Database, options: RunningOptions): Queue & { faults: object[] } {
  const faults: object[] = [];
  const note = (fields: object) => void faults.push(fields);
  const queue = createQueue({
    db,
    identity,
    channels: options.channels,
    pipeline: {
      handle: async (incoming) => (options.handle ?? echo)(incoming),
      apology: () => ({ kind: "notice", text: "sorry" }),
    },
    leases: { take: async () => true, release: async () => {} },
    log: { info: () => {}, warn: note, error: note },
    metrics: { handled: () => {}, sent: () => {} },
    owner: options.owner ?? "one",
    concurrency: 4,
    tries: options.tries ?? 3,
    leaseMs: 60_000,
    pollMs: 5,
  });
  return { ...queue, faults };
}

/** Makes everything that waits for its time due now: the tests wait for no clock. */
export async function hurry(db: Database): Promise<void> {
  await db.query("update inbound_events set due_at = now() where state = 'retry'");
  await db.query("update outgoing_messages set due_at = now() where state = 'ready'");
  await db.query("update channel_states set paused_until = null");
}

/** Resolves when nothing is left to handle or to send; what is held is not. Hurries everything that waits. */
export async function settled(db: Database): Promise<void> {
  for (;;) {
    await hurry(db);
    const [row] = await db.query<{ left: number }>(
      `select ((select count(*) from inbound_events where state in ('new', 'active', 'retry'))
             + (select count(*) from outgoing_messages where state in ('ready', 'active')))::integer as left`,
    );
    if (row?.left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

import type { Channel, ChannelName, Identity, Leases, Pipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { pruneQueue } from "./depth.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import type { Loops } from "./loops.ts";
import { createOutbox } from "./outbox.ts";
import { startPollers } from "./pollers.ts";
import { startSender } from "./sender.ts";
import type { Channels, Observe, QueueLog, QueueMetrics } from "./types.ts";
import { startWorker } from "./worker.ts";

export { type ChannelState, channelStates, type QueueDepth, queueDepth } from "./depth.ts";
export type { Inbox } from "./inbox.ts";
export { addMessages, type NewMessages } from "./outbox.ts";
export type { Channels, Observe, QueueLog, QueueMetrics, Step } from "./types.ts";

export interface QueueOptions {
  db: Database;
  identity: Identity;
  channels: readonly Channel[];
  pipeline: Pick<Pipeline, "handle" | "apology">;
  leases: Leases;
  log: QueueLog;
  metrics: QueueMetrics;
  /** Names this process among all that share the database. */
  owner: string;
  /** Messages handled, and messages sent, at the same time. */
  concurrency: number;
  tries: number;
  leaseMs: number;
  pollMs: number;
  observe?: Observe;
}

export interface Queue {
  inbox: Inbox;
  /** Something was stored by this process: do not wait for the next look. */
  nudge(): void;
  /** Starts handling, sending and, for channels in polling mode, fetching. */
  work(): Working;
}

export interface Working {
  /** Resolves when everything under way is finished; what is left stands in the database. */
  stop(): Promise<void>;
  /** Throws when the loops have not come around for a while. */
  check(): Promise<void>;
}

const UPKEEP_EVERY_MS = 3_600_000;
const HANGING_MS = 120_000;

/** The durable middle between the platforms and the pipeline, on the project's own database. */
export function createQueue(options: QueueOptions): Queue {
  const { db, identity, owner, leaseMs, observe = () => {} } = options;
  const channels: Channels = new Map(options.channels.map((channel) => [channel.name, channel]));
  const names: ChannelName[] = [...channels.keys()];
  const inbox = createInbox({ db, identity, owner, leaseMs, channels: names });
  const outbox = createOutbox({ db, owner, leaseMs, channels: names });
  const running = new Set<Loops>();
  const nudge = () => {
    for (const loops of running) loops.nudge();
  };
  const work = (): Working => {
    const sender = startSender({ ...options, outbox, channels, observe });
    const worker = startWorker({ ...options, inbox, outbox, channels, observe, committed: sender.nudge });
    const polled = options.channels.filter(({ poll }) => poll !== undefined);
    const pollers = startPollers({ ...options, channels: polled, inbox, stored: worker.nudge });
    const upkeep = setInterval(() => void keepUp(options), UPKEEP_EVERY_MS);
    void keepUp(options);
    running.add(worker).add(sender);
    return {
      stop: async () => {
        clearInterval(upkeep);
        await pollers.stop();
        await worker.stop();
        await sender.stop();
        running.delete(worker);
        running.delete(sender);
      },
      check: async () => {
        if (Math.max(worker.idleFor(), sender.idleFor()) > HANGING_MS) throw new Error("the queue's loops hang");
      },
    };
  };
  return { inbox, nudge, work };
}

/** Old rows go, idle accounts are kept alive; what fails now is tried again in an hour. */
async function keepUp({ db, channels, log }: QueueOptions): Promise<void> {
  try {
    await pruneQueue(db);
    for (const channel of channels) {
      const reason = (await channel.keepFresh?.()) ?? null;
      if (reason !== null) log.warn({ channel: channel.name, reason }, "the account needs somebody to look after it");
    }
  } catch (error) {
    log.warn({ error }, "the hourly upkeep failed");
  }
}

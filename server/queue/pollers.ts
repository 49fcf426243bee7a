import { setTimeout as delay } from "node:timers/promises";
import type { Channel, Leases } from "../../bot/index.ts";
import type { Inbox } from "./inbox.ts";
import type { QueueLog } from "./types.ts";

export interface PollersOptions {
  /** Those in polling mode. */
  channels: readonly Channel[];
  inbox: Inbox;
  leases: Leases;
  log: QueueLog;
  leaseMs: number;
  /** Called after events were stored. */
  stored(): void;
}

export interface Pollers {
  stop(): Promise<void>;
}

const AFTER_FAULT_MS = 5_000;

/** Asks the platforms for events instead of waiting for their webhook; of all processes, one asks for each channel. */
export function startPollers(options: PollersOptions): Pollers {
  const stopping = new AbortController();
  const running = options.channels.map((channel) => pollForEver(options, channel, stopping.signal));
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function pollForEver(options: PollersOptions, channel: Channel, signal: AbortSignal): Promise<void> {
  const { leases, leaseMs, log } = options;
  const name = `poll:${channel.name}`;
  while (!signal.aborted) {
    try {
      const held = await leases.take(name, leaseMs);
      if (held) await pollWhileHeld(options, channel, signal, name);
    } catch (error) {
      if (!signal.aborted) log.error({ channel: channel.name, error }, "polling failed");
    }
    await delay(AFTER_FAULT_MS, undefined, { signal }).catch(() => {});
  }
  await leases.release(name).catch(() => {});
}

async function pollWhileHeld(
  { inbox, leases, leaseMs, stored }: PollersOptions,
  channel: Channel,
  signal: AbortSignal,
  name: string,
): Promise<void> {
  const lost = new AbortController();
  const renewal = setInterval(() => {
    leases.take(name, leaseMs).then(
      (held) => held || lost.abort(),
      () => lost.abort(),
    );
  }, leaseMs / 3);
  try {
    await channel.poll?.(
      async (events) => {
        await inbox.store(channel.name, events);
        stored();
      },
      AbortSignal.any([signal, lost.signal]),
    );
  } finally {
    clearInterval(renewal);
  }
}

import type { Sent } from "../../bot/index.ts";
import { keepAlive, type Loops, startLoops } from "./loops.ts";
import type { ClaimedMessage, Outbox } from "./outbox.ts";
import { type Channels, faultCode, type Observe, type QueueLog, type QueueMetrics, secondsSince } from "./types.ts";

export interface SenderOptions {
  outbox: Outbox;
  channels: Channels;
  log: QueueLog;
  metrics: QueueMetrics;
  concurrency: number;
  pollMs: number;
  leaseMs: number;
  observe: Observe;
}

const LONGEST_DELAY_MS = 10 * 60_000;

/** Delivers what the outbox holds. A message whose delivery is in doubt is sent again: it may arrive more than once, it is never dropped. */
export function startSender(options: SenderOptions): Loops {
  const { outbox, concurrency, pollMs, log } = options;
  return startLoops({
    concurrency,
    pollMs,
    turn: async () => {
      const claim = await outbox.claim();
      if (claim === null) return false;
      await deliver(options, claim);
      return true;
    },
    failed: (error) => log.error({ error }, "the outbox could not be read"),
  });
}

async function deliver(options: SenderOptions, claim: ClaimedMessage): Promise<void> {
  const { outbox, leaseMs, observe, metrics, log } = options;
  const stopKeeping = keepAlive(() => outbox.extend(claim), leaseMs);
  try {
    observe("sending");
    const { sent, inDoubt } = await send(options, claim);
    observe("delivered");
    await outbox.settle(claim, sent);
    observe("settled");
    const seconds = secondsSince(claim.createdAt);
    metrics.sent(claim.channel, inDoubt ? "doubt" : sent.kind, seconds);
    const fields = { traceId: claim.traceId, channel: claim.channel, attempt: claim.attempts, seconds };
    if (sent.kind === "sent") log.info({ ...fields, result: "sent" }, "delivered");
    else log.warn({ ...fields, result: sent.kind, reason: sent.reason }, "not delivered");
  } finally {
    stopKeeping();
    outbox.leave(claim);
  }
}

/** No answer came: it may have arrived, and it is sent again. */
async function send(
  { channels, log }: SenderOptions,
  { channel, content, address, attempts, traceId, gone }: ClaimedMessage,
): Promise<{ sent: Sent; inDoubt: boolean }> {
  if (gone) return { sent: { kind: "undeliverable", reason: "chat_given_up" }, inDoubt: false };
  const found = channels.get(channel);
  if (found === undefined) throw new Error(`claimed a message of ${channel}, which this process does not have`);
  const again = Math.min(1_000 * 2 ** (attempts - 1), LONGEST_DELAY_MS);
  try {
    const sent = await found.send(content, address);
    // A platform that names no time is asked less and less often.
    const paced = sent.kind === "retry" && sent.scope === "conversation" && sent.afterMs === 0;
    return { sent: paced ? { ...sent, afterMs: again } : sent, inDoubt: false };
  } catch (error) {
    log.warn({ traceId, channel, attempt: attempts, error }, "sending is in doubt");
    return {
      sent: { kind: "retry", afterMs: again, scope: "conversation", reason: faultCode(error) },
      inDoubt: true,
    };
  }
}

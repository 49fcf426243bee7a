import type { Channel, Handled, Incoming, Pipeline, Reply } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { startDrafting } from "./drafting.ts";
import type { ClaimedEvent, Inbox } from "./inbox.ts";
import { keepAlive, type Loops, startLoops } from "./loops.ts";
import type { Outbox } from "./outbox.ts";
import { type Channels, faultCode, type Observe, type QueueLog, type QueueMetrics, secondsSince } from "./types.ts";

export interface WorkerOptions {
  db: Database;
  inbox: Inbox;
  outbox: Outbox;
  channels: Channels;
  pipeline: Pick<Pipeline, "handle" | "apology">;
  log: QueueLog;
  metrics: QueueMetrics;
  concurrency: number;
  pollMs: number;
  leaseMs: number;
  /** Times that a message is handled before the person is told that it cannot be. */
  tries: number;
  /** Called after a commit: there is something to send. */
  committed(): void;
  observe: Observe;
}

/** "đang soạn…" lasts about five seconds on the platforms. */
const TYPING_EVERY_MS = 4_000;
/** Most messages are answered sooner; a stranger's always. */
const TYPING_AFTER_MS = 300;
const LONGEST_DELAY_MS = 30_000;

/** Takes events from the inbox, handles them and commits what comes of them together with the messages to send. */
export function startWorker(options: WorkerOptions): Loops {
  const { inbox, concurrency, pollMs, log } = options;
  return startLoops({
    concurrency,
    pollMs,
    turn: async () => {
      const claim = await inbox.claim();
      if (claim === null) return false;
      options.observe("claimed");
      await work(options, claim);
      return true;
    },
    failed: (error) => log.error({ error }, "the inbox could not be read"),
  });
}

async function work(options: WorkerOptions, claim: ClaimedEvent): Promise<void> {
  const { inbox, tries, leaseMs } = options;
  const stopKeeping = keepAlive(() => inbox.extend(claim), leaseMs);
  try {
    // Counted when it is taken: an event that killed its worker each time is not handled once more.
    if (claim.attempts > tries) await giveUp(options, claim, "worker_died");
    else await answer(options, claim);
  } catch (error) {
    await failed(options, claim, error);
  } finally {
    stopKeeping();
    inbox.leave(claim);
  }
}

async function answer(options: WorkerOptions, claim: ClaimedEvent): Promise<void> {
  const { observe, metrics, log } = options;
  const incoming = await channelOf(options, claim).read(claim.payload);
  const handled = incoming === null ? nothing : await handle(options, claim, incoming);
  observe("handled");
  await commit(options, claim, incoming, handled);
  observe("committed");
  const seconds = secondsSince(claim.receivedAt);
  metrics.handled(claim.channel, handled.status, seconds);
  log.info({ ...traceOf(claim), status: handled.status, answerId: handled.answerId, seconds }, "handled");
  options.committed();
}

async function handle(options: WorkerOptions, claim: ClaimedEvent, incoming: Incoming): Promise<Handled> {
  const channel = channelOf(options, claim);
  const drafting = startDrafting(channel, incoming, claim.sequence);
  const onSentence = drafting?.onSentence;
  try {
    return await whileTyping(channel, incoming, () =>
      options.pipeline.handle(incoming, onSentence === undefined ? {} : { onSentence }),
    );
  } finally {
    await drafting?.settled();
  }
}

const nothing: Handled = { replies: [], status: "ignored", answerId: null, commit: async () => {} };

/** Answer, citations, log, session and the messages to send: all of it or nothing. */
async function commit(
  options: WorkerOptions,
  claim: ClaimedEvent,
  incoming: Incoming | null,
  handled: Handled,
): Promise<void> {
  const { db, inbox, observe } = options;
  await db.transaction(async (tx) => {
    await handled.commit(tx);
    if (incoming !== null) await queue(options, tx, claim, incoming, handled.replies, handled.answerId);
    await inbox.finish(tx, claim);
    observe("committing");
  });
}

async function queue(
  options: WorkerOptions,
  tx: Database,
  claim: ClaimedEvent,
  incoming: Incoming,
  replies: readonly Reply[],
  answerId: string | null,
): Promise<void> {
  const channel = channelOf(options, claim);
  await options.outbox.add(tx, {
    channel: claim.channel,
    conversationKey: claim.conversationKey,
    traceId: claim.traceId,
    eventSequence: claim.sequence,
    answerId,
    address: incoming.conversation,
    parts:
      replies.length > 0
        ? replies.flatMap((reply) => channel.render(reply, incoming))
        : (channel.acknowledge?.(incoming) ?? []),
  });
}

async function failed(options: WorkerOptions, claim: ClaimedEvent, error: unknown): Promise<void> {
  const { inbox, tries, log } = options;
  const fault = faultCode(error);
  log.warn({ ...traceOf(claim), attempt: claim.attempts, fault, error }, "handling failed");
  // The other worker's try counts.
  if (fault === "queue.lost_claim") return;
  if (claim.attempts >= tries) await giveUp(options, claim, fault);
  else await inbox.retry(claim, Math.min(500 * 2 ** (claim.attempts - 1), LONGEST_DELAY_MS), fault);
}

/** The person is told in one sentence, and the conversation goes on. */
async function giveUp(options: WorkerOptions, claim: ClaimedEvent, fault: string): Promise<void> {
  const { db, inbox, pipeline, log, metrics } = options;
  const incoming = await readable(options, claim);
  await db.transaction(async (tx) => {
    if (incoming !== null) await queue(options, tx, claim, incoming, [pipeline.apology(incoming)], null);
    await inbox.giveUp(tx, claim, fault);
  });
  metrics.handled(claim.channel, "failed", secondsSince(claim.receivedAt));
  log.error({ ...traceOf(claim), attempts: claim.attempts, fault, told: incoming !== null }, "given up");
  options.committed();
}

/** What cannot even be read has nobody to tell. */
async function readable(options: WorkerOptions, claim: ClaimedEvent): Promise<Incoming | null> {
  try {
    return await channelOf(options, claim).read(claim.payload);
  } catch {
    return null;
  }
}

async function whileTyping<T>(channel: Channel, incoming: Incoming, handle: () => Promise<T>): Promise<T> {
  const typing = channel.typing?.bind(channel);
  if (typing === undefined) return handle();
  const show = () => void typing(incoming).catch(() => {});
  let again: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    show();
    again = setInterval(show, TYPING_EVERY_MS);
  }, TYPING_AFTER_MS);
  try {
    return await handle();
  } finally {
    clearTimeout(first);
    clearInterval(again);
  }
}

function channelOf({ channels }: WorkerOptions, { channel }: ClaimedEvent): Channel {
  const found = channels.get(channel);
  if (found === undefined) throw new Error(`claimed an event of ${channel}, which this process does not have`);
  return found;
}

const traceOf = ({ traceId, channel }: ClaimedEvent) => ({ traceId, channel });

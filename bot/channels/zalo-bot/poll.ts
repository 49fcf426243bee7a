import { AppError, isAppError } from "../../../retrieval/index.ts";
import type { InboundEvent } from "../../channel.ts";
import { type ApiAnswer, isObject, refusedError, type ZaloBotApi } from "./api.ts";
import { toEvent } from "./events.ts";

export interface PollDependencies {
  api: ZaloBotApi;
  pollSeconds: number;
  clock: () => number;
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  report: (error: unknown) => void;
}

export type Take = (events: InboundEvent[]) => Promise<void>;

/** Time for the answer to arrive after Zalo gave up waiting. */
const GRACE_MS = 10_000;
/** A poll that comes back empty sooner than this did not wait: without a pause the loop would spin. */
const SHORTEST_IDLE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * One call after the other, one event a call, until the signal. Zalo has no acknowledgement: an event that was handed
 * over is gone there, so it stays here until `take` has stored it, and nothing else is asked for meanwhile.
 * @throws AppError `zalo_bot.token_refused`, and `zalo_bot.event_lost` when the signal came while the last event could
 * not be stored.
 */
export async function poll(dependencies: PollDependencies, take: Take, signal: AbortSignal): Promise<void> {
  const { wait, report } = dependencies;
  let faults = 0;
  let registered = true;
  while (!signal.aborted) {
    try {
      // With a webhook registered, polling is silent: no error and no event.
      if (registered) await removeWebhook(dependencies, signal);
      registered = false;
      const event = await nextEvent(dependencies, signal);
      faults = 0;
      if (event !== null) await keepTaking(dependencies, () => take([event]), signal);
    } catch (error) {
      if (isFinal(error)) throw error;
      if (signal.aborted) return;
      report(error);
      faults += 1;
      await wait(pauseAfter(faults), signal);
    }
  }
}

const FINAL = ["zalo_bot.token_refused", "zalo_bot.event_lost"];
const isFinal = (error: unknown) => isAppError(error) && FINAL.includes(error.code);

const pauseAfter = (faults: number) => Math.min(1_000 * 2 ** Math.min(faults - 1, 10), LONGEST_PAUSE_MS);

async function removeWebhook({ api }: PollDependencies, signal: AbortSignal): Promise<void> {
  const answer = await api.call("deleteWebhook", {}, { signal });
  if (!answer.ok && answer.code !== 404) throw refusedError("deleteWebhook", answer);
}

/** Null when there was none, or one that nobody can answer. */
async function nextEvent(dependencies: PollDependencies, signal: AbortSignal): Promise<InboundEvent | null> {
  const { api, pollSeconds, clock, wait } = dependencies;
  const asked = clock();
  const timeoutMs = pollSeconds * 1_000 + GRACE_MS;
  // A string, as the table of parameters has it.
  const answer = await api.call("getUpdates", { timeout: String(pollSeconds) }, { timeoutMs, signal });
  const event = eventIn(answer);
  if (event === null && clock() - asked < SHORTEST_IDLE_MS) await wait(SHORTEST_IDLE_MS, signal);
  return event;
}

/** 408, as an HTTP status or inside a 200, is how an idle poll ends. */
function eventIn(answer: ApiAnswer): InboundEvent | null {
  if (answer.ok) return isObject(answer.result) ? toEvent(answer.result) : null;
  if (answer.code === 408) return null;
  throw refusedError("getUpdates", answer);
}

async function keepTaking(
  { wait, report }: PollDependencies,
  take: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  for (let faults = 1; ; faults += 1) {
    const last = signal.aborted;
    try {
      return await take();
    } catch (error) {
      if (last) throw lost(error);
      report(error);
      await wait(pauseAfter(faults), signal);
    }
  }
}

function lost(cause: unknown): AppError {
  return new AppError({
    code: "zalo_bot.event_lost",
    message: "One event of Zalo could not be stored before polling was stopped, and Zalo will not hand it over again.",
    cause,
  });
}

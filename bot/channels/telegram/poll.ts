import { type Api, GrammyError } from "grammy";
import type { InboundEvent } from "../../channel.ts";
import { apiSignal, callFailed } from "./api.ts";
import { ALLOWED_UPDATES, COMMANDS } from "./commands.ts";
import { eventsOf } from "./events.ts";

export interface PollDependencies {
  /** One whose time limit is longer than `pollSeconds`. */
  api: Api;
  pollSeconds: number;
  hide(text: string): string;
  report(error: unknown): void;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

type Take = (events: InboundEvent[]) => Promise<void>;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Fetches updates until the signal. An update is confirmed (by asking for those behind it) only after `take` has stored
 * it; what was not confirmed comes again, and is then a duplicate at worst.
 * @throws AppError `telegram.token_refused`, `telegram.polling_conflict`: trying again is of no use.
 */
export async function poll(dependencies: PollDependencies, take: Take, signal: AbortSignal): Promise<void> {
  const { api } = dependencies;
  const steady = (method: string, turn: () => Promise<void>) => untilDone(dependencies, { method, turn, signal });
  // No update arrives by polling while a webhook is set. What waits there stays.
  await steady("deleteWebhook", async () => void (await api.deleteWebhook({}, apiSignal(signal))));
  await api.setMyCommands(COMMANDS, {}, apiSignal(signal)).catch(() => {});
  let offset = 0;
  while (!signal.aborted) {
    await steady("getUpdates", async () => {
      offset = await takeBatch(dependencies, take, { offset, signal });
    });
  }
}

interface Position {
  offset: number;
  signal: AbortSignal;
}

/** The position behind what was stored. */
async function takeBatch(
  { api, pollSeconds }: PollDependencies,
  take: Take,
  { offset, signal }: Position,
): Promise<number> {
  const updates = await api.getUpdates(
    { offset, timeout: pollSeconds, limit: 100, allowed_updates: ALLOWED_UPDATES },
    apiSignal(signal),
  );
  const last = updates.at(-1);
  // All before it are confirmed. After a week of silence ids begin anew, perhaps below the old ones: so no offset.
  if (last === undefined) return 0;
  const events = updates.flatMap((update) => eventsOf(update) ?? []);
  if (events.length > 0) await take(events);
  return last.update_id + 1;
}

interface Steady {
  method: string;
  turn(): Promise<void>;
  signal: AbortSignal;
}

/** Runs a turn until it succeeds or the signal comes, with longer and longer pauses. */
async function untilDone(dependencies: PollDependencies, { method, turn, signal }: Steady): Promise<void> {
  const { hide, report, wait } = dependencies;
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await turn();
    } catch (error) {
      if (signal.aborted) return;
      const fault = isOfCalls(error) ? callFailed(method, error, hide) : error;
      if (isFinal(error)) throw fault;
      report(fault);
      await wait(retryAfterMs(error) ?? pause, signal);
    }
  }
}

/** Else it is `take` that failed, whose error is the store's own. */
const isOfCalls = (error: unknown) =>
  error instanceof GrammyError || (error instanceof Error && error.name === "HttpError");

const isFinal = (error: unknown) => error instanceof GrammyError && [401, 404, 409].includes(error.error_code);

function retryAfterMs(error: unknown): number | null {
  const seconds = error instanceof GrammyError ? error.parameters.retry_after : undefined;
  return seconds === undefined ? null : seconds * 1_000;
}

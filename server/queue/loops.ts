export interface Loops {
  /** Look now instead of at the next turn: something was just stored. */
  nudge(): void;
  /** Resolves when what is under way is finished. */
  stop(): Promise<void>;
  /** Milliseconds since some loop last came around; a large value means that they hang or that the database does. */
  idleFor(): number;
}

interface LoopsOptions {
  /** One piece of work; false when there was none. */
  turn(): Promise<boolean>;
  concurrency: number;
  pollMs: number;
  /** The database is away, for example. The loop goes on. */
  failed(error: unknown): void;
}

/** A failed turn waits longer than an idle one: a database that is away is not helped by being asked at once. */
const AFTER_FAILURE_MS = 1_000;

/** So many loops that take work until they are stopped; an idle one looks again after `pollMs` or a nudge. */
export function startLoops({ turn, concurrency, pollMs, failed }: LoopsOptions): Loops {
  const waiting = new Set<() => void>();
  let stopping = false;
  let turnedAt = performance.now();
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
    });
  const wakeAll = () => {
    for (const wake of [...waiting]) wake();
  };
  const loop = async () => {
    while (!stopping) {
      try {
        const worked = await turn();
        turnedAt = performance.now();
        if (!worked && !stopping) await pause(pollMs);
      } catch (error) {
        failed(error);
        if (!stopping) await pause(AFTER_FAILURE_MS);
      }
    }
  };
  const running = Array.from({ length: concurrency }, loop);
  return {
    nudge: wakeAll,
    stop: async () => {
      stopping = true;
      wakeAll();
      await Promise.all(running);
    },
    idleFor: () => performance.now() - turnedAt,
  };
}

/** Keeps a lease alive while the work goes on. Returns the end of it. */
export function keepAlive(extend: () => Promise<boolean>, leaseMs: number): () => void {
  // A lease that could not be extended is found out at the commit, which then changes nothing.
  const timer = setInterval(() => void extend().catch(() => false), leaseMs / 3);
  return () => clearInterval(timer);
}

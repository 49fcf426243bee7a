import type { Clock } from "../../retrieval/index.ts";

export interface HandClock extends Clock {
  /** Moves on and calls back whatever is due, in order; waits for what that sets going. */
  advance(milliseconds: number): Promise<void>;
  /** Callbacks that are still to come. */
  pending(): number;
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Time that only moves when a test says so. */
export function handClock(): HandClock {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settled();
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = next.at;
        next.callback();
        await settled();
      }
      now = end;
    },
    pending: () => timers.length,
  };
}

import type { DoubleEvent } from "./types.ts";

/** Events for getUpdates: no cursor, no acknowledgement, one event a call. */
export interface Updates {
  push(event: DoubleEvent): void;
  /** The oldest event; null when none came in time or the caller went away. */
  take(withinMs: number, gone: AbortSignal): Promise<DoubleEvent | null>;
}

export function createUpdates(): Updates {
  const events: DoubleEvent[] = [];
  const waiting: ((event: DoubleEvent) => void)[] = [];
  return {
    push: (event) => {
      const first = waiting.shift();
      if (first) first(event);
      else events.push(event);
    },
    take: async (withinMs, gone) => {
      const ready = events.shift();
      if (ready) return ready;
      if (gone.aborted) return null;
      return new Promise((resolve) => {
        const finish = (event: DoubleEvent | null) => {
          clearTimeout(timer);
          gone.removeEventListener("abort", leave);
          const index = waiting.indexOf(finish);
          if (index >= 0) waiting.splice(index, 1);
          resolve(event);
        };
        const leave = () => finish(null);
        const timer = setTimeout(leave, withinMs);
        gone.addEventListener("abort", leave);
        waiting.push(finish);
      });
    },
  };
}

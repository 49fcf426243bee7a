import type { Clock } from "./clock.ts";

export interface BreakerOptions {
  clock: Clock;
  /** So many failures in a row open it. */
  failures: number;
  /** It stays open so long, then one call may try. */
  restMs: number;
}

/** Spares a service that is down, and the people who would wait for it. */
export interface Breaker {
  /** False while it is open, and while the one call that tries is under way. */
  allows(): boolean;
  succeeded(): void;
  failed(): void;
  /** The call ended without saying anything about the service. */
  released(): void;
}

export function createBreaker({ clock, failures, restMs }: BreakerOptions): Breaker {
  let inARow = 0;
  let openUntil: number | null = null;
  let trying = false;
  return {
    allows() {
      if (openUntil === null) return true;
      if (trying || clock.now() < openUntil) return false;
      trying = true;
      return true;
    },
    succeeded() {
      inARow = 0;
      openUntil = null;
      trying = false;
    },
    failed() {
      inARow += 1;
      trying = false;
      if (inARow >= failures) openUntil = clock.now() + restMs;
    },
    released() {
      trying = false;
    },
  };
}

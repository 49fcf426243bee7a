/** Time as calls to a service need it; a test passes one that it moves by hand. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls back once; the returned function takes it back. */
  after(milliseconds: number, callback: () => void): () => void;
}

export function systemClock(): Clock {
  return {
    now: () => performance.now(),
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

interface Sleep {
  clock: Clock;
  milliseconds: number;
  signal: AbortSignal;
}

/** Ends early, without a fault, when the signal does. */
export function sleep({ clock, milliseconds, signal }: Sleep): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(milliseconds, done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}

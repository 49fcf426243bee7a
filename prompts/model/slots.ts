/** A number of things that may happen at the same time; the others wait in line. */
export interface Slots {
  /** Resolves to the function that gives the slot back, or to null when the signal ended the wait. */
  take(signal: AbortSignal): Promise<(() => void) | null>;
}

export function createSlots(most: number): Slots {
  let used = 0;
  const waiting: (() => void)[] = [];
  const give = () => {
    const next = waiting.shift();
    if (next) next();
    else used -= 1;
  };
  return {
    async take(signal) {
      if (signal.aborted) return null;
      if (used < most) used += 1;
      else if (!(await turn(waiting, signal))) return null;
      return once(give);
    },
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const mine = () => {
      signal.removeEventListener("abort", gone);
      resolve(true);
    };
    const gone = () => {
      waiting.splice(waiting.indexOf(mine), 1);
      resolve(false);
    };
    waiting.push(mine);
    signal.addEventListener("abort", gone, { once: true });
  });
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

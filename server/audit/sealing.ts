import { isAppError } from "../../retrieval/index.ts";
import { type Loops, startLoops } from "../queue/loops.ts";
import type { Sealer } from "./sealer.ts";

const EVERY_MS = 5_000;

/** Signs the log while it moves, and once more when it stops. */
export function startSealing({
  sealer,
  failed,
  everyMs = EVERY_MS,
}: {
  sealer: Sealer;
  failed(error: unknown): void;
  everyMs?: number;
}): Pick<Loops, "nudge" | "stop"> {
  // What goes on for days is told once.
  let told: string | null = null;
  const turn = async () => {
    try {
      await sealer.seal();
      told = null;
    } catch (error) {
      const code = isAppError(error) ? error.code : "unknown";
      if (code !== told) failed(error);
      told = code;
    }
    return false;
  };
  const loops = startLoops({ turn, concurrency: 1, pollMs: everyMs, failed });
  return {
    nudge: loops.nudge,
    stop: async () => {
      await loops.stop();
      await turn();
    },
  };
}

/** The face of replay: answers of the log, given again. */
import { createReplayer, type ReplayDependencies } from "./replayer.ts";
import type { Against, ReplayReport } from "./types.ts";

export { countExchanges, idsByGeneration } from "./range.ts";
export { createReplayer, type ReplayDependencies, type Replayer, type ReplayOptions } from "./replayer.ts";
export { emptySummary, type ReplaySummary, withReport } from "./summary.ts";
export type {
  Against,
  CitedPlace,
  Difference,
  MovedCandidate,
  Outcome,
  Pair,
  Replayed,
  ReplayReport,
} from "./types.ts";

/** One answer of the log, given again; whoever replays many keeps a replayer. Throws `answer.missing`. */
export async function replayAnswer(deps: ReplayDependencies, id: string, against: Against): Promise<ReplayReport> {
  const replayer = createReplayer(deps);
  try {
    return await replayer.replay(id, { against });
  } finally {
    await replayer.close();
  }
}

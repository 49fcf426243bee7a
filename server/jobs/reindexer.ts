import { type ReindexDependencies, reindexAll, reindexStatus, resumeReindex } from "../../retrieval/index.ts";

/** Reindex runs as the server carries them out, beside everything else that it does. */
export interface Reindexer {
  /** Resolves when the run has begun. Throws `reindex.running` when one is open. */
  start(options: { reason: string; actor: string }): Promise<void>;
  /** Throws `reindex.none` or `reindex.other_program`. */
  resume(): Promise<void>;
  /** Goes on with a run whose process died; does nothing where none is open or it was stopped by a person. */
  recover(): Promise<void>;
  /** Resolves when what is carried out here has ended by itself. */
  settled(): Promise<void>;
  /** Resolves when no run is carried out here any more; an open one stays open for the next start. */
  stop(): Promise<void>;
}

export interface ReindexerOptions {
  reading: Omit<ReindexDependencies, "parser">;
  report(error: unknown): void;
}

export function createReindexer({ reading, report }: ReindexerOptions): Reindexer {
  const under = new Set<Promise<void>>();
  let stopping = false;

  /** Resolves at the first step, when the run stands in the database; rejects when there is none. */
  const carryOut = (work: (onProgress: () => void) => Promise<unknown>): Promise<void> =>
    new Promise((resolve, reject) => {
      let begun = false;
      const whole = work(() => {
        begun = true;
        resolve();
        if (stopping) throw new Interrupted();
      }).then(
        () => resolve(),
        (error: unknown) => {
          if (error instanceof Interrupted) return;
          if (begun) report(error);
          else reject(error);
        },
      );
      under.add(whole);
      void whole.finally(() => under.delete(whole));
    });

  return {
    start: ({ reason, actor }) => carryOut((onProgress) => reindexAll(reading, { reason, actor, onProgress })),
    resume: () => carryOut((onProgress) => resumeReindex(reading, onProgress)),
    recover: async () => {
      const open = await reindexStatus(reading.db);
      if (open === null || open.run.state === "stopped" || under.size > 0) return;
      await carryOut((onProgress) => resumeReindex(reading, onProgress));
    },
    settled: async () => {
      await Promise.all(under);
    },
    stop: async () => {
      stopping = true;
      await Promise.all(under);
    },
  };
}

/** Between two documents: the run stays "running" in the database, and the next start of the program goes on with it. */
class Interrupted extends Error {
  override readonly name = "Interrupted";
}

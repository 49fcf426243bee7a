import { createFileDecoder, type IngestDependencies, ingestDocument, settleWeights } from "../../retrieval/index.ts";
import type { Loops } from "../queue/loops.ts";
import type { ClaimedJob } from "./store.ts";
import { type Ingested, type IngestWorkerOptions, startIngestWorker } from "./worker.ts";

export interface IngestQueue {
  /** Something was uploaded in this process: do not wait for the next look. */
  nudge(): void;
  /** Starts reading what waits. */
  work(): Loops;
}

export interface IngestQueueOptions
  extends Pick<IngestWorkerOptions, "db" | "owner" | "leaseMs" | "pollMs" | "report"> {
  /** An uploaded file waits for approval: nobody's upload changes answers by itself. */
  ingest: Omit<IngestDependencies, "approval">;
}

export function createIngestQueue({ ingest, ...options }: IngestQueueOptions): IngestQueue {
  const running = new Set<Loops>();
  return {
    nudge: () => {
      for (const loops of running) loops.nudge();
    },
    work: () => {
      // One reading process for all files: starting its engines takes a good part of a second each time.
      const decoder = ingest.decoder ?? createFileDecoder();
      const loops = startIngestWorker({ ...options, ingest: (job) => ingestUpload({ ...ingest, decoder }, job) });
      running.add(loops);
      return {
        ...loops,
        stop: async () => {
          running.delete(loops);
          await loops.stop();
          await decoder.close();
        },
      };
    },
  };
}

async function ingestUpload(deps: IngestDependencies, job: ClaimedJob): Promise<Ingested> {
  const { bytes, sidecar, sourceName, collection } = job;
  const input = { bytes, sidecar: sidecar ?? undefined, sourceName, collection };
  const { outcome, saved, warnings } = await ingestDocument({ ...deps, approval: "manual" }, input);
  if (outcome === "new" || outcome === "updated") await settleWeights(deps.db);
  return {
    outcome,
    documentId: saved?.documentId ?? null,
    versionId: saved?.versionId ?? null,
    warnings: warnings.map(({ message }) => message),
  };
}

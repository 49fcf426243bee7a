export { createIngestQueue, type IngestQueue, type IngestQueueOptions } from "./queue.ts";
export { createReindexer, type Reindexer } from "./reindexer.ts";
export {
  addJobEvent,
  type ClaimedJob,
  cancelJob,
  getJob,
  type IngestJob,
  type JobEvent,
  type JobState,
  jobEvents,
  listJobs,
  retryJob,
} from "./store.ts";
export {
  type Accepted,
  acceptUpload,
  checkCollection,
  DEFAULT_COLLECTION,
  pairSidecars,
  type UploadedFile,
  type UploadOutcome,
} from "./uploads.ts";
export { type Ingested, type IngestWorkerOptions, startIngestWorker } from "./worker.ts";

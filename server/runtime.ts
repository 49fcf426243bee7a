import type { Answer, Channel, Invitations, People, Question, StatelessOptions } from "../bot/index.ts";
import type { Writer } from "../prompts/index.ts";
import type { IngestedFile, IngestProgress } from "../retrieval/index.ts";
import type { Audit } from "./audit/index.ts";
import type { ConsoleDependencies } from "./console/index.ts";
import type { Conversations } from "./conversations.ts";
import type { WebhooksDependencies } from "./http/webhooks.ts";
import type { IngestQueue, Reindexer } from "./jobs/index.ts";
import type { Library } from "./library/types.ts";
import type { Metrics } from "./ops/metrics.ts";
import type { ChannelState, Queue, QueueDepth } from "./queue/index.ts";
import type { ReplayDependencies } from "./replay/index.ts";
import type { WeeklyReport } from "./review/report/index.ts";

export interface IndexOptions {
  onProgress(progress: IngestProgress): void;
  /** Instead of the folder that holds each file. */
  collection?: string;
}

/** The assembled program, as the server, the command line and the tests use it. */
export interface Runtime {
  /** `channel` is where the question came from: "http", "cli". */
  ask(question: Question, channel: string, options?: Pick<StatelessOptions, "keptFor" | "countedFor">): Promise<Answer>;
  /** The web chat and the command line. */
  conversations: Conversations;
  /** Files and folders. Throws when a path does not exist; a file that fails is in the result. */
  index(paths: string[], options: IndexOptions): Promise<IngestedFile[]>;
  library: Library;
  /** Documents held. */
  count(): Promise<number>;
  /** The platforms that are configured. */
  channels: readonly Channel[];
  /** Null when no platform is configured: nothing comes in and nothing goes out. */
  queue: Queue | null;
  /** What the platforms call; null as the queue is. */
  webhooks: WebhooksDependencies | null;
  depth(): Promise<QueueDepth[]>;
  channelStates(): Promise<ChannelState[]>;
  /** Who may ask; null without SECRET_KEY, under which persons are stored. */
  enrolment: { invitations: Invitations; people: People } | null;
  /** The admin's console, but for what only the listening server knows. */
  console: Omit<ConsoleDependencies, "publicUrl" | "addressOf" | "closing">;
  /** For answers of the log that are given again. `openWriter`: the configured model; undefined where none is. */
  replay: Omit<ReplayDependencies, "writer"> & { openWriter(): Writer | undefined };
  /** Uploaded files that wait to be read. */
  jobs: IngestQueue;
  reindexer: Reindexer;
  audit: Audit;
  weeklyReport: WeeklyReport;
  metrics: Metrics;
  /** A fault of ours, for the log. */
  report(error: unknown): void;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  /** English remarks for whoever operates it. */
  notices: readonly string[];
  close(): Promise<void>;
}

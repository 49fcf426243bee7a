import type { Answer, Question } from "../bot/index.ts";
import type { IngestedFile, IngestProgress } from "../retrieval/index.ts";
import type { Library } from "./library/types.ts";

export interface IndexOptions {
  onProgress(progress: IngestProgress): void;
  /** Instead of the folder that holds each file. */
  collection?: string;
}

/** The assembled program, as the server, the command line and the tests use it. */
export interface Runtime {
  /** `channel` is where the question came from: "web", "http", "cli". */
  ask(question: Question, channel: string): Promise<Answer>;
  /** Files and folders. Throws when a path does not exist; a file that fails is in the result. */
  index(paths: string[], options: IndexOptions): Promise<IngestedFile[]>;
  library: Library;
  /** Documents held. */
  count(): Promise<number>;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  /** English remarks for whoever operates it. */
  notices: readonly string[];
  close(): Promise<void>;
}

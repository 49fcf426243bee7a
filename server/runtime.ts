import type { Answer, Question } from "../bot/index.ts";
import type { Library } from "./library/types.ts";

/** What became of one file. */
export interface IndexedFile {
  path: string;
  outcome: "new" | "updated" | "unchanged" | "failed";
  /** One English sentence for a failure. */
  reason: string | null;
  /** What could not be read, or contradicts what a person vouches for. */
  warnings: { code: string; message: string }[];
}

export interface IndexProgress {
  done: number;
  total: number;
  /** File that was just finished. */
  file: IndexedFile;
}

/** The assembled program, as the server, the command line and the tests use it. */
export interface Runtime {
  ask(question: Question): Promise<Answer>;
  /** Files and folders. Throws when a path does not exist; a file that fails is in the result. */
  index(paths: string[], onProgress: (progress: IndexProgress) => void): Promise<IndexedFile[]>;
  library: Library;
  /** Documents held. */
  count(): Promise<number>;
  /** Throws when the database does not answer. */
  ready(): Promise<void>;
  /** English remarks for whoever operates it. */
  notices: readonly string[];
  close(): Promise<void>;
}

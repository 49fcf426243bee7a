import { Readable } from "node:stream";
import type { Question } from "../../bot/index.ts";
import { AppError, type IngestedFile } from "../../retrieval/index.ts";
import { runCommand, type Surroundings } from "../../server/cli/command.ts";
import { readConfig } from "../../server/config.ts";
import { createMetrics } from "../../server/ops/metrics.ts";
import type { Runtime } from "../../server/runtime.ts";
import { fakeConversations } from "./fake-conversations.ts";
import { fakeAnswer, fakeLibrary } from "./fake-library.ts";

/** A program that answers everything but an empty question, and "indexes" what it is given. */
export function fakeRuntime(overrides: Partial<Runtime> = {}): Runtime {
  const ask = async ({ question }: Question) => {
    if (question.trim() === "") throw new AppError({ code: "question.empty", message: "The question is empty." });
    return fakeAnswer({ id: `answer to ${question}` });
  };
  return {
    ask,
    conversations: fakeConversations(ask),
    index: async (paths, options) =>
      fakeIndex(paths.map((path) => ({ path, outcome: "new", reason: null, warnings: [] })))(paths, options),
    library: fakeLibrary(),
    count: async () => 2,
    channels: [],
    queue: null,
    webhooks: null,
    depth: async () => [],
    channelStates: async () => [],
    enrolment: null,
    // No command or page that is run on this fake reaches them.
    console: {} as Runtime["console"],
    replay: {} as Runtime["replay"],
    jobs: { nudge: () => {}, work: () => ({ nudge: () => {}, stop: async () => {}, idleFor: () => 0 }) },
    reindexer: {
      start: async () => {},
      resume: async () => {},
      recover: async () => {},
      settled: async () => {},
      stop: async () => {},
    },
    // As the console: only what a listening server begins and ends.
    audit: { work: () => ({ stop: async () => {} }) } as Runtime["audit"],
    weeklyReport: {
      latest: () => "2026-11-16",
      text: async () => "",
      send: async () => 0,
      sentAt: async () => null,
      work: () => ({ stop: async () => {} }),
      turn: async () => false,
    },
    metrics: createMetrics({ queue: async () => [] }),
    report: () => {},
    ready: async () => {},
    notices: [],
    close: async () => {},
    ...overrides,
  };
}

/** An `index` that gives these files, one after the other. */
export function fakeIndex(files: IngestedFile[]): Runtime["index"] {
  return async (_paths, { onProgress }) => {
    for (const [index, file] of files.entries()) onProgress({ done: index + 1, total: files.length, file });
    return files;
  };
}

export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs the command line with everything outside it replaced. */
export async function runCli(argv: string[], overrides: Partial<Surroundings> & { input?: string } = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(argv, {
    config: () => readConfig({}),
    stdin: Readable.from([overrides.input ?? ""]),
    stdout: { write: (text) => void out.push(text) },
    stderr: { write: (text) => void err.push(text) },
    open: async () => fakeRuntime(),
    fetch: async () => {
      throw new TypeError("no network in tests");
    },
    user: "somebody",
    ...overrides,
  });
  return { code, out: out.join(""), err: err.join("") };
}

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Finished {
  code: number | null;
  out: string;
  err: string;
}

export interface Program {
  child: ChildProcess;
  /** Resolves with the first match in what it prints; rejects when it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  finished: Promise<Finished>;
}

export type Settings = Record<string, string>;

export const newFolder = () => mkdtempSync(join(tmpdir(), "trich-dan-e2e-"));

/** Runs one of our programs as a person would, in an environment that holds nothing of this machine's settings. `input` null leaves standard input open. */
export function start(args: string[], settings: Settings, input: string | null = ""): Program {
  // A third of what a start costs is to compile the same modules again; here Node keeps what it compiled, by content.
  const { PATH = "", HOME = "", NODE_COMPILE_CACHE = join(tmpdir(), "trich-dan-compile-cache") } = process.env;
  const env = { PATH, HOME, NODE_COMPILE_CACHE, ...settings };
  const child = spawn(process.execPath, args, { cwd: root, env });
  const written = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    written.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    written.err += chunk.toString();
  });
  if (input !== null) child.stdin.end(input);
  const finished = new Promise<Finished>((resolve) => child.once("close", (code) => resolve({ code, ...written })));
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(written.out);
        if (found !== null) resolve(found);
      };
      child.stdout.on("data", look);
      look();
      finished.then(({ code, err }) => reject(new Error(`ended with ${code} before it printed ${pattern}: ${err}`)));
    });
  return { child, printed, finished };
}

export const run = (args: string[], settings: Settings, input?: string) => start(args, settings, input).finished;

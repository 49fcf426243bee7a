import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { broken, type Fault, faultError, tooHeavy, tooSlow } from "./faults.ts";
import type { ReadingLimits } from "./limits.ts";
import type { IsolatedKind, ReadReply, ReadResult } from "./protocol.ts";

export interface IsolatedReader {
  read(kind: IsolatedKind, bytes: Uint8Array, name: string): Promise<ReadResult>;
  close(): Promise<void>;
}

/** All that the process may read: our readers, their packages, and the file that says both are modules. Not the data folder. */
const READABLE = ["../../../retrieval/", "../../../node_modules/", "../../../package.json"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);
const SCRIPT = fileURLToPath(new URL("./child.ts", import.meta.url));
/** Node reports the end of its heap so (SIGABRT by signal or as an exit code). */
const OUT_OF_MEMORY = new Set<string | number | null>(["SIGABRT", 134]);
const WATCH_MS = 250;

/**
 * Reads files in one process of its own, started when the first file comes and used again; a file that makes it fail,
 * hang or grow costs that process and is refused. Files wait for one another. An idle process holds up no exit.
 */
export function createIsolatedReader(limits: ReadingLimits): IsolatedReader {
  let child: ChildProcess | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const current = (): ChildProcess => {
    if (!child?.connected || child.exitCode !== null || child.signalCode !== null) child = start(limits);
    return child;
  };
  return {
    read(kind, bytes, name) {
      const mine = last.then(() => readIn(current(), { kind, bytes, name, limits }));
      last = mine.catch(() => {});
      return mine;
    },
    async close() {
      await last;
      const running = child;
      child = null;
      if (running) await stop(running);
    },
  };
}

/**
 * Nothing of our environment goes over: it may hold keys. The permission model leaves the process our own code to read,
 * no file to write and no program to start.
 */
function start({ heapMegabytes }: ReadingLimits): ChildProcess {
  const child = fork(SCRIPT, [], {
    env: {},
    execArgv: [
      `--max-old-space-size=${heapMegabytes}`,
      "--permission",
      ...READABLE.map((path) => `--allow-fs-read=${path}`),
      "--allow-worker",
      "--no-warnings",
    ],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  // Without a listener a failed start would end our own process; `readIn` hears of it by the exit or the send.
  child.on("error", () => {});
  setBusy(child, false);
  return child;
}

function setBusy(child: ChildProcess, busy: boolean): void {
  if (busy) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

interface Job {
  kind: IsolatedKind;
  bytes: Uint8Array;
  name: string;
  limits: ReadingLimits;
}

function readIn(child: ChildProcess, job: Job): Promise<ReadResult> {
  const { name, limits } = job;
  return new Promise<ReadResult>((resolve, reject) => {
    setBusy(child, true);
    let killedFor: Fault | null = null;
    const kill = (fault: Fault) => {
      killedFor ??= fault;
      child.kill("SIGKILL");
    };
    const whole = setTimeout(() => kill(tooSlow(name, limits.secondsAFile)), limits.secondsAFile * 1000);
    const step = setTimeout(() => kill(tooSlow(name, limits.secondsAStep)), limits.secondsAStep * 1000);
    const watch = watchMemory(child, limits.memoryMegabytes, () => kill(tooHeavy(name)));
    const settle = (finish: () => void) => {
      clearTimeout(whole);
      clearTimeout(step);
      watch.stop();
      child.off("message", onMessage);
      child.off("exit", onExit);
      setBusy(child, false);
      finish();
    };
    const onMessage = (reply: ReadReply) => {
      if (reply.state === "progress") step.refresh();
      else if (reply.state === "read") settle(() => resolve(reply.result));
      else settle(() => reject(faultError(reply.fault)));
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      const outOfMemory = OUT_OF_MEMORY.has(code) || OUT_OF_MEMORY.has(signal);
      settle(() => reject(faultError(killedFor ?? (outOfMemory ? tooHeavy(name) : broken(name, job.kind)))));
    };
    child.on("message", onMessage);
    child.once("exit", onExit);
    child.send(job, (error) => {
      if (error) kill(broken(name, job.kind));
    });
  });
}

/** The engines' memory lies outside the heap that Node limits. Only Linux tells it cheaply; elsewhere the heap's limit holds. */
function watchMemory(child: ChildProcess, most: number, tooMuch: () => void): { stop(): void } {
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    if (kilobytes > most * 1024) tooMuch();
  }, WATCH_MS);
  return { stop: () => clearInterval(timer) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.ref();
  child.kill("SIGKILL");
  await gone;
}

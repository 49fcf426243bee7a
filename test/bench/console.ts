import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  approve,
  type ConsoleServer,
  type FileToSend,
  sendFiles,
  settledJob,
  startConsole,
} from "../support/console-server.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";
import type { Settings } from "../support/program.ts";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));
const CORPORA = ["real", "seeds"];

const DATABASES = ["pglite", "postgres"] as const;
type DatabaseName = (typeof DATABASES)[number];

/** Times in seconds. */
export interface ConsoleReport {
  documents: number;
  failed: { name: string; fault: string }[];
  outcomes: Record<string, number>;
  /** From the first upload to the last file read. */
  read: number;
  approve: number;
  approved: number;
  /** The same files once more: what came of them, and how long it took. */
  again: { outcomes: Record<string, number>; seconds: number };
  peakMegabytes: number;
}

/** Both corpora through the console's HTTP interface of a real server: uploaded, read, approved, and sent once more. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, database: { type: "string" } } });
  if (!existsSync(SHARED)) throw new Error("The corpora (../shared) are not there; this bench needs them.");
  const reports: Partial<Record<DatabaseName, ConsoleReport>> = {};
  for (const name of DATABASES) {
    if (values.database !== undefined && values.database !== name) continue;
    if (name === "postgres" && testDatabaseUrl === null) {
      console.error("postgres: skipped, DATABASE_URL names no server (scripts/postgres-cluster.sh start prints one).");
      continue;
    }
    reports[name] = await measureOn(name);
  }
  console.log(values.json ? JSON.stringify(reports) : table(reports));
}

async function measureOn(name: DatabaseName): Promise<ConsoleReport> {
  if (name === "pglite") return measureConsole();
  const { url, drop } = await createEmptyDatabase(testDatabaseUrl as string);
  try {
    return await measureConsole({ DATABASE_URL: url });
  } finally {
    await drop();
  }
}

/** Throws when a file fails or the second run is work; used by the bench and by a test. */
export async function measureConsole(settings: Settings = {}): Promise<ConsoleReport> {
  const server = await startConsole(settings);
  try {
    const began = performance.now();
    const jobs = await settle(server, await sendAll(server));
    const read = secondsSince(began);
    const approving = performance.now();
    const versions = jobs.flatMap(({ versionId, outcome }) => (outcome === "pending" && versionId ? [versionId] : []));
    const approved = await approveAll(server, versions);
    const approveSeconds = secondsSince(approving);
    const beganAgain = performance.now();
    const again = await settle(server, await sendAll(server));
    return {
      documents: jobs.length,
      failed: jobs.filter(({ state }) => state === "failed").map(({ name, fault }) => ({ name, fault: fault ?? "" })),
      outcomes: counted(jobs),
      read,
      approve: approveSeconds,
      approved,
      again: { outcomes: counted(again), seconds: secondsSince(beganAgain) },
      peakMegabytes: peakOf(server),
    };
  } finally {
    await server.stop();
  }
}

interface Sent {
  name: string;
  jobId: number;
}

async function sendAll(server: ConsoleServer): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const corpus of CORPORA) {
    for (const files of filesWithSidecars(join(SHARED, "corpus", corpus))) {
      const [file] = await sendFiles(server, files, corpus);
      if (file?.jobId === undefined) throw new Error(`${files[0]?.name} was refused: ${file?.fault}`);
      sent.push({ name: file.name, jobId: file.jobId });
    }
  }
  return sent;
}

function filesWithSidecars(folder: string): FileToSend[][] {
  const read = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) });
  const texts = readdirSync(folder).filter((name) => extname(name) !== ".json");
  return texts.map((name) => {
    const sidecar = `${basename(name, extname(name))}.json`;
    return existsSync(join(folder, sidecar)) ? [read(name), read(sidecar)] : [read(name)];
  });
}

async function settle(server: ConsoleServer, sent: readonly Sent[]) {
  const jobs = [];
  for (const { name, jobId } of sent) jobs.push({ ...(await settledJob(server, jobId)), name });
  return jobs;
}

/** As the queue's form does, personal data confirmed one by one where the gate points at some. */
async function approveAll(server: ConsoleServer, versions: readonly number[]): Promise<number> {
  const refused: string[] = [];
  let left: readonly number[] = versions;
  while (left.length > 0) {
    const page = await approve(server, left);
    refused.push(...[...page.matchAll(/href="\/quan-tri\/cho-duyet\/(\d+)">[^<]*<\/a>:/g)].map(([, id]) => id ?? ""));
    left = [...page.matchAll(/name="ban" value="(\d+)"[^>]* checked/g)].map(([, id]) => Number(id));
  }
  for (const id of refused) {
    const response = await server.request(`/quan-tri/cho-duyet/${id}/duyet`, {
      method: "POST",
      body: new URLSearchParams({ "da-xem": "co" }),
    });
    if (response.status !== 303) throw new Error(`Version ${id} could not be approved: ${response.status}`);
  }
  return versions.length;
}

function counted(jobs: readonly { outcome: string | null; state: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, state } of jobs) counts[outcome ?? state] = (counts[outcome ?? state] ?? 0) + 1;
  return counts;
}

const secondsSince = (began: number) => Math.round((performance.now() - began) / 100) / 10;

/** Linux counts the highest resident size of a process; elsewhere it is not told. */
function peakOf({ program }: ConsoleServer): number {
  try {
    const status = readFileSync(`/proc/${program.child.pid}/status`, "utf8");
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function table(reports: Partial<Record<DatabaseName, ConsoleReport>>): string {
  return Object.entries(reports)
    .map(([name, { documents, failed, outcomes, read, approve, approved, again, peakMegabytes }]) =>
      [
        `${name}: ${documents} documents, ${failed.length} failed, ${JSON.stringify(outcomes)}`,
        `  read in ${read} s, ${approved} approved in ${approve} s, peak ${peakMegabytes} MB`,
        `  once more: ${JSON.stringify(again.outcomes)} in ${again.seconds} s`,
        ...failed.map(({ name: file, fault }) => `  failed: ${file}: ${fault}`),
      ].join("\n"),
    )
    .join("\n");
}

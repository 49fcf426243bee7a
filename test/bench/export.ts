import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Database, openDatabase } from "../../retrieval/index.ts";
import { createSigner } from "../../server/audit/index.ts";
import { createExports, type ExportFormat, FORMATS } from "../../server/review/export/index.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";
import { fillLog } from "../support/filled-log.ts";

const ROWS = 1_000_000;
/** What an export may take beside what the process had before it, whatever the number of rows. */
export const MEMORY_BOUND_MB = 256;

interface Measured {
  rows: number;
  seconds: number;
  rowsPerSecond: number;
  megabytes: number;
  /** Highest resident size above that before the export. */
  peakMegabytes: number;
  /** The same over the first twentieth of the rows. */
  peakAtTwentieth: number;
}

type Report = Record<string, Partial<Record<ExportFormat, Measured>>>;

/**
 * `npm run bench -- export [--rows N] [--database pglite|postgres] [--format F] [--json]`: a log of a million exchanges of
 * the usual sizes to each format, words included. Exits with 1 where the memory bound is broken. export-baseline.json has
 * what was measured, speeds as ratios to CSV's: 684 rows/s on two cores that eight other programs shared, and 1,000 with
 * less company.
 */
export async function run(args: string[]): Promise<void> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: { json: { type: "boolean" }, rows: text, database: text, format: text },
  });
  const rows = Number(values.rows ?? ROWS);
  const formats = FORMATS.filter((format) => values.format === undefined || values.format === format);
  const report: Report = {};
  for (const name of ["postgres", "pglite"] as const) {
    if (values.database !== undefined && values.database !== name) continue;
    if (name === "postgres" && testDatabaseUrl === null) {
      console.error("postgres: skipped, DATABASE_URL names no server (scripts/postgres-cluster.sh start prints one).");
      continue;
    }
    report[name] = await measureOn(name, rows, formats);
  }
  console.log(values.json ? JSON.stringify(report) : table(report));
  const all = Object.values(report).flatMap((one) => Object.values(one));
  if (all.some(({ peakMegabytes }) => peakMegabytes > MEMORY_BOUND_MB)) {
    throw new Error(`An export took more than ${MEMORY_BOUND_MB} MB above the start.`);
  }
}

async function measureOn(name: "postgres" | "pglite", rows: number, formats: readonly ExportFormat[]) {
  const folder = mkdtempSync(join(tmpdir(), "trich-dan-bench-export-"));
  const empty = name === "postgres" ? await createEmptyDatabase(testDatabaseUrl as string) : null;
  const db = await openDatabase(empty === null ? { dataDir: folder } : { databaseUrl: empty.url });
  try {
    const began = performance.now();
    await fillLog(db, rows);
    console.error(`${name}: ${rows} exchanges made in ${seconds(began)} s`);
    const measured: Partial<Record<ExportFormat, Measured>> = {};
    for (const format of formats) {
      measured[format] = await measureExport(db, format, rows);
      console.error(`${name} ${format}: ${JSON.stringify(measured[format])}`);
    }
    return measured;
  } finally {
    await db.close();
    await empty?.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureExport(db: Database, format: ExportFormat, expected: number): Promise<Measured> {
  const report = (error: unknown) => console.error(error);
  const exports = createExports({ db, signer: createSigner("a key of the bench"), program: "bench", report });
  const start = settledMemory();
  const began = performance.now();
  const { bytes, manifest } = await exports.open({ format, filter: {}, columns: null, words: true, by: "bench" });
  let [size, peak, peakAtTwentieth, looked] = [0, 0, 0, 0];
  // A format's size is known at its end only: the twentieth is told by what a row takes.
  for await (const piece of bytes) {
    size += piece.length;
    if (performance.now() - looked < 50) continue;
    looked = performance.now();
    peak = Math.max(peak, residentMegabytes() - start);
    if (size < (expected / 20) * BYTES_A_ROW[format]) peakAtTwentieth = peak;
  }
  const { rows } = manifest();
  if (rows !== expected) throw new Error(`${format} holds ${rows} of ${expected} rows.`);
  const took = seconds(began);
  return {
    ...{ rows, seconds: took, rowsPerSecond: Math.round(rows / took), megabytes: Math.round(size / 1e6) },
    ...{ peakMegabytes: Math.round(peak), peakAtTwentieth: Math.round(peakAtTwentieth) },
  };
}

/** About, to know where a twentieth of the rows is. */
const BYTES_A_ROW: Readonly<Record<ExportFormat, number>> = { csv: 2200, xlsx: 240, jsonl: 7000 };

function settledMemory(): number {
  globalThis.gc?.();
  return residentMegabytes();
}

/** Of this process: PGlite's own memory is in it, PostgreSQL's is not. */
function residentMegabytes(): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return process.memoryUsage.rss() / 1024 / 1024;
  }
}

const seconds = (began: number) => Math.round((performance.now() - began) / 100) / 10;

function table(report: Report): string {
  return Object.entries(report)
    .flatMap(([database, formats]) =>
      Object.entries(formats).map(
        ([format, { rows, seconds: took, rowsPerSecond, megabytes, peakMegabytes, peakAtTwentieth }]) =>
          `${database} ${format}: ${rows} rows, ${megabytes} MB in ${took} s (${rowsPerSecond} rows/s), peak ${peakMegabytes} MB above the start (${peakAtTwentieth} MB over the first twentieth)`,
      ),
    )
    .join("\n");
}

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { createPipeline } from "../../bot/index.ts";
import { createOfflineEmbedder, hybridSearch, ingestFiles, openDatabase } from "../../retrieval/index.ts";
import { createEmptyDatabase, testDatabaseUrl } from "../support/database.ts";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));
const CORPUS = [`${SHARED}corpus/real`, `${SHARED}corpus/seeds`];
const QUESTIONS = [`${SHARED}eval/questions-real.jsonl`, `${SHARED}eval/questions-seeds.jsonl`];

const DATABASES = ["pglite", "postgres"] as const;
type DatabaseName = (typeof DATABASES)[number];

interface Percentiles {
  p50: number;
  p95: number;
}

/** Times in milliseconds. */
interface AskReport {
  documents: number;
  passages: number;
  indexPerDocument: number;
  /** Opening an indexed database and answering the first question. */
  coldStart: number;
  questions: number;
  answer: Percentiles;
  /** The hybrid search of the same question, nothing else. */
  bareSearch: Percentiles;
  /** `answer` divided by `bareSearch`. */
  ratio: Percentiles;
  peakMegabytes: number;
}

/** The whole pipeline over both corpora; each database in a process of its own, so that peak memory is its own. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" }, database: { type: "string" } } });
  if (!existsSync(SHARED)) throw new Error("The corpora (../shared) are not there; this bench needs them.");
  if (values.database) {
    console.log(JSON.stringify(await measureIn(values.database as DatabaseName)));
    return;
  }
  const reports: Partial<Record<DatabaseName, AskReport>> = {};
  for (const name of DATABASES) {
    if (name === "postgres" && testDatabaseUrl === null) {
      console.error("postgres: skipped, DATABASE_URL names no server (scripts/postgres-cluster.sh start prints one).");
      continue;
    }
    reports[name] = await measureInChild(name);
  }
  console.log(values.json ? JSON.stringify(reports) : table(reports));
}

async function measureInChild(name: DatabaseName): Promise<AskReport> {
  const script = fileURLToPath(new URL("./run.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, "ask", "--database", name]);
  return JSON.parse(stdout) as AskReport;
}

async function measureIn(name: DatabaseName): Promise<AskReport> {
  if (name === "postgres") {
    const { url, drop } = await createEmptyDatabase(testDatabaseUrl ?? "");
    return measure({ databaseUrl: url }).finally(drop);
  }
  const dataDir = mkdtempSync(join(tmpdir(), "trich-dan-bench-"));
  return measure({ dataDir }).finally(() => rmSync(dataDir, { recursive: true, force: true }));
}

async function measure(place: { databaseUrl: string } | { dataDir: string }): Promise<AskReport> {
  const questions = QUESTIONS.flatMap(readQuestions);
  const indexed = await indexCorpora(place);
  const started = performance.now();
  const db = await openDatabase(place);
  const embedder = createOfflineEmbedder();
  const pipeline = createPipeline({ db, embedder });
  await pipeline.ask({ question: questions[0] ?? "" }, { channel: "bench" });
  const coldStart = round(performance.now() - started);
  const [answers, searches]: [number[], number[]] = [[], []];
  for (const question of questions) {
    const values = (await embedder.embed([question], "question"))[0]!;
    searches.push(await timed(() => hybridSearch(db, { question, vector: { model: embedder.model, values } })));
    answers.push(await timed(() => pipeline.ask({ question }, { channel: "bench" })));
  }
  await db.close();
  const [answer, bareSearch] = [percentiles(answers), percentiles(searches)];
  return {
    ...indexed,
    coldStart,
    questions: questions.length,
    answer,
    bareSearch,
    ratio: { p50: round(answer.p50 / bareSearch.p50), p95: round(answer.p95 / bareSearch.p95) },
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

async function indexCorpora(place: { databaseUrl: string } | { dataDir: string }) {
  const db = await openDatabase(place);
  const embedder = createOfflineEmbedder();
  const started = performance.now();
  const files = await ingestFiles({ db, embedder }, CORPUS);
  const indexPerDocument = round((performance.now() - started) / files.length);
  const [row] = await db.query<{ passages: number }>("select passages from index_state");
  await db.close();
  return { documents: files.length, passages: row?.passages ?? 0, indexPerDocument };
}

function readQuestions(file: string): string[] {
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { question: string }).question);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function percentiles(times: number[]): Percentiles {
  const sorted = times.toSorted((x, y) => x - y);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { p50: at(0.5), p95: at(0.95) };
}

const round = (value: number) => Math.round(value * 10) / 10;

function table(reports: Partial<Record<DatabaseName, AskReport>>): string {
  const pair = ({ p50, p95 }: Percentiles) => `${p50} / ${p95}`;
  const lines = Object.entries(reports).map(([name, report]) =>
    [
      `${name}: ${report.documents} documents, ${report.passages} passages, ${report.questions} questions`,
      `  answer p50 / p95        ${pair(report.answer)} ms`,
      `  bare search p50 / p95   ${pair(report.bareSearch)} ms (ratio ${pair(report.ratio)})`,
      `  cold start              ${report.coldStart} ms`,
      `  indexing a document     ${report.indexPerDocument} ms`,
      `  peak memory             ${report.peakMegabytes} MB`,
    ].join("\n"),
  );
  return lines.join("\n");
}

/**
 * npm run eval [-- --set NAME] [--json] [--gate] [--save] [--failures]
 * npm run eval -- --questions FILE --documents FOLDER [--documents FOLDER]
 * npm run eval -- --file FILE [--documents FOLDER]…
 * npm run eval -- --faithful-model
 * npm run eval -- --weights [--store] [--set NAME]
 *
 * Asks the whole pipeline every question of a set over that set's documents alone; with --faithful-model through the
 * model's path, with a scripted model that writes what the documents say. `--gate` fails below the committed
 * baseline; `--save` writes it. --file takes what `npm run admin -- eval-questions` prints, of the database that the
 * settings name, with its models, or of the given documents; it stores nothing and fails when a question does. --weights measures how much the configured embedding model should weigh. The sets over ../shared are left out, and said to be, where that folder is absent.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createPipeline } from "../../bot/index.ts";
import { createWriter, type Writer } from "../../prompts/index.ts";
import {
  createOfflineEmbedder,
  type Database,
  type Embedder,
  ingestFiles,
  openDatabase,
  systemClock,
} from "../../retrieval/index.ts";
import { readConfig } from "../../server/config.ts";
import { openModels } from "../../server/models.ts";
import { createLog } from "../../server/ops/log.ts";
import { faithfulModel } from "../support/faithful-model.ts";
import { scoreReviewed } from "./reviewed.ts";
import { type EvalAnswer, type EvalQuestion, readQuestions, readSources, type Score, scoreAnswers } from "./score.ts";
import { bestOf, configuredEmbedder, storeWeight, weigh } from "./weights.ts";

interface EvalSet {
  name: string;
  questions: string;
  documents: string[];
  /** Folder that the shared scorer gets; null for our own set. */
  corpus: string | null;
}

interface SetResult extends Score {
  /** What the shared scorer says, where it is there: it decides. */
  shared: { passed: number; total: number } | null;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = join(root, "../shared");
const BASELINE = join(root, "test/eval/baseline.json");

const { values } = parseArgs({
  options: {
    set: { type: "string", multiple: true },
    questions: { type: "string" },
    file: { type: "string" },
    documents: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    failures: { type: "boolean", default: false },
    "faithful-model": { type: "boolean", default: false },
    weights: { type: "boolean", default: false },
    store: { type: "boolean", default: false },
  },
});
const say = (line: string) => (values.json ? console.error(line) : console.log(line));

function chosenSets(): EvalSet[] {
  if (values.questions !== undefined) {
    const documents = values.documents ?? [];
    return [{ name: "given", questions: values.questions, documents, corpus: null }];
  }
  const seeds = join(shared, "corpus/seeds");
  const real = join(shared, "corpus/real");
  const all: EvalSet[] = [
    {
      name: "samples",
      questions: join(root, "test/eval/samples-questions.jsonl"),
      documents: [join(root, "samples")],
      corpus: null,
    },
    {
      name: "kinds",
      questions: join(root, "test/eval/kinds-samples-questions.jsonl"),
      documents: [join(root, "samples")],
      corpus: null,
    },
    { name: "seeds", questions: join(shared, "eval/questions-seeds.jsonl"), documents: [seeds], corpus: seeds },
    {
      name: "real",
      questions: join(shared, "eval/questions-real.jsonl"),
      documents: [seeds, real],
      corpus: join(shared, "corpus"),
    },
    {
      name: "kinds-real",
      questions: join(root, "test/eval/kinds-real-questions.jsonl"),
      documents: [seeds, real],
      corpus: null,
    },
  ];
  const wanted = all.filter(({ name }) => values.set === undefined || values.set.includes(name));
  const isHere = ({ questions, documents }: EvalSet) => [questions, ...documents].every((path) => existsSync(path));
  for (const set of wanted)
    if (!isHere(set)) say(`${set.name}: left out, its questions or documents are not on this machine`);
  return wanted.filter(isHere);
}

/** Sets over the same documents are asked of one index: the real ones take a minute to read. */
async function runSets(sets: readonly EvalSet[]): Promise<Record<string, SetResult>> {
  const results: Record<string, SetResult> = {};
  for (const documents of new Set(sets.map((set) => set.documents.join("\n")))) {
    const asked = sets.filter((set) => set.documents.join("\n") === documents);
    for (const [name, result] of await runOver(documents.split("\n"), asked)) results[name] = result;
  }
  return results;
}

async function runOver(documents: string[], sets: readonly EvalSet[]): Promise<[string, SetResult][]> {
  const db = await openDatabase({ memory: true });
  try {
    const embedder = createOfflineEmbedder();
    const files = await ingestFiles({ db, embedder }, documents);
    for (const { path, reason } of files.filter(({ outcome }) => outcome === "failed"))
      say(`not indexed: ${path}: ${reason}`);
    const results: [string, SetResult][] = [];
    for (const set of sets) results.push([set.name, await runSet(set, { db, embedder })]);
    return results;
  } finally {
    await db.close();
  }
}

async function runSet(set: EvalSet, { db, embedder }: { db: Database; embedder: Embedder }): Promise<SetResult> {
  const questions = readQuestions(set.questions);
  const answers = await askAll(createPipeline({ db, embedder, ...withWriter() }), questions);
  const score = scoreAnswers(questions, answers, readSources(set.documents));
  return { ...score, shared: set.corpus === null ? null : sharedScore(set, set.corpus, answers) };
}

function withWriter(): { writer?: Writer } {
  if (!values["faithful-model"]) return {};
  return { writer: createWriter({ model: faithfulModel(), clock: systemClock(), limitMs: 60_000 }) };
}

async function askAll(
  pipeline: ReturnType<typeof createPipeline>,
  questions: EvalQuestion[],
): Promise<Map<string, EvalAnswer>> {
  const answers = new Map<string, EvalAnswer>();
  for (const { id, question, history } of questions) {
    const asked = history === undefined ? { question } : { question, history };
    answers.set(id, await pipeline.ask(asked, { channel: "eval" }).catch((error: unknown) => refused(id, error)));
  }
  return answers;
}

function refused(id: string, error: unknown): null {
  say(`${id} was refused: ${error instanceof Error ? error.message : String(error)}`);
  return null;
}

/** The scorer that the sets over ../shared came with has the last word on them. */
function sharedScore({ questions }: EvalSet, corpus: string, answers: Map<string, EvalAnswer>): SetResult["shared"] {
  const scorer = join(shared, "eval/score.mjs");
  if (!existsSync(scorer)) return null;
  const folder = mkdtempSync(join(tmpdir(), "trich-dan-eval-"));
  const file = join(folder, "answers.jsonl");
  const lines = [...answers].flatMap(([id, answer]) => (answer === null ? [] : [JSON.stringify({ ...answer, id })]));
  writeFileSync(file, `${lines.join("\n")}\n`);
  const printed = runScorer([scorer, questions, file, corpus]);
  rmSync(folder, { recursive: true });
  const [, passed, total] = /^passed (\d+)\/(\d+)/m.exec(printed) ?? [];
  return { passed: Number(passed), total: Number(total) };
}

/** It ends with 1 when a question failed, which is an answer and no fault. */
function runScorer(args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { encoding: "utf8" });
  } catch (error) {
    return error instanceof Error && "stdout" in error ? String(error.stdout) : "";
  }
}

function report(name: string, result: SetResult): void {
  say(
    `${name}: passed ${result.passed}/${result.total}${result.shared === null ? "" : ` (shared scorer: ${result.shared.passed}/${result.shared.total})`}`,
  );
  say(
    `  ${Object.entries(result.byKind)
      .map(([kind, { passed, total }]) => `${kind} ${passed}/${total}`)
      .join(", ")}`,
  );
  const { passages, citations, quotes } = result;
  say(
    `  passages found ${passages.found}/${passages.wanted}; citations misplaced ${citations.misplaced}/${citations.cited}; quotes verbatim ${quotes.verbatim}/${quotes.total}`,
  );
  if (!values.failures) return;
  for (const { id, question, why } of result.failures) say(`  ${id}\t${question}\n\t${why.join("; ")}`);
}

interface Baseline {
  passed: number;
  total: number;
  misplaced: number;
}

/** What got worse than the committed baseline. A quote that is not verbatim is always too many. */
function regressions(results: Record<string, SetResult>): string[] {
  const baseline = JSON.parse(readFileSync(BASELINE, "utf8")) as Record<string, Baseline>;
  return Object.entries(results).flatMap(([name, { passed, total, shared: official, citations, quotes }]) => {
    const least = baseline[name];
    if (least === undefined) return [];
    const reached = Math.min(passed, official?.passed ?? passed);
    return [
      reached < least.passed
        ? `${name}: passed ${reached}/${total}, the baseline is ${least.passed}/${least.total}`
        : "",
      citations.misplaced > least.misplaced
        ? `${name}: ${citations.misplaced} citations misplaced, the baseline is ${least.misplaced}`
        : "",
      quotes.verbatim < quotes.total ? `${name}: ${quotes.total - quotes.verbatim} quotes are not verbatim` : "",
    ].filter((line) => line !== "");
  });
}

function save(results: Record<string, SetResult>): void {
  const old = existsSync(BASELINE) ? (JSON.parse(readFileSync(BASELINE, "utf8")) as Record<string, Baseline>) : {};
  const reached = Object.entries(results).map(([name, { passed, total, shared: official, citations }]) => {
    const entry: Baseline = {
      passed: Math.min(passed, official?.passed ?? passed),
      total,
      misplaced: citations.misplaced,
    };
    return [name, entry] as const;
  });
  writeFileSync(BASELINE, `${JSON.stringify({ ...old, ...Object.fromEntries(reached) }, null, 2)}\n`);
}

/** The sets over the machine's real documents take minutes a weight: they are measured when they are named. */
async function measureWeights(): Promise<void> {
  const config = readConfig();
  const embedder = configuredEmbedder(config);
  const sets = chosenSets().filter(({ name }) => !/real$/.test(name) || values.set?.includes(name));
  const weighed = await weigh(embedder, sets);
  for (const { weight, passed, found, questions } of weighed)
    say(`${embedder.model} at ${weight}: passed ${passed}/${questions}, passages found ${found}`);
  const best = bestOf(weighed);
  const measuredOn = `${sets.map(({ name }) => name).join(", ")}: ${best.questions} questions`;
  say(`best: ${best.weight} (${measuredOn})`);
  if (values.store) await storeWeight(config, embedder.model, best, measuredOn);
}

/** The reviewed questions of a file. Returns the exit code. */
async function runFile(file: string): Promise<number> {
  const questions = readQuestions(file);
  const { documents } = values;
  const score = await (documents === undefined ? overIndexed(questions) : overDocuments(questions, documents));
  report(file, { ...score, shared: null });
  if (values.json) console.log(JSON.stringify({ [file]: score }));
  return score.passed === score.total ? 0 : 1;
}

async function overIndexed(questions: EvalQuestion[]): Promise<Score> {
  const config = readConfig();
  const { databaseUrl, dataDir } = config;
  const db = await openDatabase(databaseUrl === null ? { dataDir } : { databaseUrl });
  try {
    const { embedder, formerEmbedder, writer } = await openModels(config, { db, log: createLog({ level: "silent" }) });
    return await scoreReviewed({ db, embedder, formerEmbedder, writer, questions, say });
  } finally {
    await db.close();
  }
}

async function overDocuments(questions: EvalQuestion[], documents: string[]): Promise<Score> {
  const db = await openDatabase({ memory: true });
  try {
    const embedder = createOfflineEmbedder();
    await ingestFiles({ db, embedder }, documents);
    return await scoreReviewed({ db, embedder, questions, say });
  } finally {
    await db.close();
  }
}

if (values.file !== undefined) process.exit(await runFile(values.file));

if (values.weights) {
  await measureWeights();
  process.exit(0);
}

const results = await runSets(chosenSets());
for (const [name, result] of Object.entries(results)) report(name, result);
if (values.save) save(results);
if (values.json) console.log(JSON.stringify(results));
const worse = values.gate ? regressions(results) : [];
for (const line of worse) console.error(`worse: ${line}`);
process.exitCode = worse.length > 0 ? 1 : 0;

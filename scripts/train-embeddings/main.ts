/**
 * npm run train-embeddings -- PATH… --out FILE [--exclude FILE]… [--evaluate] …
 *
 * Trains word vectors from folders and files of text; docs/vectors.md says what for and with what success.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { createWordEmbedder } from "../../retrieval/embed/offline-vectors.ts";
import { packWordVectors, readWordVectors } from "../../retrieval/embed/word-vectors.ts";
import { type ReadCorpus, readCorpus } from "./corpus.ts";
import { evaluation } from "./evaluate/evaluation.ts";
import { manifestOf, sha256 } from "./manifest.ts";
import { type Progress, progressOn } from "./progress.ts";
import { allowsAllBut, readQuestions } from "./refused.ts";
import { openSources, type Sources } from "./sources.ts";
import { packSyllablePairs } from "./syllable-pairs.ts";
import { DEFAULT_SETTINGS, quantised, type TrainSettings, trainVectors } from "./train.ts";

const USAGE = `Usage: npm run train-embeddings -- PATH… --out FILE

  PATH                 folders and files: .txt, .md, .html, .docx, .doc, .rtf, .pdf, or gzipped text, a paragraph a line
  --out FILE           where the vectors go; FILE.json says what they were made of
  --exclude FILE       a paragraph that holds one of these questions (JSON lines or plain lines) is left out
  --evaluate           prints neighbours and how well questions find their answers
  --from FILE          with --evaluate: no training, these vectors
  --words "a, b"       words whose neighbours are printed
  --corpus, --queries  another set of questions than the benchmark's
  --set NAME=VALUE     another setting: ${Object.keys(DEFAULT_SETTINGS).join(", ")}
  --workers N          threads (2); the result is the same with one
  --least-count N      a syllable that is rarer is not learned (10)
  --most-tokens N      syllables held in memory (40,000,000: some 0.6 GB); what comes after is not read
  --restorer FILE      also writes how syllables follow one another, for putting diacritics back`;

const OPTIONS = {
  out: { type: "string" },
  from: { type: "string" },
  exclude: { type: "string", multiple: true },
  evaluate: { type: "boolean", default: false },
  words: { type: "string" },
  corpus: { type: "string" },
  queries: { type: "string" },
  set: { type: "string", multiple: true },
  workers: { type: "string", default: "2" },
  "least-count": { type: "string", default: "10" },
  "most-tokens": { type: "string", default: "40000000" },
  restorer: { type: "string" },
} as const;

type Options = ReturnType<typeof readArguments>["values"];

function readArguments() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

function settingsFrom(changes: readonly string[]): TrainSettings {
  const settings: Record<string, number> = { ...DEFAULT_SETTINGS };
  for (const change of changes) {
    const [name = "", value = ""] = change.split("=");
    if (!(name in settings) || value === "" || !Number.isFinite(Number(value)))
      throw new Error(`--set ${change}: not NAME=NUMBER with one of ${Object.keys(DEFAULT_SETTINGS).join(", ")}.`);
    settings[name] = Number(value);
  }
  return settings as unknown as TrainSettings;
}

function wholeNumber(name: "workers" | "least-count" | "most-tokens", values: Options): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${values[name]}: not a whole number above 0.`);
  return value;
}

async function readAll(sources: Sources, values: Options, progress: Progress): Promise<ReadCorpus> {
  const read = await readCorpus({
    paragraphs: sources.paragraphs(),
    mostTokens: wholeNumber("most-tokens", values),
    leastCount: wholeNumber("least-count", values),
    isAllowed: allowsAllBut((values.exclude ?? []).flatMap(readQuestions)),
    onProgress: (paragraphs) => progress.step("paragraphs read", paragraphs, 0),
  });
  for (const problem of sources.unreadable) progress.say(`not read: ${problem}`);
  const { tokens, forms } = read.corpus;
  progress.say(`${read.paragraphs} paragraphs, ${tokens.length} tokens, ${forms.length} syllables`);
  if (read.unread > 0) progress.say(`${read.unread} paragraphs were not read: see --most-tokens`);
  if (forms.length < 2) throw new Error("There is too little text to learn from.");
  return read;
}

async function train(paths: string[], values: Options & { out: string }, progress: Progress): Promise<ReadCorpus> {
  const settings = settingsFrom(values.set ?? []);
  const workers = wholeNumber("workers", values);
  const sources = await openSources(paths);
  const read = await readAll(sources, values, progress);
  const trained = await trainVectors({
    corpus: read.corpus,
    settings,
    workers,
    onProgress: ({ step, steps, loss }) => progress.step(`loss ${loss.toFixed(3)}, step`, step, steps),
  });
  const vectors = quantised(trained, read.corpus);
  const manifest = manifestOf({ sources: sources.records, read, settings, vectors });
  const bytes = packWordVectors({ ...vectors, manifest });
  writeFileSync(values.out, bytes);
  const model = createWordEmbedder(readWordVectors(bytes, values.out)).model;
  const file = { name: basename(values.out), bytes: bytes.length, sha256: sha256(bytes) };
  writeFileSync(`${values.out}.json`, `${JSON.stringify({ model, file, ...manifest }, null, 2)}\n`);
  if (values.restorer !== undefined) writeFileSync(values.restorer, packSyllablePairs(read.corpus));
  progress.say(`${values.out}: ${bytes.length} bytes, ${model}`);
  return read;
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const { out, from, evaluate } = values;
  const isWhole = from === undefined ? out !== undefined && positionals.length > 0 : evaluate;
  if (!isWhole) throw new Error(USAGE);
  const progress = progressOn(process.stderr);
  try {
    const read =
      from !== undefined || out === undefined ? null : await train(positionals, { ...values, out }, progress);
    if (!evaluate) return;
    const file = from ?? out!;
    const vectors = readWordVectors(readFileSync(file), basename(file));
    for await (const line of evaluation({ ...values, vectors, heldOut: read?.heldOut ?? [] })) console.log(line);
  } finally {
    progress.end();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

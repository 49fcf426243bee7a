import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createOfflineEmbedder, type Embedder } from "../../retrieval/index.ts";
import { syllables } from "../../retrieval/text/index.ts";
import { readCorpus } from "../../scripts/train-embeddings/corpus.ts";
import { DEFAULT_SETTINGS, trainVectors } from "../../scripts/train-embeddings/train.ts";
import { madeUpText } from "../train-embeddings/text.ts";

const FILE = fileURLToPath(new URL("../../retrieval/embed/data/offline-words.bin", import.meta.url));
const SAMPLE = new URL("../../samples/ban-tom-luoc-lang-son-ubnd-kgvx.txt", import.meta.url);
const PASSAGES = 3000;

export interface EmbedReport {
  megabytes: number;
  /** On the heap and beside it, once the vectors are there. */
  memoryMegabytes: number;
  /** This and the following in processor time. */
  loadMs: number;
  passagesASecond: number;
  questionsASecond: number;
  trainedExamplesASecond: number;
  /** Divided by the time of cutting the same passages into syllables: what does not depend on the machine. */
  ratio: { load: number; passage: number; question: number; training: number };
}

/** `npm run bench -- embed`: loading, embedding and training of the offline vectors. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: "boolean" } } });
  const report = await measure();
  console.log(values.json ? JSON.stringify(report) : `${table(report)}\n${compareWithBaseline(report)}`);
}

/** A document number changes, so that nothing is the same text twice. */
function passages(): string[] {
  const clauses = readFileSync(SAMPLE, "utf8").split(/\n\n(?=\d\. )/);
  return Array.from({ length: PASSAGES }, (_, at) => `Công văn\n${at}/UBND-KGVX\n${clauses[at % clauses.length]}`);
}

const QUESTION = "Sở Tài chính phải bố trí kinh phí cho truyền thông chính sách thế nào?";

async function measure(): Promise<EmbedReport> {
  const texts = passages();
  const yardstick = (await elapsed(async () => texts.map((text) => syllables(text)))) / texts.length;
  const before = process.memoryUsage();
  const loaded: Embedder[] = [];
  const load = await elapsed(async () => loaded.push(createOfflineEmbedder(FILE)));
  const after = process.memoryUsage();
  const embedder = loaded[0]!;
  await embedder.embed(texts.slice(0, 300), "passage");
  const passage = (await elapsed(() => embedder.embed(texts, "passage"))) / texts.length;
  const questions = texts.map((_, at) => `${QUESTION} (${at})`);
  const question = (await elapsed(() => embedder.embed(questions, "question"))) / questions.length;
  const training = await trainingTime();
  return {
    megabytes: round(statSync(FILE).size / 1e6),
    memoryMegabytes: round((after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6),
    loadMs: round(load * 1000),
    passagesASecond: Math.round(1 / passage),
    questionsASecond: Math.round(1 / question),
    trainedExamplesASecond: Math.round(1 / training),
    ratio: {
      load: round(load / yardstick),
      passage: round(passage / yardstick),
      question: round(question / yardstick),
      training: round(training / yardstick),
    },
  };
}

/** Seconds an example, by one thread and with the shipped settings. */
async function trainingTime(): Promise<number> {
  async function* lines() {
    yield* madeUpText(6000).split("\n");
  }
  const { corpus } = await readCorpus({
    ...{ paragraphs: lines(), mostTokens: 1_000_000, leastCount: 2 },
    ...{ isAllowed: () => true, onProgress: () => {} },
  });
  let steps = 0;
  const settings = { ...DEFAULT_SETTINGS, epochs: 1, leastPair: 5 };
  const onProgress = (done: { steps: number }) => {
    steps = done.steps;
  };
  const time = await elapsed(() => trainVectors({ corpus, settings, workers: 1, onProgress }));
  return time / (steps * settings.shards * settings.shardSize);
}

/** Seconds of processor time of all threads: what the clock says hangs on what else the machine is doing. */
async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** A machine under load moves ratios, too; what doubles is a change of the program. */
const MOST_WORSE = 2;
const MOST_MEGABYTES = 12;

function compareWithBaseline({ ratio, megabytes }: EmbedReport): string {
  const baseline = JSON.parse(readFileSync(new URL("./embed-baseline.json", import.meta.url), "utf8")) as EmbedReport;
  const worse = (Object.keys(ratio) as (keyof EmbedReport["ratio"])[])
    .filter((name) => ratio[name] > baseline.ratio[name] * MOST_WORSE)
    .map((name) => `${name}: ${ratio[name]} times the yardstick, baseline ${baseline.ratio[name]}`);
  if (megabytes > MOST_MEGABYTES) worse.push(`${megabytes} MB, at most ${MOST_MEGABYTES}`);
  return worse.length === 0
    ? "Not above twice the ratios of test/bench/embed-baseline.json."
    : `ABOVE THE BASELINE\n${worse.join("\n")}`;
}

function table(report: EmbedReport): string {
  const { ratio, ...figures } = report;
  const lines = Object.entries(figures).map(([name, value]) => `${name.padEnd(24)} ${value}`);
  return [...lines, `ratios                   ${JSON.stringify(ratio)}`].join("\n");
}

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createWordEmbedder, type WordEmbedderOptions } from "../../../retrieval/embed/offline-vectors.ts";
import { readWordVectors, type WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import type { Embedder } from "../../../retrieval/index.ts";
import { DENSE_WEIGHT } from "../../../retrieval/search/legs/constants.ts";
import { fold, plainText } from "../../../retrieval/text/index.ts";
import { ALQAC, readQuestionSet } from "../../../scripts/train-embeddings/evaluate/question-sets.ts";
import {
  denseScores,
  lexicalScores,
  type PreparedSet,
  prepareSet,
  type Scores,
  type ScoreTable,
  scoresOf,
} from "../../../scripts/train-embeddings/evaluate/ranking.ts";
import { inShorthand, withTypingError } from "../../../scripts/train-embeddings/evaluate/typing-errors.ts";
import { questionsIn } from "../../../scripts/train-embeddings/held-out.ts";
import { createExpander } from "./expansion.ts";
import { FUSIONS, fuse, withFeedback } from "./fusing.ts";
import {
  readTrialText,
  shippedEmbedder,
  TRAINING_ROWS,
  type TrainingRow,
  type TrainRowOptions,
  type TrialText,
  trainRow,
} from "./training.ts";

/** One thing that was tried. ALQAC in two halves: the weight was chosen on the first and is told of on the second. */
export interface TrialRow {
  group: string;
  name: string;
  weight: number;
  tuning: Scores;
  heldOut: Scores;
  /** Questions of the training text that were kept out of training, over their answers and ALQAC's articles. */
  citizens: Scores;
}

export interface TrialOptions {
  /** The training text. */
  paths: string[];
  /** Tokens that the rows of the group "training" learn from, and rounds over them. */
  mostTokens: number;
  epochs: number;
  workers: number;
  /** Written after each row; rows that it holds are not made again. */
  out: string;
  only?: RegExp | undefined;
}

const FILE = new URL("../../../retrieval/embed/data/offline-words.bin", import.meta.url);
const WEIGHTS = [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6];
/** Of two weights that are this near to each other the smaller one is the less daring. */
const AS_GOOD = 0.005;
const same = (text: string): string => text;

export async function runTrials(options: TrialOptions, say: (line: string) => void): Promise<void> {
  const rows: TrialRow[] = existsSync(options.out) ? (JSON.parse(readFileSync(options.out, "utf8")) as TrialRow[]) : [];
  const text = await readTrialText(options.paths, options.mostTokens);
  const bench = prepareBench(text);
  const tryRow = async (group: string, name: string, make: () => Promise<Omit<TrialRow, "group" | "name">>) => {
    const isDone = rows.some((row) => row.group === group && row.name === name);
    if (isDone || options.only?.test(`${group}: ${name}`) === false) return;
    rows.push({ group, name, ...(await make()) });
    writeFileSync(options.out, `${JSON.stringify(rows, null, 2)}\n`);
    say(shownRow(rows.at(-1)!));
  };
  await tryRanking(bench, tryRow);
  await tryForms(bench, tryRow);
  for (const row of TRAINING_ROWS) await tryTraining(row, { ...options, text }, bench, tryRow);
}

type TryRow = (group: string, name: string, make: () => Promise<Omit<TrialRow, "group" | "name">>) => Promise<void>;

function prepareBench({ heldOut }: TrialText) {
  const alqacSet = readQuestionSet(ALQAC);
  const own = questionsIn(heldOut);
  const alqac = prepareSet("alqac", alqacSet);
  const citizens = prepareSet("citizens", { queries: own.queries, corpus: [...own.corpus, ...alqacSet.corpus] });
  const lexical = new Map<string, ScoreTable>();
  const words = (set: PreparedSet, form: (text: string) => string): ScoreTable => {
    const key = `${set.name} ${form.name}`;
    if (!lexical.has(key)) lexical.set(key, lexicalScores(set, form));
    return lexical.get(key)!;
  };
  const judge = (tables: (weight: number) => { alqac: ScoreTable; citizens: ScoreTable }, weights = WEIGHTS) => {
    const tuned = weights.map((weight) => ({ weight, scores: scoresOf(alqac, tables(weight).alqac, "tuning") }));
    const weight = chosenWeight(tuned);
    const found = tables(weight);
    return {
      weight,
      tuning: scoresOf(alqac, found.alqac, "tuning"),
      heldOut: scoresOf(alqac, found.alqac, "held-out"),
      citizens: scoresOf(citizens, found.citizens),
    };
  };
  const legsOf = async (embedder: Embedder, form = same) => ({
    alqac: { lexical: words(alqac, form), dense: await denseScores(alqac, embedder, form) },
    citizens: { lexical: words(citizens, form), dense: await denseScores(citizens, embedder, form) },
  });
  const measure = async (embedder: Embedder, form = same, weights = WEIGHTS) => {
    const legs = await legsOf(embedder, form);
    const table = (set: "alqac" | "citizens", weight: number) => fuse(legs[set], weight);
    return judge((weight) => ({ alqac: table("alqac", weight), citizens: table("citizens", weight) }), weights);
  };
  return { alqac, citizens, words, judge, legsOf, measure };
}

type Bench = ReturnType<typeof prepareBench>;

/** The smallest weight that is as good as the best on the half for choosing, by the mean of R@1 and R@10. */
export function chosenWeight(tuned: readonly { weight: number; scores: Scores }[]): number {
  const worth = ({ scores }: { scores: Scores }): number => (scores.r1 + scores.r10) / 2;
  const most = Math.max(...tuned.map(worth));
  return tuned.find((each) => worth(each) >= most - AS_GOOD)?.weight ?? 0;
}

async function tryRanking(bench: Bench, tryRow: TryRow): Promise<void> {
  const shipped = shippedEmbedder();
  await tryRow("ranking", "BM25 alone", () => bench.measure(shipped, same, [0]));
  for (const [name, by] of Object.entries(FUSIONS)) {
    await tryRow("ranking", name, async () => {
      const legs = await bench.legsOf(shipped);
      const changed = (set: "alqac" | "citizens") => ({
        lexical: legs[set].lexical.map(by),
        dense: legs[set].dense.map(by),
      });
      const [alqac, citizens] = [changed("alqac"), changed("citizens")];
      return bench.judge((weight) => ({ alqac: fuse(alqac, weight), citizens: fuse(citizens, weight) }));
    });
  }
  for (const leadShare of [0, 0.25, 1])
    await tryRow("ranking", `share of the heading ${leadShare}`, () => bench.measure(shippedEmbedder({ leadShare })));
  for (const [count, share] of [
    [1, 0.3],
    [3, 0.6],
  ] as const) {
    await tryRow("ranking", `feedback from the first ${count}, share ${share}`, async () => {
      const tables = { alqac: await feedback(bench, "alqac"), citizens: await feedback(bench, "citizens") };
      return bench.judge((weight) => ({
        alqac: fuse({ lexical: tables.alqac.lexical, dense: tables.alqac.dense(count, share) }, weight),
        citizens: fuse({ lexical: tables.citizens.lexical, dense: tables.citizens.dense(count, share) }, weight),
      }));
    });
  }
  await tryRow("ranking", "neighbours of the words in the lexical leg", async () => {
    const expand = createExpander(readWordVectors(readFileSync(FILE), fileURLToPath(FILE)));
    const legs = await bench.legsOf(shipped);
    const widened = (set: "alqac" | "citizens") => ({
      lexical: bench[set].set.queries.map(({ text }) => bench[set].index.lexical(text, expand(text))),
      dense: legs[set].dense,
    });
    const [alqac, citizens] = [widened("alqac"), widened("citizens")];
    return bench.judge((weight) => ({
      alqac: fuse(alqac, weight),
      citizens: fuse(citizens, weight),
    }));
  });
  await tryRow("ranking", "the law's name before each article", () => bench.measure(withLawNames(shipped)));
}

async function feedback(bench: Bench, name: "alqac" | "citizens") {
  const shipped = shippedEmbedder();
  const { set } = bench[name];
  const passages = await shipped.embed(
    set.corpus.map(({ text }) => text),
    "passage",
  );
  const questions = await shipped.embed(
    set.queries.map(({ text }) => text),
    "question",
  );
  const lexical = bench.words(bench[name], same);
  const ranked = fuse({ lexical, dense: await denseScores(bench[name], shipped, same) }, DENSE_WEIGHT);
  const made = new Map<string, ScoreTable>();
  const dense = (count: number, share: number): ScoreTable => {
    const key = `${count} ${share}`;
    if (!made.has(key)) made.set(key, withFeedback({ questions, passages, ranked, count, share }));
    return made.get(key)!;
  };
  return { lexical, dense };
}

/** ALQAC's articles do not name their law; the program's own passages carry their document's title. */
function withLawNames(embedder: Embedder): Embedder {
  const laws = new Map(readQuestionSet(ALQAC).corpus.map(({ id, text }) => [plainText(text), id.split("@")[0]!]));
  const named = (text: string): string => (laws.has(text) ? `${laws.get(text)}\n${text}` : text);
  return { ...embedder, embed: (texts, kind) => embedder.embed(kind === "passage" ? texts.map(named) : texts, kind) };
}

const FORMS: Readonly<Record<string, (text: string) => string>> = {
  "without diacritics": fold,
  "one typing error each": withTypingError,
  "in shorthand": inShorthand,
};

async function tryForms(bench: Bench, tryRow: TryRow): Promise<void> {
  for (const [name, form] of Object.entries(FORMS)) {
    await tryRow("typed", `${name}: BM25 alone`, () => bench.measure(shippedEmbedder(), form, [0]));
    await tryRow("typed", name, () => bench.measure(shippedEmbedder(), form, [DENSE_WEIGHT]));
  }
  const respells = false;
  await tryRow("typed", "one typing error each, not set right", () =>
    bench.measure(shippedEmbedder({ respells }), withTypingError, [DENSE_WEIGHT]),
  );
}

async function tryTraining(row: TrainingRow, options: TrainRowOptions, bench: Bench, tryRow: TryRow): Promise<void> {
  let trained: Promise<WordVectors> | undefined;
  const embedder = async (settings: WordEmbedderOptions = {}) => {
    trained ??= trainRow(row, options);
    return createWordEmbedder(await trained, settings);
  };
  await tryRow("training", row.name, async () => bench.measure(await embedder()));
  if (!row.isTyped) return;
  for (const respells of [true, false]) {
    const name = `${row.name}; one typing error each${respells ? "" : ", not set right"}`;
    await tryRow("training", name, async () => bench.measure(await embedder({ respells }), withTypingError));
  }
}

const shownScores = ({ r1, r10, mrr }: Scores): string => [r1, r10, mrr].map((value) => value.toFixed(3)).join(" / ");

export const shownRow = ({ group, name, weight, tuning, heldOut, citizens }: TrialRow): string =>
  `| ${group} | ${name} | ${weight} | ${[tuning, heldOut, citizens].map(shownScores).join(" | ")} |`;

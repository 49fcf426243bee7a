import type { PackableVectors } from "../../retrieval/embed/word-vectors.ts";
import { type ContrastProgress, type ContrastSettings, learnByContrast } from "./contrast.ts";
import { type CooccurrenceSettings, cooccurrenceVectors } from "./cooccurrence.ts";
import type { Corpus } from "./corpus.ts";
import { sortPairs } from "./pair-table.ts";
import { createRandom } from "./random.ts";
import { createModel, type Model } from "./shard.ts";
import { type BesideOptions, chooseTerms, rowCount, type TermOptions, type Terms, termIdf } from "./terms.ts";

export interface TrainSettings extends ContrastSettings, TermOptions, CooccurrenceSettings {}

/** docs/vectors.md says what else was tried. */
export const DEFAULT_SETTINGS: TrainSettings = {
  dimensions: 192,
  syllables: 8000,
  pairs: 30_000,
  leastPair: 60,
  epochs: 4,
  shards: 2,
  shardSize: 512,
  run: 4,
  rate: 0.02,
  scale: 25,
  dropout: 0.15,
  questionRepeats: 8,
  nextShare: 0.2,
  keepSentence: 0.1,
  longest: 250,
  quotedShare: 0.7,
  window: 0,
  shift: 0,
  contexts: 3000,
  seed: 7,
};

export interface TrainOptions {
  corpus: Corpus;
  settings: TrainSettings;
  workers: number;
  beside?: BesideOptions | undefined;
  onProgress(progress: ContrastProgress): void;
}

export interface TrainedTerms {
  terms: Terms;
  model: Model;
}

export async function trainVectors({
  corpus,
  settings,
  workers,
  beside,
  onProgress,
}: TrainOptions): Promise<TrainedTerms> {
  const terms = chooseTerms(corpus, settings, beside);
  const model = createModel(rowCount(terms), settings.dimensions);
  if (settings.window > 0) model.weights.set(cooccurrenceVectors(corpus, terms, settings));
  else scatter(model, settings.seed);
  scaleByRarity(model, termIdf(corpus, terms), settings);
  await learnByContrast({ corpus, terms, model, settings, workers, onProgress });
  return { terms, model };
}

/** Begins with random directions. */
function scatter({ weights }: Model, seed: number): void {
  const random = createRandom(seed);
  for (let at = 0; at < weights.length; at += 1) weights[at] = random.normal();
}

/** A rare term's vector is the longer, before anything is learned; without contrast the lengths stay what they are. */
function scaleByRarity({ weights, dimensions }: Model, idf: Float32Array, { epochs }: TrainSettings): void {
  if (epochs === 0) return;
  for (const [row, rarity] of idf.entries()) {
    const vector = weights.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = (START_LENGTH * rarity) / (Math.hypot(...vector) || 1);
    for (let d = 0; d < dimensions; d += 1) vector[d]! *= scale;
  }
}

const START_LENGTH = 0.17;

/** The file's parts: rows as int8 with a scale each, pairs in the order in which they are looked up. */
export function quantised({ terms, model }: TrainedTerms, corpus: Corpus): Omit<PackableVectors, "manifest"> {
  const { dimensions, weights } = model;
  const { syllables, firsts, seconds } = terms;
  const numbered = [...firsts].map((first, at) => ({ first, second: seconds[at]!, row: syllables + at }));
  const { table, order } = sortPairs(numbered, syllables);
  const beside = Array.from({ length: terms.beside.count }, (_, at) => syllables + firsts.length + at);
  const rows = [...Array(syllables).keys(), ...order.map(({ row }) => row), ...beside];
  const scales = new Float32Array(rows.length);
  const values = new Int8Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) {
    const vector = weights.subarray(row * dimensions, (row + 1) * dimensions);
    const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
    scales[at] = scale;
    for (let d = 0; d < dimensions; d += 1) values[at * dimensions + d] = Math.round(vector[d]! / scale);
  }
  return { forms: corpus.forms.slice(0, syllables), pairs: table, scales, values };
}

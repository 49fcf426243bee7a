/** What was tried in training: each row changes one thing of the first. */
import { readFileSync } from "node:fs";
import { createWordEmbedder, type WordEmbedderOptions } from "../../../retrieval/embed/offline-vectors.ts";
import { readWordVectors, type WordVectors } from "../../../retrieval/embed/word-vectors.ts";
import type { Embedder } from "../../../retrieval/index.ts";
import { type Corpus, readCorpus } from "../../../scripts/train-embeddings/corpus.ts";
import { openSources } from "../../../scripts/train-embeddings/sources.ts";
import {
  DEFAULT_SETTINGS,
  quantised,
  type TrainSettings,
  trainVectors,
} from "../../../scripts/train-embeddings/train.ts";
import { subwordRows, withSubwords } from "./subwords.ts";

export interface TrainingRow {
  name: string;
  settings: Partial<TrainSettings>;
  subwords?: "rare" | "all";
  /** Also measured with one typing error a question. */
  isTyped?: boolean;
}

const COOCCURRENCE = { epochs: 0, window: 6 } as const;

export const TRAINING_ROWS: readonly TrainingRow[] = [
  { name: "contrast, as by default", settings: {}, isTyped: true },
  { name: "co-occurrence, window 6", settings: COOCCURRENCE },
  { name: "co-occurrence, window 3", settings: { ...COOCCURRENCE, window: 3 } },
  { name: "co-occurrence, window 10", settings: { ...COOCCURRENCE, window: 10 } },
  { name: "co-occurrence, shift 1", settings: { ...COOCCURRENCE, shift: 1 } },
  { name: "co-occurrence, 128 dimensions", settings: { ...COOCCURRENCE, dimensions: 128 } },
  { name: "contrast after co-occurrence", settings: { window: 6 } },
  { name: "contrast, syllables only", settings: { pairs: 0 } },
  { name: "contrast, 128 dimensions", settings: { dimensions: 128 } },
  { name: "contrast, 256 dimensions", settings: { dimensions: 256 } },
  { name: "contrast, no question with its answer", settings: { questionRepeats: 0 } },
  { name: "contrast, no heading with its clause", settings: { nextShare: 0 } },
  { name: "contrast, the page's own words below a question", settings: { quotedShare: 0 } },
  { name: "contrast, shards of 256", settings: { shards: 4, shardSize: 256 } },
  { name: "contrast, one shard of 1,024", settings: { shards: 1, shardSize: 1024 } },
  { name: "contrast, subwords of rare syllables", settings: {}, subwords: "rare", isTyped: true },
  { name: "contrast, subwords of all syllables", settings: {}, subwords: "all", isTyped: true },
];

export interface TrialText {
  corpus: Corpus;
  heldOut: string[];
}

export async function readTrialText(paths: readonly string[], mostTokens: number): Promise<TrialText> {
  const sources = await openSources(paths);
  const { corpus, heldOut } = await readCorpus({
    paragraphs: sources.paragraphs(),
    mostTokens,
    isAllowed: () => true,
    onProgress: () => {},
  });
  return { corpus, heldOut };
}

export interface TrainRowOptions {
  text: TrialText;
  epochs: number;
  workers: number;
}

/** Trains one row; `epochs` is for all rows with contrast. */
export async function trainRow(
  { settings, subwords }: TrainingRow,
  { text: { corpus }, epochs, workers }: TrainRowOptions,
): Promise<WordVectors> {
  const whole = { ...DEFAULT_SETTINGS, epochs, ...settings };
  const beside = subwords === undefined ? undefined : subwordRows(subwords);
  const trained = await trainVectors({ corpus, settings: whole, workers, beside, onProgress: () => {} });
  const parts = quantised(trained, corpus);
  const numberOf = new Map(parts.forms.map((form, number) => [form, number]));
  const vectors = { ...parts, numberOf, dimensions: whole.dimensions, manifest: { settings: whole } };
  return beside === undefined ? vectors : withSubwords(vectors, beside);
}

const BUNDLED = new URL("../../../retrieval/embed/data/offline-words.bin", import.meta.url);

/** The shipped vectors, used otherwise. */
export const shippedEmbedder = (options: WordEmbedderOptions = {}): Embedder =>
  createWordEmbedder(readWordVectors(readFileSync(BUNDLED), "offline-words.bin"), options);

import { Worker } from "node:worker_threads";
import { type Corpus, sharedNumbers } from "./corpus.ts";
import { type ExampleOptions, listExamples } from "./examples.ts";
import { createRandom, shuffle } from "./random.ts";
import { createGradient, type Gradient, type Model } from "./shard.ts";
import type { Terms } from "./terms.ts";

export interface ContrastSettings extends ExampleOptions {
  epochs: number;
  /** A step learns from so many shards of so many examples; each text must be nearer to its own than to its shard's others. */
  shards: number;
  shardSize: number;
  /** Examples that stand side by side in the text stay together: pages on one subject are the negatives worth learning from. */
  run: number;
  rate: number;
  /** Cosines are multiplied by it before the softmax. */
  scale: number;
  seed: number;
}

/** What a thread is given. */
export interface ContrastJob {
  part: number;
  parts: number;
  text: Pick<Corpus, "tokens" | "starts" | "kinds">;
  terms: Pick<Terms, "syllables" | "pairAt" | "beside">;
  model: Model;
  gradients: Gradient[];
  order: Uint32Array;
  examples: ExampleOptions;
  settings: Pick<ContrastSettings, "shardSize" | "seed" | "rate" | "scale"> & { steps: number };
  /** How many threads have come, and the round. */
  barrier: Int32Array;
}

export interface ContrastProgress {
  step: number;
  steps: number;
  loss: number;
}

export interface ContrastInput {
  corpus: Corpus;
  terms: Terms;
  model: Model;
  settings: ContrastSettings;
  workers: number;
  onProgress(progress: ContrastProgress): void;
}

/**
 * Learns by contrast, in place: a question and the paragraphs under it, a sentence and the rest of its paragraph, a
 * paragraph and the next one must be nearer than the other texts of the shard. The result hangs on the number of shards
 * and on the seed, and not on the number of threads.
 */
export async function learnByContrast(input: ContrastInput): Promise<void> {
  const { corpus, terms, model, settings, workers, onProgress } = input;
  const { shards, shardSize } = settings;
  const rows = model.second.length;
  const order = orderOf(corpus, settings);
  const steps = Math.ceil(order.length / (shards * shardSize));
  const { tokens, starts, kinds } = corpus;
  const job: Omit<ContrastJob, "part"> = {
    parts: Math.min(workers, shards),
    text: { tokens, starts, kinds },
    terms: { syllables: terms.syllables, pairAt: terms.pairAt, beside: terms.beside },
    model,
    gradients: Array.from({ length: shards }, () => createGradient(rows, model.dimensions)),
    order,
    examples: settings,
    settings: { ...settings, steps },
    barrier: new Int32Array(new SharedArrayBuffer(8)),
  };
  const threads = Array.from({ length: job.parts }, (_, part) => startThread({ ...job, part }));
  try {
    await Promise.all(threads.map((thread) => ended(thread, (done) => onProgress({ ...done, steps }))));
  } finally {
    // One that failed leaves the others waiting for it.
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

const startThread = (job: ContrastJob): Worker =>
  new Worker(new URL("./contrast-worker.ts", import.meta.url), { workerData: job });

function ended(worker: Worker, onStep: (done: { step: number; loss: number }) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on("message", onStep);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a training thread ended with ${code}`))));
  });
}

/** The examples of all epochs, each epoch's runs in another order. */
function orderOf(corpus: Corpus, settings: ContrastSettings): Uint32Array {
  const epochs: Uint32Array[] = [];
  for (let epoch = 0; epoch < settings.epochs; epoch += 1) {
    const random = createRandom(settings.seed, -1 - epoch);
    epochs.push(inRuns(listExamples(corpus, settings, random), settings.run, random));
  }
  const out = new Uint32Array(epochs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const examples of epochs) {
    out.set(examples, at);
    at += examples.length;
  }
  return sharedNumbers(out);
}

function inRuns(examples: Uint32Array, run: number, random: ReturnType<typeof createRandom>): Uint32Array {
  const starts = Uint32Array.from({ length: Math.ceil(examples.length / run) }, (_, at) => at * run);
  shuffle(starts, random);
  const out = new Uint32Array(examples.length);
  let at = 0;
  for (const start of starts) {
    const part = examples.subarray(start, start + run);
    out.set(part, at);
    at += part.length;
  }
  return out;
}

import type { Bag, ExamplePair } from "./examples.ts";
import { multiplyTransposed } from "./multiply.ts";

/** The vectors that are being learned, and what Adam remembers of them; shared between threads. */
export interface Model {
  dimensions: number;
  weights: Float32Array<SharedArrayBuffer>;
  first: Float32Array<SharedArrayBuffer>;
  /** One second moment a row. */
  second: Float32Array<SharedArrayBuffer>;
}

/** What one shard of a batch says about each row; shared, because rows are updated by another thread's share. */
export interface Gradient {
  values: Float32Array<SharedArrayBuffer>;
  /** 1 for a row that the shard holds. */
  held: Uint8Array<SharedArrayBuffer>;
  /** Those rows' numbers; the first is how many follow. */
  rows: Uint32Array<SharedArrayBuffer>;
}

export function createModel(rows: number, dimensions: number): Model {
  return {
    dimensions,
    weights: new Float32Array(new SharedArrayBuffer(rows * dimensions * 4)),
    first: new Float32Array(new SharedArrayBuffer(rows * dimensions * 4)),
    second: new Float32Array(new SharedArrayBuffer(rows * 4)),
  };
}

export function createGradient(rows: number, dimensions: number): Gradient {
  return {
    values: new Float32Array(new SharedArrayBuffer(rows * dimensions * 4)),
    held: new Uint8Array(new SharedArrayBuffer(rows)),
    rows: new Uint32Array(new SharedArrayBuffer((rows + 1) * 4)),
  };
}

/** Sum of a bag's rows, scaled to length 1 at `out[at…]`; returns the length before. */
function embed({ weights, dimensions }: Model, bag: Bag, out: Float32Array, at: number): number {
  for (let d = 0; d < dimensions; d += 1) out[at + d] = 0;
  for (let index = 0; index < bag.terms.length; index += 1) {
    const row = bag.terms[index]! * dimensions;
    const weight = bag.weights[index]!;
    for (let d = 0; d < dimensions; d += 1) out[at + d]! += weight * weights[row + d]!;
  }
  let square = 0;
  for (let d = 0; d < dimensions; d += 1) square += out[at + d]! * out[at + d]!;
  const length = Math.sqrt(square) + 1e-9;
  for (let d = 0; d < dimensions; d += 1) out[at + d]! /= length;
  return length;
}

interface Embedded {
  vectors: Float32Array;
  /** Of the loss, in each vector. */
  slopes: Float32Array;
  lengths: Float64Array;
}

/** Adds to the rows of a bag what the loss wants of its vector. */
function back(model: Model, gradient: Gradient, bag: Bag, { vectors, slopes, lengths }: Embedded, index: number): void {
  const { dimensions } = model;
  const at = index * dimensions;
  let along = 0;
  for (let d = 0; d < dimensions; d += 1) along += vectors[at + d]! * slopes[at + d]!;
  for (let d = 0; d < dimensions; d += 1)
    slopes[at + d] = (slopes[at + d]! - along * vectors[at + d]!) / lengths[index]!;
  const { values, held, rows } = gradient;
  for (let place = 0; place < bag.terms.length; place += 1) {
    const term = bag.terms[place]!;
    if (held[term] === 0) {
      held[term] = 1;
      rows[0]! += 1;
      rows[rows[0]!] = term;
    }
    const row = term * dimensions;
    const weight = bag.weights[place]!;
    for (let d = 0; d < dimensions; d += 1) values[row + d]! += weight * slopes[at + d]!;
  }
}

/** Room for the batches of one thread. */
export function createShardWork(model: Model, mostPairs: number, scale: number) {
  const side = (): Embedded => ({
    vectors: new Float32Array(mostPairs * model.dimensions),
    slopes: new Float32Array(mostPairs * model.dimensions),
    lengths: new Float64Array(mostPairs),
  });
  const [questions, passages] = [side(), side()];
  const logits = new Float32Array(mostPairs * mostPairs);

  /** Fills `gradient`, which must be empty; returns the mean loss. */
  return function learn(pairs: readonly ExamplePair[], gradient: Gradient): number {
    const { dimensions } = model;
    const count = pairs.length;
    for (const [index, { question, passage }] of pairs.entries()) {
      questions.lengths[index] = embed(model, question, questions.vectors, index * dimensions);
      passages.lengths[index] = embed(model, passage, passages.vectors, index * dimensions);
    }
    const square = { rows: count, columns: count, inner: dimensions };
    multiplyTransposed(questions.vectors, passages.vectors, logits, square);
    const loss = softmaxSlopes(logits, count, scale);
    spreadSlopes(logits, [questions, passages], { count, dimensions, least: (LEAST_SHARE * scale) / count });
    for (const [index, { question, passage }] of pairs.entries()) {
      back(model, gradient, question, questions, index);
      back(model, gradient, passage, passages, index);
    }
    return loss;
  };
}

/**
 * A text that takes less than this of a softmax is left out of the slopes: nine tenths of a batch, a third of the
 * time, and the learned vectors find as well.
 */
const LEAST_SHARE = 1e-4;

interface SpreadOptions {
  count: number;
  dimensions: number;
  least: number;
}

/** Slopes in the cosines → slopes in the vectors of both sides. */
function spreadSlopes(
  slopes: Float32Array,
  [questions, passages]: readonly [Embedded, Embedded],
  { count, dimensions, least }: SpreadOptions,
): void {
  questions.slopes.fill(0, 0, count * dimensions);
  passages.slopes.fill(0, 0, count * dimensions);
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const slope = slopes[row * count + column]!;
      if (Math.abs(slope) < least) continue;
      const [question, passage] = [row * dimensions, column * dimensions];
      for (let d = 0; d < dimensions; d += 1) {
        questions.slopes[question + d]! += slope * passages.vectors[passage + d]!;
        passages.slopes[passage + d]! += slope * questions.vectors[question + d]!;
      }
    }
  }
}

/**
 * Cosines become the slopes of the loss in them: softmax over the passages of a question and over the questions of a
 * passage, the mean of both.
 */
function softmaxSlopes(logits: Float32Array, count: number, scale: number): number {
  const rowSums = new Float64Array(count);
  const columnSums = new Float64Array(count);
  // A cosine is at most 1: no exponent above 0, so no overflow.
  const grown = new Float64Array(count * count);
  let loss = 0;
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const value = Math.exp(scale * (logits[row * count + column]! - 1));
      grown[row * count + column] = value;
      rowSums[row]! += value;
      columnSums[column]! += value;
    }
    loss += Math.log(rowSums[row]!) - scale * (logits[row * count + row]! - 1);
  }
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const share = grown[row * count + column]! * (0.5 / rowSums[row]! + 0.5 / columnSums[column]!);
      logits[row * count + column] = ((share - (row === column ? 1 : 0)) * scale) / count;
    }
  }
  return loss / count;
}

/** Adam over the rows that fall to one thread: its sums over the shards are in the shards' order whoever makes them. */
export function updateRows(
  model: Model,
  gradients: readonly Gradient[],
  { rate, part, parts }: { rate: number; part: number; parts: number },
): void {
  const { dimensions, weights, first, second } = model;
  const sum = new Float32Array(dimensions);
  for (const { rows, held: holds } of gradients) {
    for (let place = 1; place <= rows[0]!; place += 1) {
      const term = rows[place]!;
      if (term % parts !== part || holds[term] === 0) continue;
      const row = term * dimensions;
      sum.fill(0);
      for (const { values, held } of gradients) {
        if (held[term] === 0) continue;
        held[term] = 0;
        for (let d = 0; d < dimensions; d += 1) {
          sum[d]! += values[row + d]! / gradients.length;
          values[row + d] = 0;
        }
      }
      let square = 0;
      for (let d = 0; d < dimensions; d += 1) square += sum[d]! * sum[d]!;
      second[term] = 0.99 * second[term]! + (0.01 * square) / dimensions;
      const pace = rate / (Math.sqrt(second[term]!) + 1e-8);
      for (let d = 0; d < dimensions; d += 1) {
        first[row + d] = 0.9 * first[row + d]! + 0.1 * sum[d]!;
        weights[row + d]! -= pace * first[row + d]!;
      }
    }
  }
}

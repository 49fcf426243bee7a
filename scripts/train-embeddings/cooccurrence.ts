import { removeCommon } from "./common-directions.ts";
import type { Corpus } from "./corpus.ts";
import { type SparseRows, singularVectors } from "./singular-vectors.ts";
import { NO_TERM, type Terms, termCount } from "./terms.ts";

export interface CooccurrenceSettings {
  dimensions: number;
  /** Tokens to each side. */
  window: number;
  /** Subtracted from the pointwise mutual information before what is below 0 is dropped. */
  shift: number;
  /** Terms that count as context: the most frequent ones. Four bytes times all terms for each while they are counted. */
  contexts: number;
  seed: number;
}

/** Of Arora's smooth inverse frequency: a term weighs a / (a + its share of all terms). */
const SMOOTHING = 1e-3;
/** Contexts are smoothed by this power, so that rare ones do not draw everything to themselves. */
const CONTEXT_POWER = 0.75;
const COMMON_DIRECTIONS = 2;

/**
 * Term vectors without contrast: positive pointwise mutual information of terms in a window, reduced by a randomised
 * singular value decomposition, each row weighted by rarity and freed of what all texts share.
 */
export function cooccurrenceVectors(corpus: Corpus, terms: Terms, settings: CooccurrenceSettings): Float32Array {
  const frequencies = termFrequencies(corpus, terms);
  const { rows, vectors } = reduce(corpus, terms, frequencies, settings);
  const total = frequencies.reduce((sum, count) => sum + count, 0);
  for (let row = 0; row < rows; row += 1) {
    const weight = SMOOTHING / (SMOOTHING + frequencies[row]! / total);
    for (let d = 0; d < settings.dimensions; d += 1) vectors[row * settings.dimensions + d]! *= weight;
  }
  removeCommon(vectors, { corpus, terms, dimensions: settings.dimensions, directions: COMMON_DIRECTIONS });
  return vectors;
}

function reduce(corpus: Corpus, terms: Terms, frequencies: Float64Array, settings: CooccurrenceSettings) {
  const information = positiveInformation(corpus, terms, frequencies, settings);
  return { rows: termCount(terms), vectors: singularVectors(information, settings) };
}

function termFrequencies({ tokens }: Corpus, { syllables, pairAt, firsts }: Terms): Float64Array {
  const counts = new Float64Array(syllables + firsts.length);
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]! < syllables) counts[tokens[at]!]! += 1;
    if (pairAt[at] !== NO_TERM) counts[pairAt[at]!]! += 1;
  }
  return counts;
}

function positiveInformation(
  corpus: Corpus,
  terms: Terms,
  frequencies: Float64Array,
  settings: CooccurrenceSettings,
): SparseRows {
  const { contexts, contextOf } = chooseContexts(frequencies, settings.contexts);
  const counts = countContexts(corpus, terms, { contexts, contextOf, window: settings.window });
  const columnSums = new Float64Array(contexts);
  const rowSums = new Float64Array(frequencies.length);
  for (let at = 0; at < counts.length; at += 1) {
    rowSums[Math.floor(at / contexts)]! += counts[at]!;
    columnSums[at % contexts]! += counts[at]!;
  }
  const smoothed = columnSums.map((sum) => sum ** CONTEXT_POWER);
  const smoothedTotal = smoothed.reduce((sum, value) => sum + value, 0);
  const starts = new Uint32Array(frequencies.length + 1);
  const [columns, values]: [number[], number[]] = [[], []];
  for (let row = 0; row < frequencies.length; row += 1) {
    for (let column = 0; column < contexts; column += 1) {
      const count = counts[row * contexts + column]!;
      if (count === 0) continue;
      const value = Math.log((count * smoothedTotal) / (rowSums[row]! * smoothed[column]!)) - settings.shift;
      if (value <= 0) continue;
      columns.push(column);
      values.push(value);
    }
    starts[row + 1] = columns.length;
  }
  return { width: contexts, starts, columns: Uint16Array.from(columns), values: Float32Array.from(values) };
}

function chooseContexts(frequencies: Float64Array, most: number) {
  const byFrequency = [...frequencies.keys()].sort((a, b) => frequencies[b]! - frequencies[a]! || a - b);
  const contexts = Math.min(most, frequencies.length);
  const contextOf = new Int32Array(frequencies.length).fill(-1);
  for (const [context, term] of byFrequency.slice(0, contexts).entries()) contextOf[term] = context;
  return { contexts, contextOf };
}

interface CountOptions {
  contexts: number;
  contextOf: Int32Array;
  window: number;
}

/** How often each term stands near each context, a nearer one counting more: 1, 1/2, 1/3 … */
function countContexts({ tokens, starts }: Corpus, terms: Terms, { contexts, contextOf, window }: CountOptions) {
  const counts = new Float32Array(termCount(terms) * contexts);
  const near = (at: number): number[] => {
    const pair = terms.pairAt[at]!;
    const found = tokens[at]! < terms.syllables ? [tokens[at]!] : [];
    return pair === NO_TERM ? found : [...found, pair];
  };
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += 1) {
    // The last few positions' terms, the nearest last.
    const before: number[][] = [];
    for (let at = starts[paragraph]!; at < starts[paragraph + 1]!; at += 1) {
      const here = near(at);
      for (const [place, others] of before.entries()) {
        const weight = 1 / (before.length - place);
        for (const one of here) {
          for (const other of others) {
            if (contextOf[other]! >= 0) counts[one * contexts + contextOf[other]!]! += weight;
            if (contextOf[one]! >= 0) counts[other * contexts + contextOf[one]!]! += weight;
          }
        }
      }
      before.push(here);
      if (before.length > window) before.shift();
    }
  }
  return counts;
}

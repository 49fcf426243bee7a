import { type Corpus, SENTENCE_END, UNKNOWN } from "./corpus.ts";

/** What has a vector of its own: frequent syllables (their numbers are the corpus's), then pairs of adjacent ones. */
export interface Terms {
  syllables: number;
  /** First and second syllable of each pair; a pair's number is `syllables` and its place here. */
  firsts: Uint16Array;
  seconds: Uint16Array;
  /** For each token the number of the pair that it ends, or NO_TERM. Shared between threads. */
  pairAt: Uint16Array<SharedArrayBuffer>;
  beside: RowsBeside;
}

/** Rows behind those of the terms that a form adds to its own: `rows[starts[form]…starts[form + 1]]`. */
export interface RowsBeside {
  count: number;
  starts: Uint32Array;
  rows: Uint16Array;
}

/** How a trial gives forms such rows, numbered from 0. */
export interface BesideOptions {
  count: number;
  of(form: string, isFrequent: boolean): readonly number[];
}

export const NO_TERM = 0xffff;
/** A pair that chance alone puts side by side so often says nothing of its own. */
const LEAST_POINTWISE = 0.5;
const KEY = 0x10000;

export interface TermOptions {
  syllables: number;
  pairs: number;
  leastPair: number;
}

export const isSyllable = (token: number): boolean => token !== SENTENCE_END && token !== UNKNOWN;

/** The most frequent syllables, then the pairs that say most: √count × pointwise information. */
export function chooseTerms(corpus: Corpus, options: TermOptions, beside: BesideOptions = NONE_BESIDE): Terms {
  const syllables = Math.min(options.syllables, corpus.forms.length);
  const kept = rankPairs(corpus, countPairs(corpus, syllables), options).slice(0, options.pairs);
  const numberOf = new Map(kept.map((key, at) => [key, syllables + at]));
  return {
    syllables,
    firsts: Uint16Array.from(kept, (key) => Math.floor(key / KEY)),
    seconds: Uint16Array.from(kept, (key) => key % KEY),
    pairAt: markPairs(corpus, numberOf),
    beside: rowsBeside(corpus.forms, syllables, syllables + kept.length, beside),
  };
}

const NONE_BESIDE: BesideOptions = { count: 0, of: () => [] };

function rowsBeside(
  forms: readonly string[],
  frequent: number,
  first: number,
  { count, of }: BesideOptions,
): RowsBeside {
  const rows = forms.map((form, number) => of(form, number < frequent).map((row) => first + row));
  const starts = new Uint32Array(forms.length + 1);
  for (const [form, own] of rows.entries()) starts[form + 1] = starts[form]! + own.length;
  return { count, starts, rows: Uint16Array.from(rows.flat()) };
}

/** Calls with each row that a token's form adds to its own. */
export function visitBeside({ starts, rows }: RowsBeside, token: number, visit: (row: number) => void): void {
  const end = starts[token + 1] ?? 0;
  for (let at = starts[token] ?? 0; at < end; at += 1) visit(rows[at]!);
}

export const termCount = ({ syllables, firsts }: Terms): number => syllables + firsts.length;
export const rowCount = (terms: Terms): number => termCount(terms) + terms.beside.count;

/** How often each pair of kept syllables stands side by side in one sentence, by first × 65,536 + second. */
function countPairs({ tokens, starts }: Corpus, syllables: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += 1) {
    for (let at = starts[paragraph]! + 1; at < starts[paragraph + 1]!; at += 1) {
      const [first, second] = [tokens[at - 1]!, tokens[at]!];
      if (first >= syllables || second >= syllables) continue;
      const key = first * KEY + second;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

function rankPairs({ counts }: Corpus, pairs: ReadonlyMap<number, number>, { leastPair }: TermOptions): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const ranked: { key: number; worth: number }[] = [];
  for (const [key, count] of pairs) {
    if (count < leastPair) continue;
    const pointwise = Math.log((count * total) / (counts[Math.floor(key / KEY)]! * counts[key % KEY]!));
    if (pointwise > LEAST_POINTWISE) ranked.push({ key, worth: Math.sqrt(count) * pointwise });
  }
  return ranked.sort((a, b) => b.worth - a.worth || a.key - b.key).map(({ key }) => key);
}

function markPairs({ tokens, starts }: Corpus, numberOf: ReadonlyMap<number, number>): Terms["pairAt"] {
  const pairAt = new Uint16Array(new SharedArrayBuffer(tokens.length * 2)).fill(NO_TERM);
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += 1) {
    for (let at = starts[paragraph]! + 1; at < starts[paragraph + 1]!; at += 1)
      pairAt[at] = numberOf.get(tokens[at - 1]! * KEY + tokens[at]!) ?? NO_TERM;
  }
  return pairAt;
}

/** Says how rare each term is: in how many paragraphs it stands. */
export function termIdf({ tokens, starts }: Corpus, terms: Terms): Float32Array {
  const held = new Uint32Array(rowCount(terms));
  const lastSeen = new Int32Array(held.length).fill(-1);
  const see = (term: number, paragraph: number): void => {
    if (lastSeen[term] === paragraph) return;
    lastSeen[term] = paragraph;
    held[term]! += 1;
  };
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += 1) {
    for (let at = starts[paragraph]!; at < starts[paragraph + 1]!; at += 1) {
      if (tokens[at]! < terms.syllables) see(tokens[at]!, paragraph);
      if (terms.pairAt[at] !== NO_TERM) see(terms.pairAt[at]!, paragraph);
      visitBeside(terms.beside, tokens[at]!, (row) => see(row, paragraph));
    }
  }
  const paragraphs = starts.length - 1;
  return Float32Array.from(held, (count) => Math.log(1 + (paragraphs - count + 0.5) / (count + 0.5)));
}

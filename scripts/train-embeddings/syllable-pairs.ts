import { fold } from "../../retrieval/text/index.ts";
import { findPair, pack, packStrings } from "../../retrieval/text/packed.ts";
import { type Corpus, SENTENCE_END, UNKNOWN } from "./corpus.ts";
import { type NumberPair, sortPairs } from "./pair-table.ts";

const LEAST_SYLLABLE = 20;
const LEAST_PAIR = 6;
const LEAST_TRIPLE = 10;
/** A triple is counted where both its pairs are this frequent: the others could not be looked up. */
const LEAST_PAIR_OF_TRIPLE = 8;
const LOG_STEPS = 20;
const WIDTH = 0x10000;
/** As the first of a pair: a sentence begins here. Beside the corpus's own numbers. */
const START = 0xfffd;

interface Counted extends NumberPair {
  count: number;
}

/** Logarithms in steps: a byte a count. */
const logCounts = (pairs: readonly Counted[]): Uint8Array =>
  Uint8Array.from(pairs, ({ count }) => Math.min(255, Math.round(Math.log(count) * LOG_STEPS)));

/**
 * How syllables follow one another, for putting diacritics back and setting slips right
 * (retrieval/text/data/syllable-pairs.bin). A pair or triple that no accent hangs on is left out.
 */
export function packSyllablePairs(corpus: Corpus): Uint8Array {
  const { forms, counts } = corpus;
  const kept = forms.flatMap((form, old) => (counts[old]! >= LEAST_SYLLABLE && !/^\d/.test(form) ? [old] : []));
  const numberOf = new Map(kept.map((old, number) => [old, number]));
  numberOf.set(START, kept.length);
  const senses = Map.groupBy(kept, (old) => fold(forms[old]!));
  const hangs = (old: number): boolean => old !== START && senses.get(fold(forms[old]!))!.length > 1;

  const counted = countPairs(corpus);
  const followed = new Uint32Array(kept.length);
  const pairs: Counted[] = [];
  for (const [key, count] of counted) {
    const [a, b] = [Math.floor(key / WIDTH), key % WIDTH];
    const [first, second] = [numberOf.get(a), numberOf.get(b)];
    if (count < LEAST_PAIR || first === undefined || second === undefined) continue;
    if (a !== START) followed[second]! += 1;
    if (hangs(a) || hangs(b)) pairs.push({ first, second, count });
  }
  const { table, order } = sortPairs(pairs, kept.length + 1);
  const triples: Counted[] = [];
  for (const [key, count] of countTriples(corpus, counted)) {
    const [a, b, c] = [Math.floor(key / WIDTH / WIDTH), Math.floor(key / WIDTH) % WIDTH, key % WIDTH];
    const [first, second, third] = [numberOf.get(a), numberOf.get(b), numberOf.get(c)];
    if (count < LEAST_TRIPLE || first === undefined || second === undefined || third === undefined) continue;
    const pair = findPair(table, first, second);
    if (pair >= 0 && (hangs(b) || hangs(c))) triples.push({ first: pair, second: third, count });
  }
  const third = sortPairs(triples, table.seconds.length);
  return pack({
    forms: packStrings(kept.map((old) => forms[old]!)),
    counts: Uint32Array.from(kept, (old) => counts[old]!),
    followed,
    rows: table.rows,
    seconds: table.seconds,
    logCounts: logCounts(order),
    tripleRows: third.table.rows,
    thirds: third.table.seconds,
    tripleLogCounts: logCounts(third.order),
  });
}

/** Calls with each token that stands for a syllable and the two before it; START for what is before a sentence. */
function walk({ tokens, starts }: Corpus, visit: (earlier: number, before: number, here: number) => void): void {
  for (let paragraph = 0; paragraph + 1 < starts.length; paragraph += 1) {
    let [earlier, before] = [START, START];
    for (let at = starts[paragraph]!; at < starts[paragraph + 1]!; at += 1) {
      const here = tokens[at] === SENTENCE_END ? START : tokens[at]!;
      if (here !== START && here !== UNKNOWN) visit(earlier, before, here);
      [earlier, before] = [before, here];
    }
  }
}

function countPairs(corpus: Corpus): Map<number, number> {
  const counts = new Map<number, number>();
  walk(corpus, (_, before, here) => {
    if (before !== UNKNOWN) counts.set(before * WIDTH + here, (counts.get(before * WIDTH + here) ?? 0) + 1);
  });
  return counts;
}

function countTriples(corpus: Corpus, pairs: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map<number, number>();
  const isFrequent = (a: number, b: number): boolean => (pairs.get(a * WIDTH + b) ?? 0) >= LEAST_PAIR_OF_TRIPLE;
  walk(corpus, (earlier, before, here) => {
    if (before === START || before === UNKNOWN || earlier === UNKNOWN) return;
    if (!isFrequent(earlier, before) || !isFrequent(before, here)) return;
    const key = (earlier * WIDTH + before) * WIDTH + here;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return counts;
}

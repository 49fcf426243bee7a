import { readFileSync } from "node:fs";
import { fold } from "./fold.ts";
import { findPair, type PairTable, unpack, unpackStrings } from "./packed.ts";

/**
 * How Vietnamese syllables follow one another in administrative text: counts of syllables, adjacent pairs and triples
 * (scripts/train-embeddings/syllable-pairs.ts, ../embed/data/README.md). Read once, 2.5 MB.
 */
const read = unpack(readFileSync(new URL("./data/syllable-pairs.bin", import.meta.url)));
const FORMS = unpackStrings(read("forms", "u8"));
const COUNTS = read("counts", "u32");
/** How many different syllables it was seen after. */
const FOLLOWED = read("followed", "u32");
const ALL_FOLLOWED = FOLLOWED.reduce((sum, count) => sum + count, 0);
const NUMBER_OF = new Map(FORMS.map((form, index) => [form, index]));
const SENSES = Map.groupBy(FORMS.keys(), (index) => fold(FORMS[index]!));
/** In place of the syllable before: a sentence begins here. */
export const START = FORMS.length;
/** Logarithms of counts are stored in steps of 1/20. */
const LOG_STEPS = 20;
const COUNT_OF = Float32Array.from({ length: 256 }, (_, steps) => Math.exp(steps / LOG_STEPS));
/** Least chance left for what was not seen after a syllable or a pair. */
const LEAST_LEFT = 0.02;

interface CountTable extends PairTable {
  counts: Float32Array;
  /** Sum of each row's counts. */
  sums: Float32Array;
}

function countTable(rows: Uint32Array, seconds: Uint16Array, logCounts: Uint8Array): CountTable {
  const counts = new Float32Array(logCounts.length);
  for (let at = 0; at < counts.length; at += 1) counts[at] = COUNT_OF[logCounts[at]!]!;
  const sums = new Float32Array(rows.length - 1);
  for (let row = 0; row < sums.length; row += 1) {
    for (let at = rows[row]!; at < rows[row + 1]!; at += 1) sums[row]! += counts[at]!;
  }
  return { rows, seconds, counts, sums };
}

const PAIRS = countTable(read("rows", "u32"), read("seconds", "u16"), read("logCounts", "u8"));
const TRIPLES = countTable(read("tripleRows", "u32"), read("thirds", "u16"), read("tripleLogCounts", "u8"));

/** One way to read a written syllable. */
export interface Choice {
  form: string;
  /** In the model; -1 for a syllable that the model does not hold. */
  number: number;
  /** Taken off the logarithm of its chance: how unlikely it is that this was meant by what was written. */
  cost?: number;
}

/** In the model: every syllable that it holds. */
export const knownForms = (): readonly string[] => FORMS;
export const numberOfForm = (form: string): number => NUMBER_OF.get(form) ?? -1;

/** True for a syllable that others are written like but for their accents: only of these are all pairs held. */
export const hasRivals = (form: string): boolean => (SENSES.get(fold(form))?.length ?? 0) > 1;

/** The forms that a syllable may stand for: its accented ones when it was typed bare, else itself. */
export function choicesFor(written: string): Choice[] {
  const known = written === fold(written) ? SENSES.get(written) : undefined;
  if (known) return known.map((number) => ({ form: FORMS[number]!, number }));
  return [{ form: written, number: numberOfForm(written) }];
}

/** A row's count of `second` against `total`; the rest of the row's chance goes to the shorter context's `fallback`. */
function blended(table: CountTable, row: number, second: number, options: { total: number; fallback: number }): number {
  const found = findPair(table, row, second);
  const left = Math.max(LEAST_LEFT, 1 - table.sums[row]! / options.total);
  return (found < 0 ? 0 : table.counts[found]! / options.total) * (1 - LEAST_LEFT) + left * options.fallback;
}

/**
 * Chance of a syllable after the two before it. One not seen after its neighbour is judged by how many others it
 * follows, not by how often it occurs: "sơ" is frequent, but after "hồ" only.
 */
export function chance(earlier: number, before: number, here: number): number {
  const anywhere = (FOLLOWED[here]! + 0.5) / ALL_FOLLOWED;
  if (before < 0) return anywhere;
  const total = Math.max(before === START ? 0 : COUNTS[before]!, PAIRS.sums[before]!);
  const afterOne = blended(PAIRS, before, here, { total, fallback: anywhere });
  const pair = earlier < 0 || before === START ? -1 : findPair(PAIRS, earlier, before);
  if (pair < 0) return afterOne;
  const seen = Math.max(PAIRS.counts[pair]!, TRIPLES.sums[pair]!);
  return blended(TRIPLES, pair, here, { total: seen, fallback: afterOne });
}

const ALL_COUNTS = COUNTS.reduce((sum, count) => sum + count, 0);

/** How often a pair of syllables occurs in administrative Vietnamese, and how much more often than chance puts them. */
export function pairEvidence(first: string, second: string): { count: number; pointwise: number } {
  const [a, b] = [NUMBER_OF.get(first), NUMBER_OF.get(second)];
  const found = a === undefined || b === undefined ? -1 : findPair(PAIRS, a, b);
  if (found < 0) return { count: 0, pointwise: Number.NEGATIVE_INFINITY };
  const count = PAIRS.counts[found]!;
  return { count, pointwise: Math.log((count * ALL_COUNTS) / (COUNTS[a!]! * COUNTS[b!]!)) };
}

/**
 * Step 3 of 3: the trainer's output → the two data files that are shipped.
 *
 *   node scripts/train-vectors/pack.ts FOLDER PREFIX     (FOLDER: from prepare.ts; PREFIX, DIMENSIONS: from train)
 *
 * Writes retrieval/embed/data/offline-words.bin and retrieval/text/data/syllable-pairs.bin, and prints their SHA-256.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fold } from "../../retrieval/text/index.ts";
import { findPair, pack, packStrings } from "../../retrieval/text/packed.ts";

const LEAST_SYLLABLE = 20;
const LEAST_PAIR = 6;
const LEAST_TRIPLE = 10;
const LOG_STEPS = 20;
/** As the first of a pair or triple: a sentence begins here. */
const START = -1;

type Pair = { first: number; second: number; value: number };

const numbers = (path: string): Int32Array => new Int32Array(new Uint8Array(readFileSync(path)).buffer);

/** Rows of ascending seconds; `order` gives where each entry of the table came from. */
function pairTable(pairs: Pair[], firsts: number): { rows: Uint32Array; seconds: Uint16Array; order: Pair[] } {
  const order = pairs.sort((a, b) => a.first - b.first || a.second - b.second);
  const rows = new Uint32Array(firsts + 1);
  for (const { first } of order) rows[first + 1]! += 1;
  for (let first = 0; first < firsts; first += 1) rows[first + 1]! += rows[first]!;
  return { rows, seconds: Uint16Array.from(order, (pair) => pair.second), order };
}

function* chunks(values: Int32Array, size: number): Generator<Int32Array> {
  for (let at = 0; at < values.length; at += size) yield values.subarray(at, at + size);
}

function ship(name: string, bytes: Uint8Array): void {
  writeFileSync(new URL(`../../retrieval/${name}`, import.meta.url), bytes);
  console.log(`${name}: ${bytes.length} bytes, SHA-256 ${createHash("sha256").update(bytes).digest("hex")}`);
}

const [folder, prefix] = process.argv.slice(2);
if (!folder || !prefix) throw new Error("usage: node scripts/train-vectors/pack.ts FOLDER PREFIX");
const syllables = readFileSync(join(folder, "syllables.tsv"), "utf8").trimEnd().split("\n");
const forms = syllables.map((line) => line.split("\t")[0]!);
const counts = syllables.map((line) => Number(line.split("\t")[1]));

const logCount = ({ value }: Pair): number => Math.min(255, Math.round(Math.log(value) * LOG_STEPS));

/** What the accent restorer knows of the syllables that it may write. A sentence's start counts as one more syllable. */
function restorerSyllables(): {
  kept: number[];
  numberOf: (old: number) => number | undefined;
  hangs: (old: number) => boolean;
} {
  const kept = forms.flatMap((form, index) => (counts[index]! >= LEAST_SYLLABLE && !/^\d/.test(form) ? [index] : []));
  const newNumber = new Map(kept.map((old, index) => [old, index]));
  const senses = new Map<string, number>();
  for (const old of kept) senses.set(fold(forms[old]!), (senses.get(fold(forms[old]!)) ?? 0) + 1);
  const hangs = (old: number): boolean => old !== START && senses.get(fold(forms[old]!))! > 1;
  return { kept, hangs, numberOf: (old) => (old === START ? kept.length : newNumber.get(old)) };
}

/** Pairs and triples of syllables for the accent restorer; one that no accent question hangs on is left out. */
function packSyllablePairs(): Uint8Array {
  const { kept, numberOf, hangs } = restorerSyllables();
  const followed = new Uint32Array(kept.length);
  const pairs: Pair[] = [];
  for (const [a = 0, b = 0, value = 0] of chunks(numbers(`${prefix}.pairs`), 3)) {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === undefined || second === undefined) continue;
    if (a !== START) followed[second]! += 1;
    if (value >= LEAST_PAIR && (hangs(a) || hangs(b))) pairs.push({ first, second, value });
  }
  const table = pairTable(pairs, kept.length + 1);
  const triples: Pair[] = [];
  for (const [a = 0, b = 0, c = 0, value = 0] of chunks(numbers(`${prefix}.triples`), 4)) {
    const [first, second, third] = [numberOf(a), numberOf(b), numberOf(c)];
    if (first === undefined || second === undefined || third === undefined) continue;
    const pair = findPair(table, first, second);
    if (pair >= 0 && value >= LEAST_TRIPLE && (hangs(b) || hangs(c)))
      triples.push({ first: pair, second: third, value });
  }
  const third = pairTable(triples, table.seconds.length);
  return pack({
    forms: packStrings(kept.map((old) => forms[old]!)),
    counts: Uint32Array.from(kept, (old) => counts[old]!),
    followed,
    rows: table.rows,
    seconds: table.seconds,
    logCounts: Uint8Array.from(table.order, logCount),
    tripleRows: third.rows,
    thirds: third.seconds,
    tripleLogCounts: Uint8Array.from(third.order, logCount),
  });
}

/** int8 rows, each with its own scale: syllables first, then pairs in the table's order. */
function packVectors(): Uint8Array {
  const terms = numbers(`${prefix}.terms`);
  const count = terms.length / 2;
  const weights = new Float32Array(new Uint8Array(readFileSync(`${prefix}.vectors`)).buffer);
  const dimensions = weights.length / count;
  const pairs: Pair[] = [];
  let singles = 0;
  for (let term = 0; term < count; term += 1) {
    if (terms[2 * term + 1]! < 0) singles += 1;
    else pairs.push({ first: terms[2 * term]!, second: terms[2 * term + 1]!, value: term });
  }
  const { rows, seconds, order } = pairTable(pairs, singles);
  const source = [...Array.from({ length: singles }, (_, term) => term), ...order.map((pair) => pair.value)];
  const values = new Int8Array(count * dimensions);
  const scales = new Float32Array(count);
  for (const [row, term] of source.entries()) {
    const vector = weights.subarray(term * dimensions, (term + 1) * dimensions);
    const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127;
    scales[row] = scale;
    for (let d = 0; d < dimensions; d += 1) values[row * dimensions + d] = Math.round(vector[d]! / scale);
  }
  return pack({ forms: packStrings(forms.slice(0, singles)), rows, seconds, scales, values });
}

ship("text/data/syllable-pairs.bin", packSyllablePairs());
ship("embed/data/offline-words.bin", packVectors());

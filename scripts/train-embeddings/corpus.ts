import { canonicalise, matchForm, syllables } from "../../retrieval/text/index.ts";
import { isHeldOut, kindOf } from "./held-out.ts";

/** In place of a token. */
export const SENTENCE_END = 0xffff;
export const UNKNOWN = 0xfffe;
/** Forms that a token can stand for: two bytes a token, less the marks. */
const MOST_FORMS = 60_000;
const LEAST_COUNT = 10;
const LONGEST_FORM = 24;
/** Forms counted at a time; the rare ones go when there are more, so that a text of nonsense cannot fill the memory. */
const MOST_COUNTED = 2_000_000;
const CHUNK = 1 << 20;
const SENTENCE_BREAK = /[.;:!?…\n|]/;

/** The training text as numbers, in memory that threads share. */
export interface Corpus {
  /** Numbers of forms, most frequent first, or marks; all paragraphs one after the other. */
  tokens: Uint16Array<SharedArrayBuffer>;
  /** Where each paragraph begins, and at the end where the last one ends. */
  starts: Uint32Array<SharedArrayBuffer>;
  /** What each paragraph is: see `kindOf`. */
  kinds: Uint32Array<SharedArrayBuffer>;
  forms: string[];
  counts: number[];
}

export interface ReadCorpusOptions {
  paragraphs: AsyncIterable<string>;
  /** Tokens held at most; what comes after is not read. 10 bytes each while reading, 4 while training. */
  mostTokens: number;
  /** False for a paragraph that must not be learned from. */
  isAllowed(paragraph: string): boolean;
  leastCount?: number | undefined;
  onProgress(paragraphs: number, tokens: number): void;
}

export interface ReadCorpus {
  corpus: Corpus;
  /** Paragraphs kept out for the evaluation, in order. */
  heldOut: string[];
  /** Paragraphs that hold a question of the benchmark. */
  refused: number;
  /** Paragraphs that came after as many tokens as may be held. */
  unread: number;
  paragraphs: number;
}

/** Syllables in match form, with null at each sentence's end. */
export function sentenceSyllables(paragraph: string): (string | null)[] {
  const form = matchForm(canonicalise(paragraph));
  const out: (string | null)[] = [];
  let end = 0;
  for (const syllable of syllables(form)) {
    if (out.length > 0 && SENTENCE_BREAK.test(form.slice(end, syllable.start))) out.push(null);
    out.push(syllable.text);
    end = syllable.end;
  }
  return out;
}

export async function readCorpus(options: ReadCorpusOptions): Promise<ReadCorpus> {
  const { paragraphs, mostTokens, isAllowed, leastCount = LEAST_COUNT, onProgress } = options;
  const numbers = createNumbers();
  const starts: number[] = [];
  const kinds: number[] = [];
  const heldOut: string[] = [];
  let [place, refused, unread] = [0, 0, 0];
  for await (const paragraph of paragraphs) {
    const here = place;
    place += 1;
    if (place % 10_000 === 0) onProgress(place, numbers.length());
    if (isHeldOut(here)) heldOut.push(paragraph);
    else if (!isAllowed(paragraph)) refused += 1;
    else if (numbers.length() >= mostTokens) unread += 1;
    else {
      starts.push(numbers.length());
      kinds.push(kindOf(paragraph));
      for (const form of sentenceSyllables(paragraph)) numbers.add(form);
    }
  }
  starts.push(numbers.length());
  const corpus: Corpus = {
    ...numbers.finish(leastCount),
    starts: sharedNumbers(starts),
    kinds: sharedNumbers(kinds),
  };
  return { corpus, heldOut, refused, unread, paragraphs: place };
}

/** A copy that threads can be given without copying it again. */
export function sharedNumbers(values: ArrayLike<number>): Uint32Array<SharedArrayBuffer> {
  const out = new Uint32Array(new SharedArrayBuffer(values.length * 4));
  out.set(values);
  return out;
}

/** Forms numbered as they come, renumbered by frequency at the end. */
function createNumbers() {
  const numberOf = new Map<string, number>();
  const counts: number[] = [];
  const chunks: Uint32Array[] = [];
  let length = 0;
  const push = (value: number): void => {
    if (length % CHUNK === 0) chunks.push(new Uint32Array(CHUNK));
    chunks[chunks.length - 1]![length % CHUNK] = value;
    length += 1;
  };
  return {
    length: () => length,
    add(form: string | null): void {
      if (form === null) {
        push(0);
        return;
      }
      let number = numberOf.get(form);
      if (number === undefined) {
        if (numberOf.size >= MOST_COUNTED) dropRare(numberOf, counts);
        number = counts.push(0);
        numberOf.set(form, number);
      }
      counts[number - 1]! += 1;
      push(number);
    },
    finish(leastCount: number): Pick<Corpus, "tokens" | "forms" | "counts"> {
      const kept = [...numberOf]
        .map(([form, number]) => ({ form, number, count: counts[number - 1]! }))
        .filter(({ form, count }) => count >= leastCount && form.length <= LONGEST_FORM)
        .sort((a, b) => b.count - a.count || (a.form < b.form ? -1 : 1))
        .slice(0, MOST_FORMS);
      const renumbered = new Uint16Array(counts.length + 1).fill(UNKNOWN);
      renumbered[0] = SENTENCE_END;
      for (const [at, { number }] of kept.entries()) renumbered[number] = at;
      const tokens = new Uint16Array(new SharedArrayBuffer(length * 2));
      for (let at = 0; at < length; at += 1) tokens[at] = renumbered[chunks[Math.floor(at / CHUNK)]![at % CHUNK]!]!;
      return { tokens, forms: kept.map(({ form }) => form), counts: kept.map(({ count }) => count) };
    },
  };
}

function dropRare(numberOf: Map<string, number>, counts: readonly number[]): void {
  for (const [form, number] of numberOf) if (counts[number - 1]! < 2) numberOf.delete(form);
}

import { type Corpus, SENTENCE_END } from "./corpus.ts";
import { LEAD_IN, PLAIN, QUESTION } from "./held-out.ts";
import type { Random } from "./random.ts";
import { NO_TERM, type Terms, visitBeside } from "./terms.ts";

/** What is learned from: a question and what stands below it, a sentence and its paragraph, a paragraph and the next. */
export const ASKED_BELOW = 0;
export const SENTENCE_OF = 1;
export const FOLLOWED_BY = 2;
/** An example is its paragraph × 4 + its kind. */
const KINDS = 4;
export const paragraphOf = (example: number): number => Math.floor(example / KINDS);

export interface ExampleOptions {
  /** A question comes up so many times an epoch: there are few, and they are what is wanted. */
  questionRepeats: number;
  nextShare: number;
  /** How often a sentence stays in its own paragraph. */
  keepSentence: number;
  /** Share of a question's terms that is left out, so that no single word carries the match. */
  dropout: number;
  /** Syllables of what stands below a question, about. */
  longest: number;
  /** How often the law's own words are taken for it where the page quotes them. */
  quotedShare: number;
}

type Text = Pick<Corpus, "tokens" | "starts" | "kinds">;

/** All examples of an epoch in the order of the text. */
export function listExamples({ starts, kinds }: Text, options: ExampleOptions, random: Random): Uint32Array {
  const out: number[] = [];
  const length = (paragraph: number): number => starts[paragraph + 1]! - starts[paragraph]!;
  const last = kinds.length - 1;
  for (let here = 0; here < last; here += 1) {
    if (kinds[here] === QUESTION) continue;
    if (length(here) >= 30) out.push(here * KINDS + SENTENCE_OF);
    const leads = length(here) >= 5 && length(here) <= 60 && length(here + 1) >= 12 && kinds[here + 1] !== QUESTION;
    if (leads && random.unit() < options.nextShare) out.push(here * KINDS + FOLLOWED_BY);
  }
  for (let repeat = 0; repeat < options.questionRepeats; repeat += 1) {
    for (let here = 0; here < last; here += 1)
      if (kinds[here] === QUESTION && length(here) >= 5 && length(here) <= 80) out.push(here * KINDS + ASKED_BELOW);
  }
  return Uint32Array.from(out);
}

/** Term numbers and how much each counts: the square root of how often it stands there. */
export interface Bag {
  terms: Uint16Array;
  weights: Float32Array;
}

export interface ExamplePair {
  question: Bag;
  passage: Bag;
}

/** Draws the two texts of an example; null where there is too little of one. */
export function drawPair(
  text: Text,
  terms: Pick<Terms, "syllables" | "pairAt" | "beside">,
  options: ExampleOptions,
  example: number,
  random: Random,
): ExamplePair | null {
  const [kind, here] = [example % KINDS, paragraphOf(example)];
  const { starts } = text;
  const question: number[] = [];
  const passage: number[] = [];
  const add = (out: number[], from: number, to: number): void => addTerms(text, terms, { out, from, to });
  if (kind === SENTENCE_OF) {
    const sentence = drawSentence(text, here, random);
    if (sentence === null) return null;
    add(question, sentence.from, sentence.to);
    if (random.unit() < options.keepSentence) add(passage, starts[here]!, starts[here + 1]!);
    else {
      add(passage, starts[here]!, sentence.from);
      add(passage, sentence.to, starts[here + 1]!);
    }
  } else {
    add(question, starts[here]!, starts[here + 1]!);
    const { from, to } = kind === ASKED_BELOW ? drawAnswer(text, here, options, random) : drawNext(text, here, random);
    add(passage, starts[from]!, starts[to]!);
  }
  if (question.length < 4 || passage.length < 8) return null;
  const kept = question.filter(() => random.unit() >= options.dropout);
  return kept.length < 3 ? null : { question: bagOf(kept), passage: bagOf(passage) };
}

function addTerms(
  { tokens }: Text,
  { syllables, pairAt, beside }: Pick<Terms, "syllables" | "pairAt" | "beside">,
  { out, from, to }: { out: number[]; from: number; to: number },
): void {
  for (let at = from; at < to; at += 1) {
    if (tokens[at]! < syllables) out.push(tokens[at]!);
    if (at > from && pairAt[at] !== NO_TERM) out.push(pairAt[at]!);
    visitBeside(beside, tokens[at]!, (row) => out.push(row));
  }
}

export function bagOf(found: number[]): Bag {
  const sorted = Uint16Array.from(found).sort();
  const terms: number[] = [];
  const weights: number[] = [];
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1;
    terms.push(sorted[from]!);
    weights.push(Math.sqrt(to - from));
  }
  return { terms: Uint16Array.from(terms), weights: Float32Array.from(weights) };
}

interface Paragraphs {
  from: number;
  to: number;
}

/** The paragraphs under a question: from the law's own words where a sentence leads to them, or just the next few. */
function drawAnswer(text: Text, question: number, options: ExampleOptions, random: Random): Paragraphs {
  const { kinds } = text;
  const lead = kinds[question + 1] === LEAD_IN ? question + 1 : question + 2;
  const isQuoted = kinds[lead] === LEAD_IN && kinds[lead + 1] === PLAIN && random.unit() < options.quotedShare;
  const from = isQuoted ? lead + 1 : question + 1;
  const most = isQuoted ? QUOTED_PARAGRAPHS : 2 + random.whole(5);
  const ends = (kind: number): boolean => (isQuoted ? kind !== PLAIN : kind === QUESTION);
  return { from, to: extent(text, from, { most, longest: options.longest, ends }) };
}

const QUOTED_PARAGRAPHS = 20;

function drawNext(text: Text, here: number, random: Random): Paragraphs {
  const ends = (kind: number): boolean => kind === QUESTION;
  return { from: here + 1, to: extent(text, here + 1, { most: 1 + random.whole(2), longest: NEXT_LONGEST, ends }) };
}

const NEXT_LONGEST = 250;

interface Extent {
  /** Paragraphs at most. */
  most: number;
  /** Syllables after which no further paragraph is begun. */
  longest: number;
  ends(kind: number): boolean;
}

function extent({ starts, kinds }: Text, first: number, { most, longest, ends }: Extent): number {
  let here = first;
  const last = Math.min(first + most, kinds.length);
  while (here < last && (here === first || !ends(kinds[here]!)) && starts[here]! - starts[first]! <= longest) here += 1;
  return here;
}

const LEAST_SENTENCE = 6;
const LONGEST_SENTENCE = 60;

function drawSentence(
  { tokens, starts }: Text,
  paragraph: number,
  random: Random,
): { from: number; to: number } | null {
  const sentences: { from: number; to: number }[] = [];
  const end = starts[paragraph + 1]!;
  let from = starts[paragraph]!;
  for (let at = from; at <= end; at += 1) {
    if (at < end && tokens[at] !== SENTENCE_END) continue;
    if (at - from >= LEAST_SENTENCE) sentences.push({ from, to: Math.min(at, from + LONGEST_SENTENCE) });
    from = at + 1;
  }
  const drawn = sentences[random.whole(sentences.length)];
  if (drawn === undefined || sentences.length > 1) return drawn ?? null;
  // One long sentence: a window of it is the question.
  const length = drawn.to - drawn.from;
  if (length < 24) return null;
  const size = 8 + random.whole(8);
  const start = drawn.from + random.whole(length - size);
  return { from: start, to: start + size };
}

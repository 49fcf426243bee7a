import { plainText, terms } from "../text/index.ts";
import { contentHash } from "./index-text.ts";
import type { PassageRecord } from "./passages.ts";

export interface PassagePair {
  before: PassageRecord;
  after: PassageRecord;
}

export interface ChangedPassage extends PassagePair {
  /** Share of terms that both have, 0…1. */
  similarity: number;
}

export interface PassagePairs {
  added: PassageRecord[];
  removed: PassageRecord[];
  changed: ChangedPassage[];
  /** Same words; their place may have moved. */
  unchanged: PassagePair[];
}

/** A clause of the same number is taken for the same clause when this much of it is still there … */
const SAME_PLACE = 0.3;
/** … and one of another number when this much is. */
const ANYWHERE = 0.5;

/**
 * Pairs the passages of two versions: by their words, then by their place, then by likeness. What is left was added or
 * removed. Pure.
 */
export function pairPassages(before: readonly PassageRecord[], after: readonly PassageRecord[]): PassagePairs {
  const left = before.map(entryOf);
  const right = after.map(entryOf);
  const unchanged = pairEqual(left, right);
  const changed = [...pairByPlace(left, right), ...pairByLikeness(left, right)];
  const free = (entries: readonly Entry[]) => entries.filter(({ taken }) => !taken).map(({ passage }) => passage);
  return {
    unchanged,
    changed: changed.sort((a, b) => a.after.ordinal - b.after.ordinal),
    removed: free(left),
    added: free(right),
  };
}

interface Entry {
  passage: PassageRecord;
  hash: string;
  terms: ReadonlySet<string>;
  taken: boolean;
}

function entryOf(passage: PassageRecord): Entry {
  // White space and markdown are no change of the words.
  const words = plainText(passage.text).replace(/\s+/gu, " ").trim();
  return { passage, hash: contentHash(words), terms: new Set(terms(words, { folded: false })), taken: false };
}

function pairEqual(left: readonly Entry[], right: readonly Entry[]): PassagePair[] {
  const pairs: PassagePair[] = [];
  const byHash = new Map<string, Entry[]>();
  for (const entry of right) byHash.set(entry.hash, [...(byHash.get(entry.hash) ?? []), entry]);
  for (const entry of left) {
    const same = (byHash.get(entry.hash) ?? []).filter(({ taken }) => !taken);
    // "Như trên" occurs often: the one at the same place first.
    const partner = same.find(({ passage }) => passage.locator === entry.passage.locator) ?? same[0];
    if (partner) pairs.push(take(entry, partner));
  }
  return pairs;
}

function take(left: Entry, right: Entry): PassagePair {
  left.taken = true;
  right.taken = true;
  return { before: left.passage, after: right.passage };
}

function pairByPlace(left: readonly Entry[], right: readonly Entry[]): ChangedPassage[] {
  const pairs: ChangedPassage[] = [];
  for (const entry of left.filter(({ taken }) => !taken)) {
    const partner = right.find(({ passage, taken }) => !taken && passage.locator === entry.passage.locator);
    const similarity = partner ? likeness(entry, partner) : 0;
    if (partner && similarity >= SAME_PLACE) pairs.push({ ...take(entry, partner), similarity });
  }
  return pairs;
}

function pairByLikeness(left: readonly Entry[], right: readonly Entry[]): ChangedPassage[] {
  const candidates: { one: Entry; other: Entry; similarity: number }[] = [];
  for (const one of left.filter(({ taken }) => !taken)) {
    for (const other of right.filter(({ taken }) => !taken)) {
      const similarity = likeness(one, other);
      if (similarity >= ANYWHERE) candidates.push({ one, other, similarity });
    }
  }
  const pairs: ChangedPassage[] = [];
  for (const { one, other, similarity } of candidates.sort((a, b) => b.similarity - a.similarity)) {
    if (!one.taken && !other.taken) pairs.push({ ...take(one, other), similarity });
  }
  return pairs;
}

/** Dice over distinct syllables and their pairs. */
function likeness(one: Entry, other: Entry): number {
  const [small, large] = one.terms.size <= other.terms.size ? [one.terms, other.terms] : [other.terms, one.terms];
  const sum = small.size + large.size;
  // Even if all of the smaller were shared, it would not be enough.
  if (sum === 0 || (2 * small.size) / sum < SAME_PLACE) return 0;
  let shared = 0;
  for (const term of small) if (large.has(term)) shared += 1;
  return (2 * shared) / sum;
}

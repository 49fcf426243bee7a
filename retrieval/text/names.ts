import { fold, hasDiacritics, matchForm } from "./fold.ts";
import { type Syllable, syllables } from "./tokens.ts";

/** A name prepared for matching against typed text. */
export interface NamePattern<T> {
  value: T;
  folded: string[];
  matched: string[];
}

export interface NameHit<T> {
  value: T;
  start: number;
  end: number;
  /** Syllables matched. */
  length: number;
}

export function namePattern<T>(name: string, value: T): NamePattern<T> {
  const split = (text: string) => syllables(text).map((syllable) => syllable.text);
  return { value, folded: split(fold(name)), matched: split(matchForm(name)) };
}

/** By first folded syllable, so that a scan of a text looks at few names. */
export type NameIndex<T> = ReadonlyMap<string, readonly NamePattern<T>[]>;

export function nameIndex<T>(patterns: Iterable<NamePattern<T>>): NameIndex<T> {
  const index = new Map<string, NamePattern<T>[]>();
  for (const pattern of patterns) {
    const first = pattern.folded[0];
    if (first === undefined) continue;
    const list = index.get(first) ?? [];
    list.push(pattern);
    index.set(first, list);
  }
  for (const list of index.values()) list.sort((a, b) => b.folded.length - a.folded.length);
  return index;
}

/**
 * Finds names in typed text, longest first, none inside another. A syllable typed with diacritics has to match with
 * them; one typed without matches folded: "Sở Tài chính lang son" finds both, and "lặng son" is not Lạng Sơn.
 */
export function findNames<T>(text: string, index: NameIndex<T>): NameHit<T>[] {
  const folded = syllables(fold(text));
  const matched = syllables(matchForm(text));
  const hits: NameHit<T>[] = [];
  for (let at = 0; at < folded.length; at += 1) {
    const pattern = (index.get((folded[at] as Syllable).text) ?? []).find((candidate) =>
      candidate.folded.every((syllable, offset) => {
        const typed = matched[at + offset];
        if (!typed || folded[at + offset]?.text !== syllable) return false;
        return !hasDiacritics(typed.text) || typed.text === candidate.matched[offset];
      }),
    );
    if (!pattern) continue;
    const last = folded[at + pattern.folded.length - 1] as Syllable;
    hits.push({
      value: pattern.value,
      start: (folded[at] as Syllable).start,
      end: last.end,
      length: pattern.folded.length,
    });
    at += pattern.folded.length - 1;
  }
  return hits;
}

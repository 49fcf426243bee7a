import { AGENCY_NAMES, fold, plainText } from "../../text/index.ts";

/**
 * Letterheads and titles are printed in capitals. Their usual spelling is taken from the document's own running text
 * ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH" stands there as "Bộ Văn hóa, Thể thao và Du lịch"), else from the country's tables.
 */
const OFFICIAL: ReadonlyMap<string, string> = new Map(AGENCY_NAMES.map((entry) => [fold(entry.name), entry.name]));

/** Usual spelling of an agency's name that is printed in capitals; names that are not stay as they are. */
export function agencyCase(name: string, reference: string): string {
  const words = name.replace(/\s+/gu, " ").trim();
  if (/\p{Ll}/u.test(words.replace(/TTg/gu, ""))) return words;
  return OFFICIAL.get(fold(words)) ?? writtenInText(words, reference) ?? byRule(words);
}

function writtenInText(words: string, reference: string): string | null {
  const folded = fold(reference);
  const wanted = fold(words);
  const counts = new Map<string, number>();
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const written = reference.slice(at, at + wanted.length);
    if (/^\p{Lu}/u.test(written) && /\p{Ll}/u.test(written)) counts.set(written, (counts.get(written) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** "SỞ GIÁO DỤC VÀ ĐÀO TẠO" → "Sở Giáo dục và Đào tạo": a capital for the head, the field and what follows "và" or a comma. */
function byRule(words: string): string {
  const lower = words.toLowerCase().split(" ");
  return lower
    .map((word, index) => {
      const before = lower[index - 1] ?? "";
      const starts = index <= 1 || before === "và" || before.endsWith(",") || before === "-";
      return starts && word !== "và" && word !== "-" ? capital(word) : word;
    })
    .join(" ");
}

export const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** "PHAN RANG-THÁP CHÀM" → "Phan Rang - Tháp Chàm". */
export function placeCase(name: string): string {
  return name
    .replace(/\s*[-–]\s*/gu, " - ")
    .split(/\s+/u)
    .map((word) => (/^\p{Lu}+$/u.test(word) ? capital(word.toLowerCase()) : word))
    .join(" ")
    .trim();
}

interface Votes {
  first: Map<string, number>;
  second: Map<string, number>;
}

/**
 * A title printed in capitals in the spelling of a sentence. A word gets a capital where the same two words stand with
 * one in the reference text (the document's own body); acronyms, numbers and Roman figures stay.
 */
export function sentenceCase(title: string, reference: string): string {
  const lower = title.match(/\p{Ll}/gu)?.length ?? 0;
  if (lower > title.length * 0.12) return title;
  const votes = pairVotes(reference);
  const words = title.split(/\s+/u);
  return words
    .map((word, index) => respell(word, [words[index - 1], words[index + 1]], votes))
    .join(" ")
    .replace(/(\d\/(?:\d{4}\/)?\p{Lu}+-)TTG\b/gu, "$1TTg");
}

const bare = (word: string): string => word.replace(/[^\p{L}\p{N}]+/gu, "");

function respell(word: string, [before, after]: (string | undefined)[], votes: ReadonlyMap<string, Votes>): string {
  const core = bare(word);
  if (core === "" || /\d/u.test(word) || /^[IVX]+$/u.test(core) || !/[aeiouyăâêôơư]/iu.test(fold(core))) return word;
  const counts = new Map<string, number>();
  const add = (from: Map<string, number> | undefined) => {
    for (const [spelling, count] of from ?? []) counts.set(spelling, (counts.get(spelling) ?? 0) + count);
  };
  if (before) add(votes.get(pairKey(before, word))?.second);
  if (after) add(votes.get(pairKey(word, after))?.first);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return word.replace(core, best ?? core.toLowerCase());
}

const pairKey = (first: string, second: string): string => `${bare(first).toLowerCase()} ${bare(second).toLowerCase()}`;

function pairVotes(reference: string): Map<string, Votes> {
  const words = plainText(reference).split(" ");
  const votes = new Map<string, Votes>();
  for (let index = 1; index < words.length; index += 1) {
    const [first, second] = [words[index - 1] as string, words[index] as string];
    const shouted = /^[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$/u;
    if (shouted.test(first) && shouted.test(second)) continue;
    if (bare(first) === "" || bare(second) === "" || /[.:!?]$/u.test(first)) continue;
    const pair = votes.get(pairKey(first, second)) ?? { first: new Map(), second: new Map() };
    const opensSentence = index === 1 || /[.:;!?/-]$/u.test(words[index - 2] as string);
    if (!opensSentence) pair.first.set(bare(first), (pair.first.get(bare(first)) ?? 0) + 1);
    pair.second.set(bare(second), (pair.second.get(bare(second)) ?? 0) + 1);
    votes.set(pairKey(first, second), pair);
  }
  return votes;
}

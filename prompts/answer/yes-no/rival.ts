import { fold } from "../../../retrieval/index.ts";

/** Words that only frame a figure: "đặt chỉ tiêu … đạt 50%" is said of every target. */
const FRAME = /(?<!\p{L})(?:chỉ tiêu|mục tiêu|phấn đấu|đạt|đặt|t[ỷỉ] lệ)(?!\p{L})/giu;

/** Folded syllables of a question's matter, without those that frame a figure. */
export function matterOf(topic: string): Set<string> {
  return syllablesOf(topic.normalize("NFC").replace(FRAME, " "));
}

/** Folded syllables of two letters and more. */
export function syllablesOf(words: string): Set<string> {
  return new Set(
    fold(words)
      .split(/[^\p{L}\d]+/u)
      .filter((word) => word.length > 1),
  );
}

/** Whether one of the other sentences says something of the matter that the best one and its headings do not. */
export function hasRival(topic: string, best: string, others: readonly string[]): boolean {
  const held = syllablesOf(best);
  const lacking = [...matterOf(topic)].filter((word) => !held.has(word));
  return others.some((other) => {
    const words = syllablesOf(other);
    return lacking.some((word) => words.has(word));
  });
}

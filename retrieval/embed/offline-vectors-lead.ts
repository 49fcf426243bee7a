import { syllables } from "../text/index.ts";

const LONGEST_HEADING = 30;
const LEAD_SYLLABLES = 24;
const BARE_LEAD = 12;
const LIST_ITEM = /^\s*(?:\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+*•])\s/u;
const INLINE_LIST = /\s(?:1|a)[.)]\s/;

const isHeading = (line: string): boolean => !LIST_ITEM.test(line) && syllables(line).length <= LONGEST_HEADING;

function firstSyllables(text: string, count: number): string {
  return text.slice(0, syllables(text)[count - 1]?.end ?? text.length);
}

function lastSyllables(text: string, count: number): string {
  return text.slice(syllables(text).at(-count)?.start ?? 0);
}

/**
 * The words that say what a passage is about: the heading lines before its body (the last of them when they are many),
 * the words before an inline "1.", else its opening words. Empty for an empty text.
 */
export function leadOf(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const body = lines.findIndex((line, index) => index === lines.length - 1 || !isHeading(line));
  if (body > 0) return lastSyllables(lines.slice(0, body).join("\n"), LEAD_SYLLABLES);
  const first = lines[0] ?? "";
  const list = INLINE_LIST.exec(first)?.index ?? -1;
  const before = list > 0 ? first.slice(0, list) : "";
  return before !== "" && isHeading(before) ? lastSyllables(before, LEAD_SYLLABLES) : firstSyllables(first, BARE_LEAD);
}

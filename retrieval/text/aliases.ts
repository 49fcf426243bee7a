import { fold, matchForm } from "./fold.ts";
import { findNames, nameIndex, namePattern } from "./names.ts";
import { syllables } from "./tokens.ts";

/** What an office calls an agency, and the name that is understood. */
export interface Alias {
  writing: string;
  agencyName: string;
}

/** What two writings share that a question cannot tell apart: "P.KTHT", "p ktht". */
export const aliasKey = (writing: string): string =>
  syllables(fold(writing))
    .map(({ text }) => text)
    .join(" ");

/**
 * A question with the agencies' names in place of the office's own words for them. A part of a document's number
 * ("12/KH-TCKH") stays, and "phòng TCKH" does not become "phòng Phòng …".
 */
export function writeOut(text: string, aliases: readonly Alias[]): string {
  if (aliases.length === 0) return text;
  const index = nameIndex(aliases.map(({ writing, agencyName }) => namePattern(writing, agencyName)));
  return findNames(text, index)
    .filter(({ start, end }) => !isInSymbol(text, start, end))
    .reduceRight((left, { value, start, end }) => {
      return left.slice(0, headBefore(text, start, value)) + value + left.slice(end);
    }, text);
}

const isInSymbol = (text: string, start: number, end: number) =>
  /[/\-–]$/u.test(text.slice(0, start)) || /^[/\-–][\p{L}\p{N}]/u.test(text.slice(end));

/** Where the name's first word stands before its alias already. */
function headBefore(text: string, start: number, name: string): number {
  const [head] = syllables(name);
  const word = syllables(text.slice(0, start)).at(-1);
  if (head === undefined || word === undefined || text.slice(word.end, start).trim() !== "") return start;
  const isHead = matchForm(word.text) === matchForm(head.text) || word.text.toLowerCase() === fold(head.text);
  return isHead ? word.start : start;
}

import type { PageLine, PageWord } from "./page-types.ts";

/** Groups words into lines by their height on the page, each line from left to right. */
export function linesOf(words: readonly PageWord[]): PageLine[] {
  const lines: PageWord[][] = [];
  for (const word of [...words].sort((a, b) => middle(a) - middle(b))) {
    const line = lines.at(-1);
    if (line && sameLine(line, word)) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => lineFrom(line.sort((a, b) => a.x0 - b.x0)));
}

export function lineFrom(words: readonly PageWord[]): PageLine {
  return {
    words,
    x0: Math.min(...words.map(({ x0 }) => x0)),
    x1: Math.max(...words.map(({ x1 }) => x1)),
    top: Math.min(...words.map(({ top }) => top)),
    bottom: Math.max(...words.map(({ bottom }) => bottom)),
  };
}

export const middle = ({ top, bottom }: { top: number; bottom: number }): number => (top + bottom) / 2;
export const height = ({ top, bottom }: { top: number; bottom: number }): number => bottom - top;

export function median(values: readonly number[], fallback = 0): number {
  if (values.length === 0) return fallback;
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** A superscript or a comma sits off the line's middle, yet inside its height. */
function sameLine(line: readonly PageWord[], word: PageWord): boolean {
  const last = line.at(-1) as PageWord;
  const reference = line.reduce((tallest, one) => (height(one) > height(tallest) ? one : tallest), last);
  return Math.abs(middle(word) - middle(reference)) < Math.max(height(reference), height(word)) * 0.45;
}

/** The line's parts between gaps that no sentence has: the two halves of a letterhead. */
export function segmentsOf(line: PageLine): PageLine[] {
  const widest = height(line) * 1.6;
  const groups: PageWord[][] = [];
  for (const word of line.words) {
    const group = groups.at(-1);
    if (group && word.x0 - (group.at(-1) as PageWord).x1 <= widest) group.push(word);
    else groups.push([word]);
  }
  return groups.map(lineFrom);
}

/**
 * What would be read as markdown, and for which no escape was seen to work on Zalo (only `\*` and `\_` were): code,
 * links, quotes, tables, rules, definitions, addresses with "_". Lists of the text's own too, since a renderer may
 * number them anew or change their sign, and a clause is shown as it stands.
 */
const BEYOND_ESCAPING = [
  /[`\\<>|~]/,
  /\]\(/,
  /^\s*\[[^\]\n]*\]:/m,
  /^[^\S\n]*(?:#|[-+]\s|[-=]{2,}\s*$)/m,
  /^(?: {4}|\t)/m,
  /\bhttps?:\/\/\S*[_*]/i,
];

export interface MarkdownOptions {
  /** The first line is a heading. */
  heading?: boolean;
  /** Lines "1. …" that are a list, counted from 1: the choices. */
  choices?: number;
}

/** A plain text with its headings in bold and its bullets as lists; null when it cannot be shown safely that way. */
export function toMarkdown(text: string, { heading = false, choices = 0 }: MarkdownOptions = {}): string | null {
  if (BEYOND_ESCAPING.some((pattern) => pattern.test(text)) || !numberedAs(text, choices)) return null;
  const lines = text.split("\n");
  return lines.map((line, index) => markdownLine(line, isHeading(lines, index, heading))).join("\n");
}

/** A renderer may count a list from 1 whatever its numbers are. */
function numberedAs(text: string, choices: number): boolean {
  const numbers = [...text.matchAll(/^[^\S\n]*(\d+)[.)]\s/gm)].map(([, number]) => Number(number));
  return numbers.length === 0 || (numbers.length === choices && numbers.every((number, index) => number === index + 1));
}

const BULLET = /^•\s+/u;
/** Lines of the list of sources; as a list they stay one below the other also where a line break counts as a blank. */
const SOURCE = /^(?=\[\d+\] )/;

function isHeading(lines: readonly string[], index: number, first: boolean): boolean {
  const line = lines[index] ?? "";
  if (line.trim() === "" || BULLET.test(line)) return false;
  if (index === 0 && first) return true;
  const next = lines[index + 1] ?? "";
  return (line.endsWith(":") && BULLET.test(next)) || (line === "Nguồn" && SOURCE.test(next));
}

function markdownLine(line: string, bold: boolean): string {
  const escaped = line.replace(/[*_]/g, "\\$&");
  if (bold) return `**${escaped.trim()}**`;
  return escaped.replace(BULLET, "- ").replace(SOURCE, "- ");
}

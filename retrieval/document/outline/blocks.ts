import { plainView } from "../../text/index.ts";
import type { Span } from "../types.ts";
import { type Label, opensWithLabel, readLabel } from "./labels.ts";
import type { Line } from "./lines.ts";

/** One paragraph: its hard-wrapped lines joined, page breaks healed. */
export interface Block extends Span {
  /** The words on one line, without marks and with the label. */
  plain: string;
  label: Label | null;
  /** Printed as a heading: all bold, all capitals or a markdown heading. */
  marked: boolean;
  /** Marked by italics alone, as whole sentences are, too. */
  slanted: boolean;
  /** Level of a markdown heading, else 0. */
  markdown: number;
  /** Furniture or a table stands before it. */
  cutBefore: boolean;
}

const SENTENCE_END = /[.;:!?…]["”’)\]*_]*$/u;
const LETTER_LOWER = /^["“(*_]*\p{Ll}/u;

const endsSentence = (text: string) => SENTENCE_END.test(text.replace(/[*_\s]+$/, "")) || /\/\.$/.test(text);
const closesMark = (text: string) => /\*{1,2}$/.test(text);
const firstWord = (text: string) => text.replace(/^[*_]+/, "").split(/\s/)[0] ?? "";

/** The words before a list: a paragraph ends here, however full the line. */
const LEADS_IN = /(?:sau|sau đây|yêu cầu|chỉ đạo|kết luận|cụ thể|trọng tâm|nội dung|nhiệm vụ)\s*:[*_\s]*$/iu;

/** A label alone on its line: its words stand on the next. */
const BARE_LABEL = /^[*_\s]*(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[-+•])[.)]?[*_\s]*$/u;

interface Page {
  text: string;
  width: number;
  /** Paragraphs stand apart by blank lines, so that a line break inside one means little. */
  spaced: boolean;
}

/** Groups lines into paragraphs. `lines` hold no table cell. */
export function readBlocks(page: Page, lines: readonly Line[]): Block[] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    if (!group || startsParagraph(page, group, line)) groups.push([line]);
    else group.push(line);
  }
  return groups.flatMap((group) => splitCounted(page.text, toBlock(page.text, group)));
}

/** Longer than any clause that an official would read on a phone. */
const LONGEST = 1800;
const COUNT = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/** A page of text in one paragraph, "(i) … (ii) … (iii) …", is cut where it counts. */
function splitCounted(text: string, block: Block): Block[] {
  if (block.plain.length <= LONGEST) return [block];
  const raw = text.slice(block.start, block.end);
  const marks = [...raw.matchAll(/(?<=^|\s)\(([ivx]+|\d{1,2})\)(?=\s)/gu)];
  const inOrder = marks.every((mark, index) => mark[1] === COUNT[index] || mark[1] === String(index + 1));
  if (marks.length < 3 || !inOrder) return [block];
  const cuts = marks.map((mark) => block.start + mark.index).filter((at) => at > block.start);
  return [block.start, ...cuts].map((start, index) => {
    const end = cuts[index] ?? block.end;
    return blockAt(
      text,
      { start, end: start + text.slice(start, end).trimEnd().length },
      index === 0 && block.cutBefore,
    );
  });
}

/** Reads one span as a paragraph, whatever its line breaks. */
export function blockAt(text: string, span: Span, cutBefore: boolean): Block {
  const view = plainView(text, span.start, span.end);
  const raw = text.slice(span.start, span.end);
  const markdown = raw.match(/^(#{1,6})\s/)?.[1]?.length ?? 0;
  const plain = view.text.trim();
  return {
    start: span.start,
    end: span.end,
    plain,
    label: readLabel(plain),
    marked: markdown > 0 || allMarked(raw) || allCapitals(plain),
    slanted: markdown === 0 && !allCapitals(plain) && !/\*\*/.test(raw),
    markdown,
    cutBefore,
  };
}

function toBlock(text: string, group: readonly Line[]): Block {
  const first = group[0] as Line;
  const last = group.at(-1) as Line;
  return blockAt(text, { start: first.start, end: last.end }, first.cutBefore);
}

function startsParagraph(page: Page, group: readonly Line[], line: Line): boolean {
  const before = group.at(-1) as Line;
  if (line.cutBefore) return true;
  if (line.gapBefore) return !continuesOverGap(group, before, line);
  if (/^#{1,6}\s/.test(line.text) || /^#{1,6}\s/.test(before.text)) return true;
  const ended = endsSentence(before.text);
  const fits = before.text.length + 1 + firstWord(line.text).length <= page.width;
  const wholeMarked = closesMark(before.text) && /^[*_]/.test((group[0] as Line).text);
  if (group.length === 1 && BARE_LABEL.test(before.text)) return opensWithLabel(line.text);
  if (opensWithLabel(line.text)) {
    // "(Khoản" / "3)" and "2021" / "- 2025" are wrapped lines.
    if (
      (BARE_LABEL.test(line.text) && !ended && !wholeMarked) ||
      /\([^)]*$/.test(before.text) ||
      (/^[*_\s]*[-–]\s*\d/.test(line.text) && !ended)
    )
      return false;
    return ended || wholeMarked || (fits && group.length > 1) || (fits && !page.spaced) || /,$/.test(before.text);
  }
  if (/^\*{0,2}\(\s*(?:Kèm|Ban hành)/iu.test(line.text)) return true;
  if (page.spaced) return false;
  if (titleEnds(group, line)) return true;
  if (LETTER_LOWER.test(line.text)) return false;
  if (wholeMarked && headingMark(group)) return true;
  return ended && (fits || LEADS_IN.test(before.text));
}

// A title in capitals ends where the capitals end, and one begins where they begin.
function titleEnds(group: readonly Line[], line: Line): boolean {
  const before = (group.at(-1) as Line).text;
  if (letterCount(before) < 6 || letterCount(line.text) < 6) return false;
  return allCapitals(before) !== allCapitals(line.text);
}

const letterCount = (text: string) => text.replace(/[^\p{L}]/gu, "").length;

/** A heading closes where its bold closes; bold inside a sentence does not. */
function headingMark(group: readonly Line[]): boolean {
  const raw = group.map((line) => line.text).join(" ");
  return allMarked(raw);
}

// A paragraph cut by a page break goes on in lower case, and its first half ends no sentence.
function continuesOverGap(group: readonly Line[], before: Line, line: Line): boolean {
  if (!LETTER_LOWER.test(line.text) || endsSentence(before.text)) return false;
  if (opensWithLabel(line.text)) return false;
  return !headingMark(group);
}

function allMarked(raw: string): boolean {
  const body = raw
    .trim()
    .replace(/^\d+(?:\.\d+)*[.)]?\s*(?=\*)/, "")
    .replace(/\[\d+\]/g, "");
  if (!/^\*{1,3}/.test(body) || !/\*{1,3}[\s.:]*$/.test(body)) return false;
  const outside = body.replace(/\*\*[^*]+\*\*/g, "").replace(/\*[^*]+\*/g, "");
  return !/[\p{L}]/u.test(outside);
}

function allCapitals(plain: string): boolean {
  const letters = plain.replace(/[^\p{L}]/gu, "");
  return letters.length >= 4 && letters === letters.toUpperCase();
}

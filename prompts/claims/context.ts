import { type PlainView, plainText, plainView } from "../../retrieval/index.ts";
import type { Offered } from "./types.ts";

/** The words of a passage that a quote belongs to, and what stands over them. All plain text. */
export interface QuoteContext {
  /** Sentences or list items that hold the quote, whole. */
  unit: string;
  /** "Không được thực hiện các hành vi sau:" over the item; "" where there is none. */
  intro: string;
  /** Headings above the passage. */
  path: string;
  /** Place in the document's text of an offset of `unit`. */
  place(offset: number): number;
  /** Of the quote in the document's text. */
  span: { start: number; end: number };
}

/** Fewer words than these can be found anywhere. */
const LEAST_WORDS = 3;
const LEAST_CHARACTERS = 12;

/** Where a quote stands in its passage; null where the passage does not hold exactly these words. */
export function quoteContext(quote: string, { evidence }: Offered): QuoteContext | null {
  const view = plainView(evidence.text);
  const words = plainText(quote.normalize("NFC")).replace(/^[“"'\s]+|[”"'\s]+$/gu, "");
  if (words.length < LEAST_CHARACTERS || words.split(" ").length < LEAST_WORDS) return null;
  const at = wholeWords(view.text, words);
  if (at < 0) return null;
  const bounds = unitAround(view.text, at, at + words.length);
  const start = evidence.span.start;
  const quoted = view.span(at, at + words.length);
  return {
    unit: view.text.slice(bounds.start, bounds.end),
    intro: introOf(view, bounds.start),
    path: evidence.path.map(plainText).join(". "),
    place: (offset) => start + view.toSource(bounds.start + offset),
    span: { start: start + quoted.start, end: start + quoted.end },
  };
}

/** A quote that begins or ends inside a word is another one: "không" cut to "hông", "15" cut to "5". */
function wholeWords(text: string, words: string): number {
  const isInside = (left: string | undefined, right: string | undefined) =>
    /[\p{L}\p{N}]/u.test(left ?? "") && /[\p{L}\p{N}]/u.test(right ?? "");
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const end = at + words.length;
    if (!isInside(text[at - 1], text[at]) && !isInside(text[end - 1], text[end])) return at;
  }
  return -1;
}

const ENDS = /[.!?…](?=\s+[\p{Lu}\d“"(-])|;(?=\s)/gu;

function unitAround(text: string, from: number, to: number): { start: number; end: number } {
  let start = 0;
  let end = text.length;
  for (const { index } of text.matchAll(ENDS)) {
    if (index < from) start = index + 1;
    else if (index >= to - 1) {
      end = index + 1;
      break;
    }
  }
  while (text[start] === " ") start += 1;
  return { start, end };
}

/** What ends with the last colon before the list that the unit is an item of. */
function introOf({ text }: PlainView, unitStart: number): string {
  const before = text.slice(0, unitStart);
  const sentence = Math.max(0, ...[...before.matchAll(/[.!?…](?=\s+[\p{Lu}])/gu)].map(({ index }) => index + 1));
  const colon = before.indexOf(":", sentence);
  return colon < 0 ? "" : before.slice(sentence, colon + 1).trim();
}

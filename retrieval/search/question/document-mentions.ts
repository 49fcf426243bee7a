import { readFileSync } from "node:fs";
import {
  AGENCY_NAMES,
  type FoundNumber,
  findDocumentNumbers,
  findPlaces,
  fold,
  numberParts,
} from "../../text/index.ts";
import type { DocumentMention } from "./types.ts";

/** Folded words and shorthand for each type. "van ban" names no type. */
export const TYPE_WORDS: Readonly<Record<string, string | null>> = {
  "chi thi": "Chỉ thị",
  ct: "Chỉ thị",
  "ke hoach": "Kế hoạch",
  kh: "Kế hoạch",
  "quyet dinh": "Quyết định",
  qd: "Quyết định",
  "cong van": "Công văn",
  cv: "Công văn",
  "thong bao ket luan": "Thông báo",
  "thong bao": "Thông báo",
  tb: "Thông báo",
  tbkl: "Thông báo",
  "cong dien": "Công điện",
  cd: "Công điện",
  "nghi quyet": "Nghị quyết",
  nq: "Nghị quyết",
  "nghi dinh": "Nghị định",
  nd: "Nghị định",
  "thong tu": "Thông tư",
  tt: "Thông tư",
  "ket luan": "Kết luận",
  kl: "Kết luận",
  "huong dan": "Hướng dẫn",
  hd: "Hướng dẫn",
  "bao cao": "Báo cáo",
  bc: "Báo cáo",
  "to trinh": "Tờ trình",
  ttr: "Tờ trình",
  "chuong trinh": "Chương trình",
  ctr: "Chương trình",
  "quy dinh": "Quy định",
  luat: "Luật",
  "van ban": null,
  vb: null,
};

const TYPES = Object.keys(TYPE_WORDS)
  .sort((a, b) => b.length - a.length)
  .join("|");
/** Shorthand of ministries and departments: after an issuer's code it names who is asked about ("tb 637 vpcp btc"). */
const AGENCY_SHORTHAND: ReadonlySet<string> = new Set(
  AGENCY_NAMES.map((entry) => fold(entry.writing)).filter((writing) => /^[bs][a-z&]{2,}$/.test(writing)),
);
const CODES: ReadonlySet<string> = new Set(
  (JSON.parse(readFileSync(new URL("../../text/data/number-codes.json", import.meta.url), "utf8")) as string[]).map(
    fold,
  ),
);

// Shorthand types may stand against the figure ("ct07"); the tail is codes joined by "/", "-" or blanks.
const TYPED = new RegExp(
  String.raw`(?<![\p{L}\d])(${TYPES})\s*(?:so|s[.:]|no[.:]?)?\s*[:.]?\s*(\d{1,6}[a-z]?)(?![\d.,]*%)(?![.,]\d)(?:\s*/\s*((?:19|20)\d{2})(?!\d))?((?:\s*[/-]\s*[a-z&]+\d{0,2})*)`,
  "gu",
);
const BARE = /(?<![\p{L}\d/.,-])(?:so\s+)?(\d{1,6})(?:\/((?:19|20)\d{2}))?((?:[/-][a-z&]{2,}\d{0,2})+)/gu;
/** "còn theo 9634 thì sao": a bare number may name a document; it does only when one is held. */
const LOOSE =
  /(?<![\p{L}\d])(?:theo|trong|tai|van ban|(?<!(?:co|tru|he|chi|ho|thong|dan|doi|tan) )so|con)\s+(?:so\s+)?(\d{3,6})(?![\d.,/%]|\s*(?:dong|nguoi|ty|trieu|nghin|nhiem vu|du an|tinh|xa|phuong|ngay|thang|nam))(?![\p{L}])/gu;
/** "công văn /UBND-KGVX": the symbol of a copy whose number is blank. */
const BLANK = /(?<![\p{L}\d/])\/\s?([\p{Lu}]{2,}(?:-[\p{Lu}]{1,8})+)/gu;
const BEFORE_BLANK = new RegExp(String.raw`(?<![\p{L}\d])(?:${TYPES})\s*(?:so\s*:?)?\s*$`, "u");
const NOT_A_NUMBER =
  /^\s*(?:ngay|thang|nam|nguoi|xa|phuong|tinh|bo|so(?! \d)|ty|trieu|nghin|dong|%|tuoi|gio)(?![\p{L}])/u;

/** "Kế hoạch 5G" is a plan for a network. */
const NETWORK = /^[2-6]g$/;
/** "Cao tốc … (CT.08)": motorways are numbered so, and no directive stands right behind one. */
const ROAD =
  /\b(?:cao toc(?!.*\b(?:theo|chi thi)\b)[^.;?!]{0,60}|(?:tuyen|duong|quoc lo|nut giao|doan)(?: so)?)[\s,(]*$/;

/** Every document a question names, in order, none inside another. */
export function findDocumentMentions(text: string): DocumentMention[] {
  const folded = fold(text);
  const found: DocumentMention[] = [];
  const add = (mention: DocumentMention) => {
    const twin = found.find((other) => mention.start < other.end && other.start < mention.end);
    if (!twin) found.push(mention);
  };
  const numbers = findDocumentNumbers(text);
  for (const match of folded.matchAll(TYPED)) {
    const [whole, typeWord, seq, year, written] = match as unknown as [
      string,
      string,
      string,
      string | undefined,
      string,
    ];
    const { end, tail } = unglued({
      text,
      numbers,
      start: match.index,
      end: match.index + whole.length,
      tail: written,
    });
    const counts = !tail && !year && NOT_A_NUMBER.test(folded.slice(end)) && !namesSomebody(text, end);
    if (counts && !/^(?:ct|kh|qd|cv|tb|nq|kl)$/.test(typeWord)) continue;
    if (!tail && !year && (NETWORK.test(seq) || (typeWord === "ct" && ROAD.test(folded.slice(0, match.index)))))
      continue;
    add(
      mentionOf({
        text,
        folded,
        start: match.index,
        end,
        seq,
        year: year ?? null,
        tail,
        type: TYPE_WORDS[typeWord] ?? null,
      }),
    );
  }
  for (const number of numbers) {
    const { seq, year, symbol } = number.parts;
    add({
      raw: number.raw,
      seq,
      year,
      type: typeOfSymbol(symbol),
      codes: symbol.split("-"),
      start: number.start,
      end: number.end,
    });
  }
  for (const match of folded.matchAll(BARE)) {
    const [whole, seq, year, tail] = match as unknown as [string, string, string | undefined, string];
    add(
      mentionOf({
        text,
        folded,
        start: match.index,
        end: match.index + whole.length,
        seq,
        year: year ?? null,
        tail,
        type: null,
      }),
    );
  }
  for (const match of folded.matchAll(LOOSE)) {
    const seq = match[1] as string;
    const start = match.index + match[0].length - seq.length;
    add({
      raw: text.slice(start, start + seq.length),
      seq: numberParts(seq).seq,
      year: null,
      type: null,
      codes: [],
      start,
      end: start + seq.length,
      tentative: true,
    });
  }
  for (const match of text.matchAll(BLANK)) {
    const codes = fold(match[1] as string).split(/[/-]+/);
    const start = match.index - (BEFORE_BLANK.exec(folded.slice(0, match.index))?.[0].length ?? 0);
    add({ raw: match[0].trim(), seq: "", year: null, type: null, codes, start, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * "Chỉ thị 07 Bộ Tài chính làm gì": what stands right behind the number is an agency or a place, and not what is counted,
 * as in "quyết định 3 xã".
 */
function namesSomebody(text: string, end: number): boolean {
  const rest = text.slice(end);
  if (/^\s+(?:xã|phường|xa|phuong)\s+\p{Lu}/u.test(rest)) return true;
  const opening = fold(rest).trimStart();
  if (/^tinh\s/.test(opening))
    return findPlaces(text).some(({ start }) => start >= end && start - end <= " tỉnh ".length);
  if (!/^(?:bo|so)\s/.test(opening)) return false;
  const words = opening.split(/[\s,;.?!]+/);
  return [3, 2].some((count) => AGENCY_OPENINGS.has(words.slice(0, count).join(" ")));
}

/** "so giao duc", "bo tttt": how ministries and departments begin, by as many words as tell them from counted things. */
const AGENCY_OPENINGS: ReadonlySet<string> = new Set(
  AGENCY_NAMES.flatMap(({ name, writing }) => [name, writing])
    .map((name) => fold(name).split(/[\s,]+/))
    .filter((words) => words.length >= 2)
    .map((words) => words.slice(0, 3).join(" ")),
);

interface Written {
  text: string;
  numbers: readonly FoundNumber[];
  start: number;
  end: number;
  tail: string;
}

/** "168/2024/NĐ-CPquy định", pasted from a page: the codes end where the capitals end. */
function unglued({ text, numbers, start, end, tail }: Written): { end: number; tail: string } {
  const printed = numbers.find((number) => start <= number.start && number.start < end && number.end < end);
  if (!printed || !/^\p{Ll}/u.test(text.slice(printed.end))) return { end, tail };
  return { end: printed.end, tail: `/${printed.parts.symbol}` };
}

interface Parts {
  text: string;
  folded: string;
  start: number;
  end: number;
  seq: string;
  year: string | null;
  tail: string;
  type: string | null;
}

function mentionOf({ text, folded, start, end, seq, year, tail, type }: Parts): DocumentMention {
  const codes = tail.split(/[/\s-]+/).filter(Boolean);
  const reach = spacedCodes(folded, end);
  const all = [...codes, ...reach.codes];
  return {
    raw: text.slice(start, reach.end).trim(),
    seq: numberParts(seq).seq,
    year,
    // "Công văn 232/CĐ-TTg": the symbol is printed, the word beside it is whatever people call such a paper.
    type: typeOfSymbol(all.join("-")) ?? type,
    codes: all,
    start,
    end: reach.end,
  };
}

/** "cv 11306 vpcp nn": codes typed with blanks between them. */
function spacedCodes(folded: string, from: number): { codes: string[]; end: number } {
  const codes: string[] = [];
  let end = from;
  const word = / ([a-z&]{2,10}\d{0,2})(?![\p{L}])/uy;
  for (;;) {
    word.lastIndex = end;
    const match = word.exec(folded);
    // An agency's shorthand ("STC", "BNV") right after a number is more often the one asked about; codes of offices are not.
    if (
      !match ||
      (codes.length > 0 && AGENCY_SHORTHAND.has(match[1] as string)) ||
      !CODES.has(match[1] as string) ||
      (codes.length === 0 &&
        !/^(?:ubnd|vpcp|ttg|cp|tw|bcd|hdnd|qh\d*|kh|qd|ct|cv|tb|cd|nq|kl|hd)$/.test(match[1] as string))
    )
      break;
    codes.push(match[1] as string);
    end += match[0].length;
    // A number ends with its issuer here: "cd 229 ttg vpcp" names the công điện and then an office.
    if (/^(?:ttg|cp|tw|hdnd|qh\d*|bcd)$/.test(match[1] as string) || codes.length >= 2) break;
  }
  return { codes, end };
}

/** The type that a symbol shows: "ct-ttg" → "Chỉ thị"; null for a công văn's ("ubnd-vx"). */
export function typeOfSymbol(symbol: string): string | null {
  const first = symbol.split("-")[0] ?? "";
  if (/^qh\d+$/.test(first)) return null;
  return /^(?:ct|kh|qd|tb|cd|nq|nd|tt|kl|hd|bc|ttr|ctr|cv)$/.test(first) && symbol.includes("-")
    ? (TYPE_WORDS[first] ?? null)
    : null;
}

const BARE_TYPES =
  /(?<![\p{L}])(chi thi|ke hoach|quyet dinh|cong van|thong bao|cong dien|nghi quyet|ket luan|huong dan|van ban)(?! (?:nao|gi|quy pham|phap luat|chi dao khac))(?![\p{L}])/gu;

/** Types that a question names without a number; "" for "văn bản". `masked` has numbered documents blanked. */
export function findTypes(masked: string): string[] {
  return [...new Set([...fold(masked).matchAll(BARE_TYPES)].map((match) => TYPE_WORDS[match[1] as string] ?? ""))];
}

import { findAgencies, findDates, findDocumentNumbers, overlaps } from "../../text/index.ts";
import type { Span, Warning } from "../types.ts";
import type { ReadResult, RecognisedWord } from "./protocol.ts";

/** Warnings of these codes mark words that recognition is not sure of. */
export const DOUBTFUL_CODES: readonly string[] = ["ocr.doubtful", "ocr.poor"];

/**
 * Below this a word is to be compared with the paper. Measured on ten pages of our texts, blurred, speckled, turned and
 * shrunk (3,900 words): all nine misread figures had 85 or less, and 88 questions one right figure in nine; of other
 * words 80 finds seven misread ones of ten and questions one right one in fifty. Under 50 a word is as often wrong as right.
 */
const LEAST_SURE = { figure: 88, name: 80, word: 50 } as const;
/** A page whose words are this unsure on average is doubtful as a whole. */
const LEAST_PAGE_CONFIDENCE = 75;
/** An admin reads a list of this length; a page worse than that is marked whole. */
const MOST_WARNINGS = 60;

interface Claim extends Span {
  what: string;
  sure: number;
}

/** What a recognised text claims and recognition is not sure of: numbers, dates and agencies, each with its place. */
export function doubtfulWarnings(read: ReadResult): Warning[] {
  const { text, words, pages, scannedPages } = read;
  if (words.length === 0) return [];
  const poor = scannedPages.filter((page) => confidenceOf(words, pages[page - 1] as Span) < LEAST_PAGE_CONFIDENCE);
  return [
    scannedWarning(scannedPages, pages.length),
    ...poor.map((page) => poorWarning(page, pages[page - 1] as Span)),
    ...outermost(claimsOf(read).filter((claim) => isUnsure(claim, words)))
      .slice(0, MOST_WARNINGS)
      .map((claim) => doubtWarning(claim, text)),
  ];
}

function claimsOf({ text, words }: ReadResult): Claim[] {
  const claim = (what: string, sure: number) => (span: Span) => ({ start: span.start, end: span.end, what, sure });
  const { figure, name, word } = LEAST_SURE;
  const reads = (pattern: RegExp) => (span: Span) => pattern.test(text.slice(span.start, span.end));
  return [
    ...findDocumentNumbers(text).map(claim("Số, ký hiệu", figure)),
    ...findDates(text).map(claim("Ngày, tháng", figure)),
    ...findAgencies(text).map(claim("Tên cơ quan", name)),
    ...words.filter(reads(/\d/)).map(claim("Số liệu", figure)),
    // The number of a heading: "II" was read for "III".
    ...words.filter(reads(/^[IVXHl]{1,5}[.)]?$/u)).map(claim("Số mục", name)),
    ...words.map(claim("Từ", word)),
  ];
}

const isUnsure = ({ start, end, sure }: Claim, words: readonly RecognisedWord[]): boolean =>
  words.some((word) => word.confidence < sure && overlaps(word, { start, end }));

/** True when some of these words were recognised doubtfully: an answer that quotes them says so. */
export function isDoubtful(warnings: readonly Warning[], span: Span): boolean {
  return warnings.some(
    (warning) => DOUBTFUL_CODES.includes(warning.code) && warning.span !== null && overlaps(warning.span, span),
  );
}

/** In reading order; a figure inside a document's number is told with the number, which comes first. */
function outermost(claims: readonly Claim[]): Claim[] {
  const kept: Claim[] = [];
  for (const claim of claims) if (!kept.some((other) => overlaps(other, claim))) kept.push(claim);
  return kept.sort((a, b) => a.start - b.start);
}

function confidenceOf(words: readonly RecognisedWord[], page: Span): number {
  const inside = words.filter((word) => word.start >= page.start && word.end <= page.end);
  if (inside.length === 0) return 100;
  return inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
}

function scannedWarning(scanned: readonly number[], pages: number): Warning {
  const which = scanned.length === pages ? (pages === 1 ? "" : `, ${pages} trang`) : `, trang ${scanned.join(", ")}`;
  return {
    code: "ocr.scanned",
    message: `Văn bản được nhận dạng chữ từ bản quét${which}; cần đối chiếu với bản gốc trước khi dùng.`,
    span: null,
  };
}

const poorWarning = (page: number, span: Span): Warning => ({
  code: "ocr.poor",
  message: `Trang ${page} của bản quét quá mờ, nhiều chữ nhận dạng chưa chắc chắn; nên quét lại.`,
  span,
});

const doubtWarning = ({ what, start, end }: Claim, text: string): Warning => ({
  code: "ocr.doubtful",
  message: `${what} “${text.slice(start, end).replace(/\s+/gu, " ")}” nhận dạng từ bản quét chưa chắc chắn; cần đối chiếu với bản gốc.`,
  span: { start, end },
});

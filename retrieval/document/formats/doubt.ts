import { findAgencies, findDates, findDocumentNumbers } from "../../text/index.ts";
import type { Span, Warning } from "../types.ts";
import type { ReadResult, RecognisedWord } from "./protocol.ts";

/** Warnings of these codes mark words that recognition is not sure of. */
export const DOUBTFUL_CODES: readonly string[] = ["ocr.doubtful", "ocr.poor"];

/** Below this a word that carries a figure or a name is to be compared with the paper. */
export const LEAST_CONFIDENCE = 80;
/** A page whose words are this unsure on average is doubtful as a whole. */
const LEAST_PAGE_CONFIDENCE = 75;
/** An admin reads a list of this length; a page worse than that is marked whole. */
const MOST_WARNINGS = 60;

interface Claim extends Span {
  what: string;
}

/** What a recognised text claims and recognition is not sure of: numbers, dates and agencies, each with its place. */
export function doubtfulWarnings({ text, words, pages, scannedPages }: ReadResult): Warning[] {
  if (words.length === 0) return [];
  const doubtful = words.filter(({ confidence }) => confidence < LEAST_CONFIDENCE);
  const claims = outermost([
    ...findDocumentNumbers(text).map((found) => ({ ...spanOf(found), what: "Số, ký hiệu" })),
    ...findDates(text).map((found) => ({ ...spanOf(found), what: "Ngày, tháng" })),
    ...findAgencies(text).map((found) => ({ ...spanOf(found), what: "Tên cơ quan" })),
    ...doubtful
      .filter((word) => /\d/.test(text.slice(word.start, word.end)))
      .map((word) => ({ ...spanOf(word), what: "Số liệu" })),
  ]);
  const poor = scannedPages.filter((page) => confidenceOf(words, pages[page - 1] as Span) < LEAST_PAGE_CONFIDENCE);
  return [
    scannedWarning(scannedPages, pages.length),
    ...poor.map((page) => poorWarning(page, pages[page - 1] as Span)),
    ...claims
      .filter((claim) => doubtful.some((word) => word.start < claim.end && claim.start < word.end))
      .slice(0, MOST_WARNINGS)
      .map((claim) => doubtWarning(claim, text)),
  ];
}

/** True when some of these words were recognised doubtfully: an answer that quotes them says so. */
export function isDoubtful(warnings: readonly Warning[], span: Span): boolean {
  return warnings.some(
    (warning) =>
      DOUBTFUL_CODES.includes(warning.code) &&
      warning.span !== null &&
      warning.span.start < span.end &&
      span.start < warning.span.end,
  );
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** In reading order; a figure inside a document's number is told with the number. */
function outermost(claims: Claim[]): Claim[] {
  const kept: Claim[] = [];
  for (const claim of claims)
    if (!kept.some((other) => other.start <= claim.start && claim.end <= other.end)) kept.push(claim);
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

import { AppError, plainText, plainView } from "../../retrieval/index.ts";

/** A held passage that a notice may quote. `start` is its place in the version's text. */
export interface NoticeSource {
  marker: number;
  versionId: number;
  passageId: number;
  start: number;
  text: string;
  /** "Công văn 465/UBND-VX · UBND tỉnh Lào Cai · 9/2/2023 · Mục 3" */
  name: string;
}

export interface NoticeCitation {
  marker: number;
  versionId: number;
  passageId: number;
  start: number;
  end: number;
  /** The version's text from `start` to `end`. */
  quote: string;
}

/** With the line that names the day it fits into one message of each channel: Zalo takes the fewest characters, 1,990. */
export const LONGEST_NOTICE = 1_900;

/**
 * The text that people get, with the list of what it quotes; each quote that is marked [n] is found word for word in
 * source n. Throws `notice.*` with a sentence for the reviewer.
 */
export function checkNotice(
  typed: string,
  sources: readonly NoticeSource[],
): { words: string; citations: NoticeCitation[] } {
  const text = typed.replaceAll("\r\n", "\n").normalize("NFC").toWellFormed().trim();
  if (text === "") throw refusal("empty", "Xin viết nội dung đính chính.");
  const bySource = new Map(sources.map((source) => [source.marker, source]));
  const citations = markersIn(text).map(({ marker, at }) => {
    const source = bySource.get(marker);
    if (source === undefined) throw refusal("unknown_source", `Không có nguồn [${marker}] trong danh sách nguồn.`);
    return citationOf(source, quoteBefore(text, at));
  });
  const used = sources.filter(({ marker }) => citations.some((one) => one.marker === marker));
  const list = used.map(({ marker, name }) => `[${marker}] ${name}`).join("\n");
  const words = list === "" ? text : `${text}\n\nCăn cứ:\n${list}`;
  if (words.length > LONGEST_NOTICE) {
    throw refusal("too_long", `Nội dung dài ${words.length} ký tự; tin nhắn chỉ nhận ${LONGEST_NOTICE} ký tự.`);
  }
  return { words, citations };
}

function markersIn(text: string): { marker: number; at: number }[] {
  return [...text.matchAll(/\[(\d{1,3})\]/g)].map(({ 1: marker, index }) => ({ marker: Number(marker), at: index }));
}

/** The words in quotation marks that a marker stands behind; null where it stands behind a sentence of our own. */
function quoteBefore(text: string, at: number): string | null {
  const before = text.slice(0, at).replace(/(?:\s|[.,;:]|\[\d{1,3}\])+$/u, "");
  if (!/[”"]$/u.test(before)) return null;
  if (before.endsWith('"')) return before.slice(before.lastIndexOf('"', before.length - 2) + 1, -1);
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index -= 1) {
    if (before[index] === "”") depth += 1;
    if (before[index] === "“") depth -= 1;
    if (depth === 0) return before.slice(index + 1, -1);
  }
  throw refusal("open_quote", "Có dấu ngoặc kép đóng mà không có dấu mở.");
}

function citationOf(source: NoticeSource, quote: string | null): NoticeCitation {
  const { marker, versionId, passageId, start, text } = source;
  const span = quote === null ? { start: 0, end: text.length } : spanOf(text, quote);
  if (span === null) {
    const shown = plainText(quote ?? "");
    throw refusal("not_verbatim", `“${shown.slice(0, 200)}” không đúng nguyên văn của nguồn [${marker}].`);
  }
  const place = { start: start + span.start, end: start + span.end };
  return { marker, versionId, passageId, ...place, quote: text.slice(span.start, span.end) };
}

/** Where the quote stands, marks and line breaks aside; an ellipsis leaves words out. Null where it does not. */
function spanOf(text: string, quote: string): { start: number; end: number } | null {
  const view = plainView(text);
  const pieces = plainText(quote.replace(/\[(?:…|\.\.\.)\]/gu, "…"))
    .split(/\s*(?:…|\.\.\.)\s*/u)
    .filter((piece) => piece !== "");
  let from = 0;
  let first = -1;
  for (const piece of pieces) {
    const found = view.text.indexOf(piece, from);
    if (found < 0) return null;
    if (first < 0) first = found;
    from = found + piece.length;
  }
  return first < 0 ? null : view.span(first, from);
}

export function refusal(code: string, userMessage: string): AppError {
  return new AppError({ code: `notice.${code}`, message: `The notice was refused: ${code}.`, userMessage });
}

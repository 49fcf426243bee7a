import { type DocumentCard, fold, type PassageRow, plainText, type Span } from "../../../retrieval/index.ts";
import { type AskContext, evidenceOf } from "../context.ts";
import type { Draft, Quote } from "../draft.ts";
import { fullName } from "../names.ts";
import { openingOf } from "./purpose.ts";

const MOST_QUOTES = 3;
/** Characters of a sentence that a message shows. */
const LONGEST = 320;

/** Words that call something a reason, and those that tell of what is not as it should be. */
const NAMED =
  /(?<!\p{L})(?:nguyên nhân|tuy nhiên|tồn tại|hạn chế|bất cập|xuất phát từ|trước (?:tình hình|thực trạng))(?!\p{L})/iu;
const TOLD =
  /(?<!\p{L})(?:(?:gặp|còn)(?: \p{L}+){0,2} (?:khó khăn|vướng mắc)|diễn biến phức tạp|thiệt hại|nguy cơ|mới chỉ|chỉ (?:ghi nhận|đạt)|chưa (?!có hiệu lực)\p{L}+|còn (?:chậm|nhiều|một số|thấp|để)|chậm (?:tiến độ|trễ)|lãng phí)(?!\p{L})/iu;

/** "Vì sao … ra Công điện 230?": a directive is meant as a whole, its matter only names it. */
export function asksWhyIssued({ question }: AskContext): boolean {
  return /\b(?:ra|ban hanh|phai co|co)\b[^?.,]{0,12}$/.test(
    fold(question.text).slice(0, question.documents[0]?.start ?? 0),
  );
}

/**
 * Why a directive was issued: what its reasoning tells of before the orders ("Tuy nhiên, … còn tồn tại, hạn chế"). The
 * orders say only what they are to bring about. Null where the reasoning tells of nothing.
 */
export async function composeReason(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft | null> {
  const [card] = cards;
  if (!card || cards.length > 1) return null;
  const opening = openingOf(await context.library.passagesOf(card.versionId));
  const named = opening.flatMap((passage) => quoteOf(passage, card, NAMED));
  const told = opening.flatMap((passage) => quoteOf(passage, card, TOLD));
  const further = told.filter(({ evidence }) => !named.some((one) => one.evidence.passageId === evidence.passageId));
  const quotes = [...named, ...further].slice(0, MOST_QUOTES).sort((a, b) => a.evidence.ordinal - b.evidence.ordinal);
  if (quotes.length === 0) return null;
  return {
    status: "answered",
    lead: [`${fullName(card)} nêu lý do:`],
    sections: [{ heading: null, quotes }],
    notes: [],
  };
}

function quoteOf(passage: PassageRow, card: DocumentCard, saying: RegExp): Quote[] {
  const found = saying.exec(passage.text);
  if (!found || plainText(passage.text).length < 40) return [];
  return [
    { label: null, evidence: evidenceOf(passage, card), focus: new Set(), must: sentenceAt(passage.text, found.index) },
  ];
}

function sentenceAt(text: string, at: number): Span {
  const start = Math.max(text.lastIndexOf(". ", at) + 1, text.lastIndexOf("; ", at) + 1, at - LONGEST / 2, 0);
  const rest = text.slice(start, start + LONGEST);
  const stop = rest.slice(at - start).search(/[.;](?=\s|$)/u);
  return { start, end: start + (stop < 0 ? rest.length : at - start + stop) };
}

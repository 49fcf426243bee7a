import {
  type DocumentCard,
  type Library,
  type PassageRow,
  type ResolvedQuestion,
  type Scope,
  type Span,
  type TopicTerms,
  topicTerms,
} from "../../retrieval/index.ts";
import type { Evidence } from "./draft.ts";

/** What every way of answering reads: the question as understood, what is held, and where to look. */
export interface AskContext {
  question: ResolvedQuestion;
  library: Library;
  cards: readonly DocumentCard[];
  scope: Scope;
  /** Documents that the turn before was answered from, when this one points back to them. */
  previousCards: readonly DocumentCard[];
}

export function cardOf(context: Pick<AskContext, "cards">, versionId: number): DocumentCard | undefined {
  return context.cards.find((card) => card.versionId === versionId);
}

export function evidenceOf(passage: PassageRow, card: DocumentCard): Evidence {
  const { passageId, ordinal, locator, path, span, text } = passage;
  return { card, passageId, ordinal, locator, path, span, text };
}

/** The passage that holds a span; where none does (a portal's metadata box), the lines around the span itself. */
export async function evidenceAt(library: Library, card: DocumentCard, span: Span): Promise<Evidence> {
  const passages = await library.passagesOf(card.versionId);
  const holder = passages.find((passage) => passage.span.start <= span.start && span.start < passage.span.end);
  if (holder) return evidenceOf(holder, card);
  const text = await library.text(card.versionId);
  const lines = wholeLines(text, span);
  const near = passages.reduce<PassageRow | null>((best, passage) => closer(best, passage, span), null);
  return {
    card,
    passageId: near?.passageId ?? 0,
    ordinal: near?.ordinal ?? 0,
    locator: "Phần đầu văn bản",
    path: [],
    span: lines,
    text: text.slice(lines.start, lines.end),
  };
}

function closer(best: PassageRow | null, passage: PassageRow, span: Span): PassageRow {
  if (!best) return passage;
  const distance = (row: PassageRow) => Math.abs(row.span.start - span.start);
  return distance(passage) < distance(best) ? passage : best;
}

function wholeLines(text: string, span: Span): Span {
  let start = text.lastIndexOf("\n", Math.max(0, span.start - 1)) + 1;
  let end = text.indexOf("\n", span.end);
  if (end < 0) end = text.length;
  while (start < end && /[\s|]/.test(text[start] as string)) start += 1;
  while (end > start && /[\s|]/.test(text[end - 1] as string)) end -= 1;
  return { start, end };
}

export function topicOf(context: Pick<AskContext, "library">, topic: string): Promise<TopicTerms> {
  return topicTerms(topic, (terms, options) => context.library.idf(terms, options));
}

/** Cards once each, in order. */
export function distinct(cards: readonly (DocumentCard | undefined)[]): DocumentCard[] {
  const seen = new Set<number>();
  return cards.filter((card): card is DocumentCard => {
    if (!card || seen.has(card.versionId)) return false;
    seen.add(card.versionId);
    return true;
  });
}

/** Newest first; documents without a date last. */
export function newestFirst(cards: readonly DocumentCard[]): DocumentCard[] {
  const date = (card: DocumentCard) => card.header.issuedOn?.value ?? "";
  return [...cards].sort((a, b) => date(b).localeCompare(date(a)));
}

import {
  type DocumentCard,
  type DutyRow,
  type Library,
  type PassageRow,
  type ResolvedQuestion,
  type Scope,
  type Span,
  type TopicTerms,
  topicTerms,
} from "../../retrieval/index.ts";
import type { Evidence, Fact } from "./draft.ts";

/** What every way of answering reads: the question as understood, what is held, and where to look. */
export interface AskContext {
  question: ResolvedQuestion;
  library: Library;
  cards: readonly DocumentCard[];
  scope: Scope;
  /** Documents that the turn before was answered from, when this one points back to them. */
  previousCards: readonly DocumentCard[];
  /** Every held document, also what a question "as of" a day leaves out: names what has replaced a quoted one. */
  held: readonly DocumentCard[];
  /** Documents that the question names and that were issued after the day it asks about. */
  later?: readonly DocumentCard[];
  /** The things that the message asks or compares, where it is more than one plain question. */
  parts?: AskedParts;
  /** ISO day in Vietnam. */
  today: string;
}

export interface AskedParts {
  kind: "asked" | "compared";
  /** `contexts`: readings of the part, tried in turn until one is answered. */
  parts: readonly { name: string; agency?: string; contexts: readonly AskContext[] }[];
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
  return {
    card,
    // No passage holds it: the answer keeps the span itself, the log's passage stays empty.
    passageId: 0,
    ordinal: 0,
    locator: "Phần đầu văn bản",
    path: [],
    span: lines,
    text: text.slice(lines.start, lines.end),
  };
}

/** Where duties' agencies are named: a heading or an earlier paragraph that the quoted clause does not repeat. */
export async function agencyFacts(
  { library }: Pick<AskContext, "library">,
  duties: readonly DutyRow[],
): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const { versionId, agencySpan: span } of duties) {
    facts.push({ versionId, span, text: (await library.text(versionId)).slice(span.start, span.end) });
  }
  return facts;
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

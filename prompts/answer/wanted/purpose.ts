import { type DocumentCard, fold, type PassageRow, plainText, type Span } from "../../../retrieval/index.ts";
import { nothingDraft } from "../absent.ts";
import { type AskContext, evidenceOf } from "../context.ts";
import type { Draft, Quote, Section } from "../draft.ts";
import { fullName, listed } from "../names.ts";
import { isNamed } from "./holds.ts";

const MOST_QUOTES = 6;
/** Characters of an opening sentence that a message shows. */
const LONGEST_AIM = 260;

/**
 * What a directive is issued for: what stands under "Mục đích", else the words of its opening that say so ("Nhằm …",
 * "Để …, Thủ tướng Chính phủ chỉ thị"), which name no purpose by that word.
 */
export async function composePurpose(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const sections: Section[] = [];
  const named: DocumentCard[] = [];
  for (const card of cards.slice(0, 3)) {
    const quotes = await purposeQuotes(context, card);
    if (quotes.length === 0) continue;
    named.push(card);
    sections.push({ heading: cards.length > 1 ? `${fullName(card)}:` : null, quotes });
  }
  const names = listed((named.length > 0 ? named : cards.slice(0, 3)).map((card) => fullName(card)));
  if (sections.length === 0) return nothingDraft(context, `${names} không nêu mục đích ban hành.`);
  return { status: "answered", lead: [`${names} nêu mục đích:`], sections, notes: [] };
}

async function purposeQuotes({ library }: AskContext, card: DocumentCard): Promise<Quote[]> {
  const passages = await library.passagesOf(card.versionId);
  const headed = [AIMS, TARGETS].map((thing) => passages.filter((passage) => isUnder(passage, thing)));
  const first = headed.find((found) => found.length > 0);
  if (first) return first.slice(0, MOST_QUOTES).map((passage) => quoteOf(passage, card));
  const opening = openingOf(passages).flatMap((passage) => {
    const must = aimIn(passage.text);
    return must ? [{ ...quoteOf(passage, card), must }] : [];
  });
  return opening.slice(0, 2);
}

const quoteOf = (passage: PassageRow, card: DocumentCard): Quote => ({
  label: null,
  evidence: evidenceOf(passage, card),
  focus: new Set(),
});

const AIMS = /\bmuc dich\b/;
const TARGETS = /\bmuc tieu\b/;

/** Below "I. MỤC ĐÍCH, YÊU CẦU" what stands under "2. Yêu cầu" is none. */
function isUnder({ kind, path }: PassageRow, thing: RegExp): boolean {
  const last = fold(path.at(-1) ?? "");
  if (kind === "heading" || !path.some((heading) => isNamed(fold(heading), thing))) return false;
  return thing.test(last) || !/\byeu cau\b/.test(last);
}

/** The reasoning before the orders; a report's first paragraphs. */
export function openingOf(passages: readonly PassageRow[]): PassageRow[] {
  const reasoning = passages.filter(({ kind }) => kind === "preamble" || kind === "basis");
  return reasoning.length > 0 ? reasoning : passages.filter(({ kind }) => kind === "clause").slice(0, 3);
}

const AIM = /(?:^|[.;,]\s+|\n\s*)(?:nhằm|để)(?!\p{L})/iu;

/** The sentence that says what for. */
function aimIn(text: string): Span | null {
  const found = AIM.exec(text);
  if (!found || plainText(text.slice(found.index)).length < 20) return null;
  const start = found.index + found[0].search(/nhằm|để/iu);
  const rest = text.slice(start, start + LONGEST_AIM);
  const stop = rest.search(/[.;](?=\s|$)/u);
  return { start, end: start + (stop < 0 ? rest.length : stop) };
}

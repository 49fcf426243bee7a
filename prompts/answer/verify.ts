import {
  type DocumentCard,
  findAgencies,
  findDates,
  findDocumentNumbers,
  fold,
  type Library,
  plainText,
  sameNumber,
  showDate,
} from "../../retrieval/index.ts";
import type { Draft } from "./draft.ts";
import { fullName, shortName } from "./names.ts";
import { isFaithful, shorten } from "./shorten.ts";
import type { Citation } from "./types.ts";

/** True when a citation's quote is, to the letter, the span it names of the live document version. */
export async function isVerbatim(
  library: Library,
  citation: Pick<Citation, "versionId" | "start" | "end" | "quote">,
): Promise<boolean> {
  const text = await library.text(citation.versionId);
  return citation.end > citation.start && text.slice(citation.start, citation.end) === citation.quote;
}

/** Drops every quote that is not a true span; a draft that answered and has none left has not found anything. */
export async function keepVerbatim(library: Library, draft: Draft): Promise<Draft> {
  const sections = [];
  for (const section of draft.sections) {
    const quotes = [];
    for (const quote of section.quotes) {
      const { card, span, text } = quote.evidence;
      const true_ = await isVerbatim(library, {
        versionId: card.versionId,
        start: span.start,
        end: span.end,
        quote: text,
      });
      const facts = (quote.facts ?? []).map((fact) =>
        isVerbatim(library, { versionId: fact.versionId, ...fact.span, quote: fact.text }),
      );
      const shown = shorten(text, { limit: 240, focus: quote.focus, must: quote.must });
      if (true_ && isFaithful(shown, text))
        quotes.push((await Promise.all(facts)).every(Boolean) ? quote : { ...quote, label: null, facts: [] });
    }
    if (quotes.length > 0) sections.push({ ...section, quotes });
  }
  if (draft.status !== "answered" || sections.length > 0) return { ...draft, sections };
  const quoted = draft.sections.some((section) => section.quotes.length > 0);
  return quoted ? withoutProof(draft) : { ...draft, sections, status: "not_found" };
}

/** Nothing that was going to be said is left standing when none of its quotes is true. */
function withoutProof(draft: Draft): Draft {
  const cards = draft.sections.flatMap((section) => section.quotes.map((quote) => quote.evidence.card));
  const near = [...new Set(cards.map((card) => fullName(card)))].slice(0, 2);
  return {
    status: "not_found",
    lead: ["Không tìm thấy đoạn văn bản nguyên văn để trả lời câu hỏi này."],
    sections: [],
    notes: [`Văn bản gần nhất: ${near.join("; ")}.`],
  };
}

/** What our own sentences may rest on. */
export interface Grounds {
  question: string;
  /** Cited passages with their headings. */
  cited: readonly string[];
  /** Documents named in the answer: their extracted header facts stand in their own text. */
  cards: readonly DocumentCard[];
}

/** Numbers, dates, document numbers and agencies of our own sentences that nothing cited holds. Empty is good. */
export function ungrounded(sentence: string, grounds: Grounds): string[] {
  const own = sentence
    .replace(/“[^”]*”/gu, " ")
    .replace(/\[\d+\]/g, " ")
    // A name that no table holds has no known end: "Bộ GDĐT thuộc …" is Bộ GDĐT, and what follows is checked by itself.
    .replace(/ (?=(?:thuộc|còn) )/gu, ", ");
  const headers = grounds.cards.flatMap(headerWords);
  const ground = [grounds.question, ...grounds.cited, ...headers].map((text) => plainText(text)).join("\n");
  const groundFolded = fold(ground).replace(/[^\p{L}\d]+/gu, " ");
  const numbers = findDocumentNumbers(ground).map((found) => found.number);
  const dates = new Set([
    ...findDates(ground).map((date) => date.iso),
    ...grounds.cards.flatMap((card) => card.header.issuedOn?.value ?? []),
  ]);
  const missing: string[] = [];
  for (const found of findDocumentNumbers(own))
    if (!numbers.some((number) => sameNumber(number, found.number))) missing.push(found.number);
  for (const date of findDates(own)) if (![...dates].some((iso) => iso.startsWith(date.iso))) missing.push(date.raw);
  for (const agency of findAgencies(own)) {
    const name = fold(agency.name)
      .replace(/[^\p{L}\d]+/gu, " ")
      .trim();
    if (
      agency.kind === "agency" &&
      !groundFolded.includes(name) &&
      !groundFolded.includes(withoutOwnPlace(name, grounds.cards)) &&
      !groundFolded.includes(agency.key) &&
      !keyedIn(ground, agency.key)
    )
      missing.push(agency.name);
  }
  const bare = own
    .replace(/(?<!\d)(?:\d{1,2}\/\d{1,2}\/\d{4}|\d{1,2}\/\d{4})(?!\/)/g, " ")
    .replace(/\d+[a-z]?(?:\/\d{4})?[/-]\p{Lu}[\p{L}\d/&.-]*/gu, " ");
  const known = new Set([
    ...figures(ground),
    ...grounds.cards.flatMap((card) => card.header.issuedOn?.value.slice(0, 4) ?? []),
  ]);
  for (const figure of figures(bare)) if (!known.has(figure)) missing.push(figure);
  return missing;
}

/** "Trung tâm Văn hóa … Phan Rang - Tháp Chàm": a city's own document leaves its name out. */
function withoutOwnPlace(name: string, cards: readonly DocumentCard[]): string {
  const places = cards.flatMap(({ header }) => [header.locality?.value ?? [], header.place?.value ?? []].flat());
  const own = places
    .map(
      (place) =>
        ` ${fold(place)
          .replace(/[^\p{L}\d]+/gu, " ")
          .trim()}`,
    )
    .find((place) => name.endsWith(place));
  return own ? name.slice(0, -own.length) : name;
}

/** Whole figures, without leading zeros: a 5 does not stand in "15". */
function figures(text: string): string[] {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).map((figure) => figure.replace(/^0+(?=\d)/, ""));
}

function keyedIn(ground: string, key: string): boolean {
  return (
    findAgencies(ground).some((agency) => agency.key === key) ||
    fold(ground)
      .replace(/[^\p{L}\d]+/gu, " ")
      .replace(/ va /g, " ")
      .includes(key)
  );
}

/** What is said of its validity is confirmed by an admin, or shown as unconfirmed with who says it. */
function validityWords({ validity }: DocumentCard): string[] {
  return validity.flatMap(({ date, byLabel }) => [date === null ? "" : showDate(date), byLabel ?? ""]);
}

function headerWords(card: DocumentCard): string[] {
  const { number, blankNumber, type, issuer, place, locality, title, signer, addressees, recipients } = card.header;
  const signed = signer ? [signer.value.name, signer.value.capacity ?? "", signer.value.authority ?? ""] : [];
  return [number, blankNumber, type, issuer, place, locality, title]
    .flatMap((field) => field?.value ?? [])
    .concat(
      signed,
      addressees.map((entry) => entry.value),
      recipients.map((entry) => entry.value),
      card.alternativeNumbers,
      validityWords(card),
    );
}

/**
 * Takes out every sentence of ours that claims something no source holds: of the lead, of headings, labels and notes.
 * `known` are documents that the question is about; `held` all that an answer may name as nearest or further.
 */
export function keepGrounded(
  draft: Draft,
  question: string,
  known: readonly DocumentCard[] = [],
  held: readonly DocumentCard[] = known,
): Draft {
  const quotes = draft.sections.flatMap((section) => section.quotes);
  const cited = quotes.flatMap(({ evidence, facts = [] }) => [
    evidence.text,
    ...evidence.path,
    ...facts.map((fact) => fact.text),
  ]);
  const cards = [...quotes.map((quote) => quote.evidence.card), ...known];
  const isGood = (sentence: string) => ungrounded(sentence, { question, cited, cards }).length === 0;
  const isKnown = (sentence: string) =>
    ungrounded(sentence, { question, cited, cards: [...cards, ...held] }).length === 0;
  const lead = draft.lead.filter(draft.status === "answered" ? isGood : isKnown);
  return {
    ...draft,
    lead: lead.length > 0 ? lead : [plainLead(quotes.map((quote) => quote.evidence.card))],
    sections: draft.sections.map((section) => ({
      heading: section.heading !== null && isGood(section.heading) ? section.heading : null,
      quotes: section.quotes.map((quote) =>
        quote.label === null || isGood(quote.label) ? quote : { ...quote, label: null },
      ),
    })),
    notes: draft.notes.filter(isKnown),
  };
}

/** What is left to say when no sentence held: where the quotes stand. */
function plainLead(cards: readonly DocumentCard[]): string {
  const [card] = cards;
  if (!card) return "Không tìm thấy nội dung trả lời câu hỏi này.";
  return cards.every((other) => other.versionId === card.versionId)
    ? `Theo ${shortName(card)}:`
    : "Các văn bản đang giữ nêu:";
}

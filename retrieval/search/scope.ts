import { fold, numberParts } from "../text/index.ts";
import type { DocumentCard } from "./library.ts";
import { type DocumentMention, type ParsedQuestion, typeOfSymbol } from "./question/index.ts";

/** A document named in a question and what is held of it. */
export interface ResolvedMention {
  mention: DocumentMention;
  /** Held documents that fit, best copy of each directive first; several when two directives share the number. */
  cards: readonly DocumentCard[];
  /** Further copies (a press report beside the original) of the directives in `cards`. */
  copies: readonly DocumentCard[];
}

export interface Scope {
  mentions: readonly ResolvedMention[];
  /** Held documents of the places named; null when no place is named. */
  byPlace: readonly DocumentCard[] | null;
}

const TIER_ORDER = { original: 0, "unnumbered-copy": 1, portal: 2, press: 3 } as const;

/** Finds the held documents that a question names or whose places it names. */
export function resolveScope(question: ParsedQuestion, cards: readonly DocumentCard[]): Scope {
  const byPlace = placeScope(question, cards);
  const mentions = question.documents
    .map((mention) => resolveMention({ mention, question, cards, byPlace }))
    .filter(({ mention, cards: held }) => !mention.tentative || held.length > 0);
  return { mentions, byPlace };
}

interface MentionContext {
  mention: DocumentMention;
  question: ParsedQuestion;
  cards: readonly DocumentCard[];
  byPlace: readonly DocumentCard[] | null;
}

function resolveMention({ mention, question, cards, byPlace }: MentionContext): ResolvedMention {
  const fitting = cards.filter((card) =>
    mention.seq === "" ? fitsBlank(mention, card) : numbersOf(card).some((number) => fits(mention, number, card)),
  );
  const placed = byPlace ? fitting.filter((card) => byPlace.includes(card)) : fitting;
  const own = (placed.length > 0 ? placed : fitting).filter((card) => isOwnNumber(mention, card));
  const narrowed = narrowByIssuer(question, own.length > 0 ? own : placed.length > 0 ? placed : fitting);
  const works = groupByWork(narrowed);
  return {
    mention,
    cards: works.map((group) => group[0] as DocumentCard),
    copies: works.flatMap((group) => group.slice(1)),
  };
}

function numbersOf(card: DocumentCard): string[] {
  return [card.header.number?.value, ...card.alternativeNumbers].filter((number): number is string => Boolean(number));
}

function isOwnNumber(mention: DocumentMention, card: DocumentCard): boolean {
  if (mention.seq === "") return true;
  return card.header.number !== null && numberParts(card.header.number.value).seq === mention.seq;
}

function fits(mention: DocumentMention, number: string, card: DocumentCard): boolean {
  const parts = numberParts(number);
  if (parts.seq !== mention.seq) return false;
  if (mention.year && parts.year && mention.year !== parts.year) return false;
  if (mention.year && !parts.year && !card.header.issuedOn?.value.startsWith(mention.year)) return false;
  const symbol = parts.symbol.split("-");
  const known = mention.codes.filter((code) => !/^\d/.test(code));
  if (known.length > 0 && !known.every((code) => symbol.includes(code) || symbol.some((part) => part.startsWith(code))))
    return false;
  // A whole symbol names the document, whatever kind of paper it is called.
  if (known.length > 1 && known.join("-") === parts.symbol) return true;
  return mention.type === null || typeFits(mention.type, parts.symbol, card);
}

function fitsBlank(mention: DocumentMention, card: DocumentCard): boolean {
  const symbol = fold(card.header.blankNumber?.value ?? "").split(/[/-]+/);
  return card.header.blankNumber !== null && mention.codes.every((code) => symbol.includes(code));
}

function typeFits(type: string, symbol: string, card: DocumentCard): boolean {
  const own = card.header.type?.value ?? typeOfSymbol(symbol) ?? "Công văn";
  if (fold(own) === fold(type)) return true;
  // A letter without a type in its symbol is what people call "công văn"; "CV" in a symbol says so itself.
  const letter = typeOfSymbol(symbol) === null || symbol.startsWith("cv");
  return type === "Công văn" && letter;
}

/** "CV 174 của Ban Chỉ đạo": issuer words in the question choose among equals. */
function narrowByIssuer(question: ParsedQuestion, cards: readonly DocumentCard[]): readonly DocumentCard[] {
  if (cards.length < 2) return cards;
  const asked = ` ${fold(question.text)} `;
  const named = cards.filter((card) => {
    const issuer = fold(card.header.issuer?.value ?? "").replace(/^(?:ubnd|bo truong) /, "");
    return issuer !== "" && asked.includes(issuer.split(" ").slice(0, 3).join(" "));
  });
  if (named.length > 0 && named.length < cards.length) return named;
  const words = new Set(
    fold(question.topic)
      .split(" ")
      .filter((word) => word.length > 1),
  );
  if (words.size < 2) return cards;
  const overlap = cards.map((card) => share(words, card.header.title?.value ?? ""));
  const best = Math.max(...overlap);
  const winners = cards.filter((_, index) => (overlap[index] as number) >= best - 0.15);
  return best >= 0.6 && winners.length < cards.length ? winners : cards;
}

function share(words: ReadonlySet<string>, title: string): number {
  const held = new Set(fold(title).split(/[^\p{L}\d]+/u));
  return [...words].filter((word) => held.has(word)).length / words.size;
}

/** Same number and same issuer is one directive, however many pages report it; the best copy comes first. */
function groupByWork(cards: readonly DocumentCard[]): DocumentCard[][] {
  const groups = new Map<string, DocumentCard[]>();
  for (const card of cards) {
    const { seq, year, symbol } = numberParts(card.header.number?.value ?? "");
    const central = card.header.place === null;
    const key = `${seq}|${year ?? ""}|${symbol}|${central ? "" : fold(card.header.place?.value ?? "")}`;
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => TIER_ORDER[a.tier] - TIER_ORDER[b.tier]));
}

/** Documents issued for the places named: by the name as printed, else by today's province that holds it. */
function placeScope(question: ParsedQuestion, cards: readonly DocumentCard[]): readonly DocumentCard[] | null {
  const { places, localities } = question;
  const local = cards.filter((card) => localities.includes(card.header.locality?.value ?? ""));
  if (places.length === 0) return local.length > 0 ? local : null;
  const covered = new Set(local.flatMap((card) => fold(card.header.place?.value ?? "")));
  const wanted = new Set(places.map((place) => fold(place.name)).filter((name) => !covered.has(name)));
  const placed = cards.filter((card) => card.header.place !== null && wanted.has(fold(card.header.place.value)));
  return [...local, ...placed.filter((card) => !local.includes(card))];
}

import { type DocumentCard, findPlaces, fold, plainText } from "../../retrieval/index.ts";
import { type AskContext, evidenceAt, evidenceOf } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName } from "./names.ts";

/** Words that ask whether a place is meant and nothing more: "có nằm trong diện …", "có thuộc phạm vi áp dụng …". */
const INCLUSION = /^(?:nam|dien|thuoc|pham|vi|danh|sach|doi|tuong|ap|dung|ten|lien|quan|neu|nhac|toi|gui|phai)$/;
const MOST_QUOTES = 4;

/** "Đà Nẵng có nằm trong diện Công điện 234 không?": where the document names the place, its addressees first. */
export async function placeNamedDraft(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft | null> {
  const { agencies, places, topic } = context.question;
  const [place, ...more] = places;
  const [card, ...others] = cards;
  const words = fold(topic).split(" ").filter(Boolean);
  if (!place || !card || more.length > 0 || others.length > 0 || agencies.length > 0) return null;
  if (words.length === 0 || card.header.place !== null || !words.every((word) => INCLUSION.test(word))) return null;
  const quotes = await naming(context, card, place.name);
  if (quotes.length === 0)
    return { status: "not_found", lead: [`${fullName(card)} không nêu ${place.name}.`], sections: [], notes: [] };
  const lead = [`${fullName(card)} có nêu ${place.name}:`];
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes: [] };
}

async function naming({ library }: AskContext, card: DocumentCard, place: string): Promise<Quote[]> {
  const says = (text: string) => findPlaces(plainText(text)).some(({ name }) => name === place);
  const focus = new Set(fold(place).split(" "));
  const quotes: Quote[] = [];
  const quote = (evidence: Quote["evidence"]) => {
    if (!quotes.some((one) => one.evidence.span.start === evidence.span.start))
      quotes.push({ label: null, evidence, focus });
  };
  for (const { value, span } of card.header.addressees)
    if (span && says(value)) quote(await evidenceAt(library, card, span));
  for (const passage of await library.passagesOf(card.versionId))
    if (passage.kind !== "recipients" && says(passage.text)) quote(evidenceOf(passage, card));
  return quotes.slice(0, MOST_QUOTES);
}

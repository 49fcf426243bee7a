import {
  currentProvince,
  type DocumentCard,
  findPlaces,
  fold,
  plainText,
  type QuestionAgency,
} from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";

/** A people's committee is told from its namesakes by the place that the question gives. */
export function withPlace(context: AskContext, agency: QuestionAgency): QuestionAgency {
  const [place] = context.question.places;
  return agency.place || !place || !/^(?:ubnd|hdnd) cap tinh$/.test(agency.key)
    ? agency
    : { ...agency, place: place.name };
}

/** The province written right behind the agency: "Sở Y tế tỉnh Cà Mau", "Sở Y tế ở Cà Mau". */
export function placeOf(context: AskContext, agency: QuestionAgency): string | null {
  const { text, places } = context.question;
  if (agency.place && places.some((place) => place.name === agency.place)) return agency.place;
  return (
    places.find((place) => place.start >= agency.end && BETWEEN.test(text.slice(agency.end, place.start)))?.name ?? null
  );
}

const BETWEEN = /^[\s,]*(?:(?:của|cua|ở|o|tại|tai|thuộc|thuoc)\s+)?(?:(?:tỉnh|tinh|thành phố|thanh pho|tp\.?)\s*)?$/iu;

/** A province's document about another province; a central one that names provinces, but not this one. */
export async function isAnotherPlace(context: AskContext, card: DocumentCard, place: string): Promise<boolean> {
  const own = card.header.place?.value;
  if (own) return currentProvince(own) !== currentProvince(place) && !(await speaksOf(context, card, place));
  const addressed = [card.header.title?.value ?? "", ...card.header.addressees.map((entry) => entry.value)].join(" ");
  const others = new Set(findPlaces(addressed).map((found) => found.name));
  return others.size >= 2 && !others.has(place) && !(await speaksOf(context, card, place));
}

async function speaksOf(context: AskContext, card: DocumentCard, place: string): Promise<boolean> {
  const text = plainText(await context.library.text(card.versionId));
  return findPlaces(text).some((found) => found.name === place);
}

export function isSamePlace(a: string | null, b: string | null): boolean {
  return !a || !b || fold(a) === fold(b);
}

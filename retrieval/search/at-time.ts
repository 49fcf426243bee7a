import type { DocumentCard, Library } from "./library.ts";
import type { ParsedQuestion } from "./question/index.ts";
import { resolveScope } from "./scope.ts";
import { issuedBy, standingOn } from "./validity.ts";

/** The library as a question "as of" a day may use it. */
export interface LibraryAtTime {
  library: Library;
  cards: readonly DocumentCard[];
  /** Documents that the question names and that were issued only later; then nothing is left out. */
  later: readonly DocumentCard[];
}

/** Leaves out what was issued after the day that the question means, and what had ended by then unless it is named. */
export async function atTime(library: Library, question: ParsedQuestion): Promise<LibraryAtTime> {
  const { asOf } = question;
  const all = await library.cards();
  if (asOf === null) return { library, cards: all, later: [] };
  const named = resolveScope(question, all).mentions.map(({ cards, copies }) => [...cards, ...copies]);
  const later = named.filter((cards) => cards.length > 0 && !cards.some((card) => issuedBy(card, asOf))).flat();
  if (later.length > 0) return { library, cards: all, later };
  const meant = new Set(named.flat());
  const cards = all.filter(
    (card) => issuedBy(card, asOf) && (meant.has(card) || standingOn(card, asOf).ended === null),
  );
  return { library: onlyCards(library, cards), cards, later: [] };
}

/** The library with these documents alone. */
export function onlyCards(library: Library, cards: readonly DocumentCard[]): Library {
  const allowed = new Set(cards.map(({ versionId }) => versionId));
  const narrowed = (versionIds: readonly number[] | undefined) =>
    versionIds ? versionIds.filter((id) => allowed.has(id)) : [...allowed];
  const inTime = <T extends { versionId: number }>(rows: readonly T[]) =>
    rows.filter(({ versionId }) => allowed.has(versionId));
  return {
    ...library,
    cards: async () => cards,
    duties: (filter) => library.duties({ ...filter, versionIds: narrowed(filter.versionIds) }),
    referencesTo: async (number) => inTime(await library.referencesTo(number)),
    search: (request) => library.search({ ...request, versionIds: narrowed(request.versionIds) }),
  };
}

import { type DocumentCard, fold, titleCoverage } from "../../retrieval/index.ts";
import { type AskContext, topicOf } from "./context.ts";

/** Share of the topic that a title must hold for the question to mean that document, with and without a place. */
const TITLE_FIT = 0.6;
const TITLE_FIT_IN_PLACE = 0.4;
/** Titles this close to the best fit are meant as well: two provinces' plans on one matter. */
const SAME_TITLE_FIT = 0.85;

/**
 * Documents that a question describes by type, issuer, place and matter instead of by number; best fits only. `least`
 * asks for more of the title than usual, where nothing else says that one document is meant.
 */
export async function describedCards(context: AskContext, least = 0): Promise<DocumentCard[]> {
  const { question, scope, cards } = context;
  const placed = scope.byPlace !== null;
  const candidates = (scope.byPlace ?? cards).filter((card) => typeFits(question.types, card));
  if (placed && candidates.length === 1 && least === 0) return candidates;
  if (question.topic === "") return [];
  const topic = await topicOf(context, question.topic);
  const scored = candidates.map((card) => ({ card, share: titleCoverage(topic, card) }));
  const best = Math.max(0, ...scored.map((one) => one.share));
  if (best < Math.max(least, placed ? TITLE_FIT_IN_PLACE : TITLE_FIT)) return [];
  const fits = scored.filter((one) => one.share >= best * SAME_TITLE_FIT).sort((a, b) => b.share - a.share);
  return oncePerNumber(fits.map((one) => one.card)).slice(0, 3);
}

function typeFits(types: readonly string[], card: DocumentCard): boolean {
  const named = types.filter((type) => type !== "");
  if (named.length === 0) return true;
  const own = fold(card.header.type?.value ?? "Công văn");
  return named.some((type) => fold(type) === own || (type === "Công văn" && /^(?:cong van|van ban)$/.test(own)));
}

const TIERS = ["original", "unnumbered-copy", "portal", "press"];

/** A press report beside the original is the same directive: the better copy stands for both. */
function oncePerNumber(cards: readonly DocumentCard[]): DocumentCard[] {
  const kept: DocumentCard[] = [];
  for (const card of cards) {
    const number = card.header.number?.value;
    const twin = kept.findIndex(
      (other) =>
        number !== undefined &&
        other.header.number?.value === number &&
        other.header.place?.value === card.header.place?.value,
    );
    if (twin < 0) kept.push(card);
    else if (TIERS.indexOf(card.tier) < TIERS.indexOf((kept[twin] as DocumentCard).tier)) kept[twin] = card;
  }
  return kept;
}

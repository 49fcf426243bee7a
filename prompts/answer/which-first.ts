import { type DocumentCard, fold } from "../../retrieval/index.ts";
import { type AskContext, evidenceAt } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName } from "./names.ts";

const EARLIER = /\bnao\b[^?.]{0,24}\b(?:truoc|sau|moi hon|cu hon|som hon|muon hon)\b(?! (?:ngay|thang|khi|day|nay))/;

/** "308 và 310, cái nào ban hành trước?": told by the dates of issue, where both are known to the day. */
export async function composeWhichFirst({ question, scope, library }: AskContext): Promise<Draft | null> {
  if (scope.mentions.length !== 2 || !EARLIER.test(fold(question.text))) return null;
  const cards = scope.mentions.flatMap(({ cards: held }) => (held.length === 1 ? held : []));
  const [one, other] = cards.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)));
  if (!one || !other || dayOf(one).length < 10 || dayOf(other).length < 10) return null;
  const said =
    dayOf(one) === dayOf(other)
      ? `${fullName(one)} và ${fullName(other)} ban hành cùng ngày.`
      : `${fullName(one)} ban hành trước ${fullName(other)}.`;
  const quotes: Quote[] = [];
  for (const card of [one, other]) {
    const span = card.header.issuedOn?.span;
    if (span) quotes.push({ label: null, evidence: await evidenceAt(library, card, span), focus: new Set() });
  }
  return quotes.length > 0
    ? { status: "answered", lead: [said], sections: [{ heading: null, quotes }], notes: [] }
    : null;
}

const dayOf = (card: DocumentCard): string => card.header.issuedOn?.value ?? "";

import { type DocumentCard, type DutyRow, findDates, plainText, type Span, topicBeyondTitle } from "../../retrieval/index.ts";
import { type AskContext, distinct, evidenceOf } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName, listed } from "./names.ts";
import { type Ranked, rank } from "./rank.ts";
import { focusOf } from "./shorten.ts";

/** Least share of the topic that a clause, its headings and its document's title must hold to be an answer. */
export const ENOUGH = 0.5;
/** Inside a document that the question names, less is enough: the document is already right. */
const ENOUGH_INSIDE = 0.3;
/** Clauses of the same document this close to the best are shown beside it. */
const NEAR = 0.8;
/** Clauses of another document must be this close: two directives that say the same, or the same figure twice. */
const NEAR_ELSEWHERE = 0.96;
const MOST_QUOTES = 4;

export interface TopicTarget {
  /** Search only these; everything when null. */
  cards: readonly DocumentCard[] | null;
  explicit: boolean;
}

/** Answers from the clauses that hold what is asked; null when none holds enough of it. */
export async function composeTopic(context: AskContext, target: TopicTarget): Promise<Draft | null> {
  const versionIds = target.cards?.map((card) => card.versionId);
  const only = target.explicit && target.cards?.length === 1 ? target.cards[0] : undefined;
  const topic = only ? topicBeyondTitle(context.question.topic, only) || context.question.topic : context.question.topic;
  const ranked = (await rank(context, { topic, limit: 80, ...(versionIds ? { versionIds } : {}) })).filter((one) => isContent(one));
  const kept = choose(ranked, target.explicit ? ENOUGH_INSIDE : ENOUGH);
  if (kept.length === 0) return null;
  const duties = await context.library.duties({ versionIds: [...new Set(kept.map((one) => one.card.versionId))] });
  const quotes = kept.map((one) => quoteOf(context, one, duties, topic));
  const cards = distinct(kept.map((one) => one.card));
  const coarse = context.question.intents.has("deadline");
  return {
    status: "answered",
    lead: [leadLine(context, { kept, duties, cards, coarse })],
    sections: cards.length === 1 ? [{ heading: null, quotes }] : cards.map((card) => ({ heading: `${fullName(card, { coarse })}:`, quotes: quotes.filter((quote) => quote.evidence.card === card) })),
    notes: [],
    ...(coarse ? { coarseDates: true } : {}),
  };
}

const CONTENT = new Set(["clause", "table-row", "closing", "annex", "preamble", "heading", "basis"]);

function isContent({ passage }: Ranked): boolean {
  return CONTENT.has(passage.kind);
}

function choose(ranked: readonly Ranked[], enough: number): Ranked[] {
  const strong = ranked.filter((one) => one.coverage >= enough);
  const [best] = strong;
  if (!best) return [];
  const near = strong.filter((one) => {
    const share = one.card.versionId === best.card.versionId ? NEAR : NEAR_ELSEWHERE;
    return one.score >= best.score * share && one.coverage >= best.coverage * share;
  });
  return near.slice(0, MOST_QUOTES);
}

function quoteOf(context: AskContext, one: Ranked, duties: readonly DutyRow[], topic: string): Quote {
  const { passage, card } = one;
  const must = context.question.intents.has("deadline") ? dateSentence(passage.text, focusOf(topic)) : null;
  return { label: doers(passage.passageId, duties), evidence: evidenceOf(passage, card), focus: focusOf(topic), ...(must ? { must } : {}) };
}

/** Who has to do what a clause orders: the lead agencies of its duties. */
function doers(passageId: number, duties: readonly DutyRow[]): string | null {
  const names = duties
    .filter((row) => row.passageId === passageId && row.role === "lead")
    .map((row) => plainText(row.agency.name).replace(/[:;,.]+$/, ""));
  return names.length > 0 && names.length <= 3 ? listed([...new Set(names)]) : null;
}

/** The sentence of a clause that holds a date and most of the question's words. */
export function dateSentence(text: string, focus: ReadonlySet<string>): Span | null {
  const dates = findDates(text);
  if (dates.length === 0) return null;
  const sentences = [...text.matchAll(/[^.;]+(?:[.;](?=\s|$)|$)/gu)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const holding = sentences.filter((sentence) => dates.some((date) => date.start >= sentence.start && date.start < sentence.end));
  const score = ({ start, end }: Span) => {
    const words = new Set(plainText(text.slice(start, end)).toLowerCase().split(/\s+/));
    return [...focus].filter((term) => words.has(term)).length;
  };
  return holding.sort((a, b) => score(b) - score(a) || a.start - b.start)[0] ?? null;
}

interface LeadFacts {
  kept: readonly Ranked[];
  duties: readonly DutyRow[];
  cards: readonly DocumentCard[];
  coarse: boolean;
}

function leadLine(context: AskContext, { kept, duties, cards, coarse }: LeadFacts): string {
  const [card] = cards as [DocumentCard];
  const name = cards.length === 1 ? fullName(card, { coarse }) : null;
  const who = context.question.intents.has("lead") ? doers((kept[0] as Ranked).passage.passageId, duties) : null;
  if (who && name) return `${who}, theo ${name}:`;
  if (name) return `Theo ${name}:`;
  return "Các văn bản đang giữ nêu:";
}

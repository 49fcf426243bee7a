import {
  coverage,
  type DocumentCard,
  ownCoverage,
  type PassageRow,
  passageTerms,
  plainText,
  type TopicTerms,
} from "../../retrieval/index.ts";
import { type AskContext, cardOf, topicOf } from "./context.ts";
import { DEADLINE, DUE, FIGURE } from "./figures.ts";

/** A passage with how well it fits what is asked. */
export interface Ranked {
  passage: PassageRow;
  card: DocumentCard;
  /** Share of the topic's weight that passage, headings and title hold, 0…1. */
  coverage: number;
  /** The same for the passage's own words. */
  own: number;
  /** Search score over the best one of the same ranking, 0…1. */
  search: number;
  /** What the ranking sorts by. */
  score: number;
  /** Stands right under a heading that names the kind of thing asked for. */
  headed?: true;
}

export interface RankRequest {
  versionIds?: readonly number[];
  /** Only these passages; all that the search finds when absent. */
  passages?: readonly PassageRow[];
  /** What coverage is measured on; the question's topic when absent. */
  topic?: string;
  limit?: number;
}

/** Coverage and search count alike: search knows rare words, coverage knows when half of the question is missing. */
const COVERAGE_SHARE = 0.5;

/** Ranks passages for the question at hand, best first. */
export async function rank(context: AskContext, request: RankRequest): Promise<Ranked[]> {
  const { library, question } = context;
  const limit = request.limit ?? 60;
  const wanted = request.passages ? Math.max(limit, 300) : limit;
  const hits = await library.search({
    question: question.searchText,
    limit: wanted,
    ...(request.versionIds ? { versionIds: request.versionIds } : {}),
  });
  const scores = new Map(hits.map((hit) => [hit.passageId, hit.score]));
  const passages = request.passages ?? (await library.passagesById(hits.map((hit) => hit.passageId)));
  const topic = await topicOf(context, request.topic ?? question.topic);
  const best = Math.max(1e-9, ...passages.map((passage) => scores.get(passage.passageId) ?? 0));
  return passages
    .map((passage) =>
      rankOne({ context, passage, topic, search: Math.max(0, (scores.get(passage.passageId) ?? 0) / best) }),
    )
    .filter((ranked): ranked is Ranked => ranked !== null)
    .sort((a, b) => b.score - a.score || a.passage.passageId - b.passage.passageId);
}

interface RankOne {
  context: AskContext;
  passage: PassageRow;
  topic: TopicTerms;
  search: number;
}

function rankOne({ context, passage, topic, search }: RankOne): Ranked | null {
  const card = cardOf(context, passage.versionId);
  if (!card) return null;
  const held = passageTerms(passage, card, topic.folded);
  const covered = coverage(topic, held);
  const score =
    COVERAGE_SHARE * covered +
    (1 - COVERAGE_SHARE) * search +
    fitBonus(context, passage) -
    (card.originalHeld ? REPORT_MALUS : 0);
  return { passage, card, coverage: covered, own: ownCoverage(topic, held), search, score };
}

/** Of a report and the original that it reports, the original is quoted. */
const REPORT_MALUS = 0.08;
/** A clause that gives a time, where a time is asked for, or a figure, where one is, comes before its equals. */
const DEADLINE_BONUS = 0.3;
const TIME_BONUS = 0.15;
const FIGURE_BONUS = 0.06;
/** Titles and reasons do not set a time; what they cite has dates of its own. */
const NO_ORDER_MALUS = 0.12;

function fitBonus({ question }: AskContext, passage: PassageRow): number {
  const asksTime = question.intents.has("deadline");
  if (/^(?:heading|basis|recipients|preamble)$/.test(passage.kind))
    return asksTime || (question.intents.has("amount") && passage.kind !== "preamble") ? -NO_ORDER_MALUS : 0;
  if (asksTime) return timeBonus(plainText(passage.text));
  return question.intents.has("amount") && hasFigure(passage.text) ? FIGURE_BONUS : 0;
}

function timeBonus(text: string): number {
  if (DEADLINE.test(text)) return DEADLINE_BONUS;
  return DUE.test(text) ? TIME_BONUS : 0;
}

/** A figure that is more than the clause's own label. */
export function hasFigure(text: string): boolean {
  return FIGURE.test(plainText(text).replace(/^\W*(?:(?:điều|mục|khoản)\s+)?\d+(?:\.\d+)*[.)]?\s/iu, ""));
}

import {
  agencyKey,
  type DocumentCard,
  levelOf,
  onlyCards,
  predecessorsOf,
  type QuestionAgency,
  resolveScope,
  type Succession,
  successionOf,
  successorsFor,
} from "../../../retrieval/index.ts";
import { type AskContext, distinct } from "../context.ts";
import type { Draft } from "../draft.ts";
import { joinDrafts } from "../join.ts";
import { names } from "./quotes.ts";
import { cardsSince, isSince } from "./since.ts";

type Next = (context: AskContext) => Promise<Draft>;

/**
 * A body that was renamed, merged or abolished in 2025. Where documents of before name it, its own name stands; later
 * ones that do not hold it are asked for its successor. One formed in 2025 is looked for in older documents under the
 * names of those it took over. The answer says so each time.
 */
export async function inTodaysAgencies(context: AskContext, next: Next): Promise<Draft> {
  const { agencies } = context.question;
  const rows = agencies.flatMap(({ key }) => successionOf(key) ?? []);
  const [first] = rows;
  if (first) return forSuccessor(context, first, next);
  const [agency] = agencies;
  return agency ? forPredecessors(context, agency, next) : next(context);
}

async function forSuccessor(context: AskContext, row: Succession, next: Next): Promise<Draft> {
  const { asOf } = context.question;
  const named = namedCards(context);
  const since = await cardsSince(
    context,
    named.length > 0 ? named : (context.scope.byPlace ?? context.cards),
    row.until,
  );
  const isPast = asOf !== null && asOf < row.until;
  if (isPast || since.length === 0 || (named.length > 0 && since.length < named.length)) return next(context);
  const asked = await next(context);
  if (await stands(context, asked, row)) return asked;
  const cards = await cardsSince(context, context.cards, row.until);
  const { names: successors, matter } = successorsFor(row, context.question.text);
  const name = await taskedOf(context, successors, since);
  const found = await next(withAgency(context, { row, name, cards }));
  // What was found on the matter stays of use where nothing more is found for the successor.
  const draft = found.status !== "answered" && asked.status === "answered" ? asked : found;
  return { ...draft, lead: [saying(row, { name, matter, draft }), ...draft.lead] };
}

const namedCards = ({ scope }: AskContext) => distinct(scope.mentions.flatMap(({ cards }) => cards));

/** A quote is of before the change, or holds the former name itself. */
async function stands(context: AskContext, { sections }: Draft, { key, until }: Succession): Promise<boolean> {
  for (const quote of sections.flatMap(({ quotes }) => quotes)) {
    if (!(await isSince(context, quote.evidence.card, until)) || names(quote, key)) return true;
  }
  return false;
}

/** Where provinces differ in who has the work, the one that the documents give any to. */
async function taskedOf(
  { library }: AskContext,
  successors: readonly string[],
  cards: readonly DocumentCard[],
): Promise<string> {
  const [usual] = successors as [string];
  if (successors.length === 1) return usual;
  const versionIds = cards.map(({ versionId }) => versionId);
  const tasked = new Set((await library.duties({ versionIds })).map(({ agency }) => agency.key));
  return successors.find((name) => tasked.has(agencyKey(name))) ?? usual;
}

interface Renamed {
  row: Succession;
  name: string;
  cards: readonly DocumentCard[];
}

function withAgency(context: AskContext, { row, name, cards }: Renamed): AskContext {
  const { question } = context;
  const key = agencyKey(name);
  const agencies = question.agencies.map(
    (agency): QuestionAgency =>
      successionOf(agency.key) === null || successionOf(agency.key)?.to[0] !== row.to[0]
        ? agency
        : { ...agency, key, name, level: levelOf(key), kind: "agency" },
  );
  const first = agencies.findIndex((agency) => agency.key === key);
  const renamed = {
    ...question,
    agencies: agencies.filter(
      (agency, index) => agency.key !== key || index === first || agency.place !== agencies[first]?.place,
    ),
    searchText: `${question.searchText} ${name}`,
    matter: `${name} ${question.topic}`.trim(),
  };
  return {
    ...context,
    question: renamed,
    cards,
    library: onlyCards(context.library, cards),
    scope: resolveScope(renamed, cards),
  };
}

function saying(
  { from, district }: Succession,
  { name, matter, draft }: { name: string; matter: string | null; draft: Draft },
): string {
  if (district) {
    const [first] = draft.sections.flatMap(({ quotes }) => quotes);
    const below = first && names(first, agencyKey(name)) ? `; dưới đây là việc của ${name}` : "";
    return `Nay không còn cấp huyện nên không còn ${from}${below}.`;
  }
  return matter === null ? `${from} nay là ${name}.` : `Việc ${matter} của ${from} nay do ${name} đảm nhiệm.`;
}

async function forPredecessors(context: AskContext, agency: QuestionAgency, next: Next): Promise<Draft> {
  const rows = predecessorsOf(agency.key);
  const asked = await next(context);
  const [row] = rows;
  if (!row) return asked;
  const named = namedCards(context);
  const looked = named.length > 0 ? named : (context.scope.byPlace ?? []);
  if (looked.length === 0 || (await cardsSince(context, looked, row.until)).length > 0) return asked;
  const drafts: Draft[] = [];
  for (const one of rows) {
    const draft = await next(withFormer(context, agency, one));
    if (draft.sections.some(({ quotes }) => quotes.some((quote) => names(quote, one.key))))
      drafts.push({ ...draft, lead: [`Khi đó ${agency.name} là ${one.from}.`, ...draft.lead] });
  }
  return joinDrafts(drafts) ?? asked;
}

function withFormer(context: AskContext, agency: QuestionAgency, { from, key }: Succession): AskContext {
  const { question } = context;
  const agencies = question.agencies.map((one) => (one === agency ? { ...one, key, name: from } : one));
  return { ...context, question: { ...question, agencies, searchText: `${question.searchText} ${from}` } };
}

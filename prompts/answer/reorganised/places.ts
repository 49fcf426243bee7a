import {
  currentProvince,
  type DocumentCard,
  type FoundPlace,
  findPlaces,
  MERGED_ON,
  onlyCards,
  plainText,
  type QuestionAgency,
  type ResolvedQuestion,
  resolveScope,
} from "../../../retrieval/index.ts";
import { type AskContext, distinct } from "../context.ts";
import type { Draft } from "../draft.ts";
import { cardsSince, isSince } from "./since.ts";

/**
 * A province of before 1/7/2025 that a question names. What it issued itself and what was ordered before the merger
 * stays its own; later documents are asked for today's province, and the answer says whose duties and figures they are.
 */
export async function inTodaysProvinces(
  context: AskContext,
  next: (context: AskContext) => Promise<Draft>,
): Promise<Draft> {
  const { question, scope } = context;
  const former = formerOf(question);
  if (former.length === 0 || (question.asOf !== null && question.asOf < MERGED_ON)) return next(context);
  const named = distinct(scope.mentions.flatMap(({ cards }) => cards));
  const since = await cardsSince(context, named.length > 0 ? named : context.cards, MERGED_ON);
  if (since.length === 0 || (named.length > 0 && since.length < named.length)) return next(context);
  const asked = await next(context);
  if (await rests(context, asked)) return asked;
  const today = todaysContext(context, {
    former: new Set(former.map(({ name }) => name)),
    cards: named.length > 0 ? await cardsSince(context, context.cards, MERGED_ON) : since,
  });
  const found = await next(today);
  const draft = found.status !== "answered" && asked.status === "answered" ? asked : found;
  const places = [...new Map(former.map((place) => [place.name, place])).values()];
  return { ...draft, lead: [saying(places, draft), ...draft.lead] };
}

/** Former provinces of the question; where it names today's beside one, it knows of the merger. */
function formerOf({ text, places }: ResolvedQuestion): FoundPlace[] {
  return places.filter(
    (place) =>
      place.name !== place.province && !places.some(({ name }) => name === place.province) && !isRouteEnd(text, place),
  );
}

/** "cao tốc Biên Hòa - Vũng Tàu": a road is called after its ends for as long as it is built. */
function isRouteEnd(text: string, { start, end }: { start: number; end: number }): boolean {
  return /\p{L}\s*[-–]\s*$/u.test(text.slice(0, start)) || /^\s*[-–]\s*\p{Lu}/u.test(text.slice(end));
}

/** Some of the quotes are of before the merger: the question is about the former province. */
async function rests(context: AskContext, { sections }: Draft): Promise<boolean> {
  const cards = distinct(sections.flatMap(({ quotes }) => quotes.map(({ evidence }) => evidence.card)));
  for (const card of cards) if (!(await isSince(context, card, MERGED_ON))) return true;
  return false;
}

interface Today {
  /** Names of the question that are not today's. */
  former: ReadonlySet<string>;
  cards: readonly DocumentCard[];
}

function todaysContext(context: AskContext, { former, cards }: Today): AskContext {
  const question = todaysQuestion(context.question, former);
  return {
    ...context,
    question,
    cards,
    library: onlyCards(context.library, cards),
    scope: resolveScope(question, cards),
  };
}

function todaysQuestion(question: ResolvedQuestion, former: ReadonlySet<string>): ResolvedQuestion {
  const places = question.places.map((place) =>
    former.has(place.name) ? { ...place, name: place.province, kind: kindOf(place.province) } : place,
  );
  return {
    ...question,
    places: places.filter((place, index) => places.findIndex(({ name }) => name === place.name) === index),
    agencies: question.agencies.map((agency) => todaysAgency(agency, former)),
    searchText: withProvinces(question.searchText, former),
  };
}

const kindOf = (province: string) => findPlaces(province)[0]?.kind ?? "tỉnh";

function todaysAgency(agency: QuestionAgency, former: ReadonlySet<string>): QuestionAgency {
  if (agency.place === null || !former.has(agency.place)) return agency;
  return { ...agency, place: currentProvince(agency.place), name: withProvinces(agency.name, former) };
}

function withProvinces(text: string, former: ReadonlySet<string>): string {
  return findPlaces(text)
    .filter(({ name }) => former.has(name))
    .reverse()
    .reduce((out, { start, end, province }) => out.slice(0, start) + province + out.slice(end), text);
}

function saying(former: readonly FoundPlace[], draft: Draft): string {
  const now = former.map(({ name, province }) => `tỉnh ${name} nay thuộc ${called(province)}`).join("; ");
  const provinces = [...new Set(former.map(({ province }) => province))];
  const whose = isOf(draft, { provinces, former })
    ? `; nhiệm vụ và số liệu dưới đây là của ${provinces.map(called).join(" và ")}`
    : "";
  return `${now.charAt(0).toUpperCase()}${now.slice(1)}${whose}.`;
}

const called = (province: string) => `${kindOf(province)} ${province}`;

interface Asked {
  provinces: readonly string[];
  former: readonly FoundPlace[];
}

/**
 * Every quote is of today's provinces, by its document or by its own words, and the best is not of the part that the
 * former one was: "(Phú Yên cũ)". That a ministry's document is sent there makes its clauses nobody's.
 */
function isOf({ sections }: Draft, { provinces, former }: Asked): boolean {
  const quotes = sections.flatMap((section) => section.quotes);
  return (
    quotes.length > 0 &&
    quotes.every(({ evidence, facts = [] }, index) => {
      const { place } = evidence.card.header;
      const said = [evidence.text, ...evidence.path, ...facts.map(({ text }) => text)];
      const named = findPlaces(plainText(said.join("\n")));
      if (index === 0 && named.some(({ name }) => former.some((one) => one.name === name))) return false;
      return provinces.includes(place?.value ?? "") || named.some(({ name }) => provinces.includes(name));
    })
  );
}

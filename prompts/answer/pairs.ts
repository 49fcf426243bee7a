import { isSameProvince, type QuestionAgency, resolveScope } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { placeOf } from "./duties/index.ts";
import { fewQuotes, joinDrafts } from "./join.ts";

interface Pair {
  agency: QuestionAgency;
  place: string;
}

/** Quotes that one message has room for, whoever they are for. */
const MOST_QUOTES = 6;

/**
 * "Sở Tài chính Quảng Trị và Sở Tài chính Quảng Ngãi phải làm gì?": agencies of different provinces are answered for one
 * at a time, each from the documents of its own.
 */
export async function composePairs(context: AskContext, next: (context: AskContext) => Promise<Draft>): Promise<Draft> {
  const pairs = pairsOf(context);
  if (pairs.length < 2) return next(context);
  const topics = respectiveTopics(context, pairs);
  const drafts: Draft[] = [];
  for (const [index, pair] of pairs.entries())
    drafts.push(
      shortened(await next(narrowed(context, pair, topics?.[index] ?? context.question.topic)), pairs.length),
    );
  return joinDrafts(drafts) ?? next(context);
}

function pairsOf(context: AskContext): Pair[] {
  const { agencies } = context.question;
  const places = agencies.map((agency) => (agency.level === "central" ? [] : placesOf(context, agency)));
  const pairs = agencies.flatMap((agency, index) => (places[index] ?? []).map((place): Pair => ({ agency, place })));
  const differ = pairs.some(({ place }) => !isSameProvince(place, pairs[0]?.place ?? place));
  return places.every((own) => own.length > 0) && differ ? pairs : [];
}

/** "Sở Tài chính Nghệ An và Quảng Ngãi": the place behind the agency, and those that a list goes on with. */
function placesOf(context: AskContext, agency: QuestionAgency): string[] {
  const { text, places } = context.question;
  const first = places.findIndex(({ name, start }) => name === placeOf(context, agency) && start >= agency.start);
  const [own, ...rest] = first < 0 ? [] : places.slice(first);
  if (!own) return [];
  const names = [own.name];
  let { end } = own;
  for (const place of rest) {
    if (!GOES_ON.test(text.slice(end, place.start))) break;
    names.push(place.name);
    end = place.end;
  }
  return names;
}

const GOES_ON =
  /^\s*(?:,|,?\s*(?:và|va|với|voi|cùng|cung))\s+(?:(?:của|cua|ở)\s+)?(?:(?:tỉnh|tinh|thành phố|thanh pho|tp\.?)\s*)?$/iu;

/** "… về rừng và về kiểm kê tài sản": as many matters as agencies, in their order. */
function respectiveTopics({ question }: AskContext, pairs: readonly Pair[]): string[] | null {
  const end = Math.max(...pairs.map(({ agency }) => agency.end), ...question.places.map((place) => place.end));
  const rest = question.text.slice(end).replace(/[?.!]+\s*$/u, "");
  const parts = rest
    .split(/(?<![\p{L}])(?:và |va )?(?:về|ve) /iu)
    .slice(1)
    .map((part) => part.replace(/,\s*$/, "").trim());
  return parts.length === pairs.length && parts.every(Boolean) ? parts : null;
}

function narrowed(context: AskContext, { agency, place }: Pair, topic: string): AskContext {
  const { question } = context;
  const matter = `${agency.name} ${topic}`.trim();
  const places = question.places.filter(({ name }) => name === place).slice(0, 1);
  const own = { ...question, agencies: [agency], places, topic, matter };
  return { ...context, question: own, scope: resolveScope(own, context.cards) };
}

function shortened(draft: Draft, pairs: number): Draft {
  const most = Math.max(2, Math.floor(MOST_QUOTES / pairs));
  const each = Math.ceil(most / Math.max(1, draft.sections.length));
  return { ...draft, sections: fewQuotes(draft.sections, most, each) };
}

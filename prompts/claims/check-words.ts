import { findAgencies, findPlaces, fold, matchForm } from "../../retrieval/index.ts";
import { align, inOrder } from "./align.ts";
import { isPartner, takesWholeParts } from "./check-parts.ts";
import type { Subject } from "./check-subject.ts";
import type { QuoteContext } from "./context.ts";
import { isCalendar, isComparator, isGlue, withoutOrdering } from "./markers.ts";
import { isFigure, says, type Token, tokens } from "./tokens.ts";
import type { DropReason, Offered } from "./types.ts";

export interface Aligned {
  /** Of the unit: from the first word that the sentence takes to the last. */
  start: number;
  end: number;
}

interface Ground {
  passage: Offered;
  context: QuoteContext;
  subject: Subject;
}

type Outcome = Aligned | { dropped: DropReason };

/** Share of the sentence's words that have to stand in the document in the same order. */
const LEAST_IN_ORDER = 0.8;

/** Every word of the sentence is the document's, its figures in their place, its order kept. */
export function agreesOnWords(body: string, ground: Ground): Outcome {
  const { context, subject } = ground;
  const said = tokens(withoutOrdering(body)).filter(
    ({ start, value }) => !isGlue(value) && !(subject.span && subject.span.start <= start && start < subject.span.end),
  );
  const above = tokens(`${context.path}. ${context.intro}`);
  const unit = tokens(context.unit).filter(({ value }) => !isGlue(value));
  const missing = said.find((token) => ![...above, ...unit].some((own) => says(own, token)));
  if (missing !== undefined) return { dropped: MISSING[missing.kind] };
  if (!figuresAgree(said, unit) || !namedByNumber(body, ground)) return { dropped: "number" };
  if (!placesAgree(body, ground)) return { dropped: "place" };
  if (!namesAgree(body, ground)) return { dropped: "name" };
  return ordered(body, said, unit, ground);
}

const MISSING = { word: "words", figure: "number", date: "date", document: "document" } as const;

/** Each figure bounds what it bounds in the document ("trước", "ít nhất") and counts what it counts there. */
function figuresAgree(said: readonly Token[], unit: readonly Token[]): boolean {
  const figures = said.filter(isFigure);
  const own = unit.filter(isFigure);
  if (!inOrder(own, figures, says)) return false;
  return said.every((token, index) => {
    if (!isFigure(token)) return true;
    const next = said[index + 1];
    return unit.some((held, at) => {
      if (!says(held, token)) return false;
      const follows = unit[at + 1];
      const sameCount = next === undefined || token.kind === "date" || follows === undefined || says(follows, next);
      return sameCount && bound(said, index) === bound(unit, at);
    });
  });
}

/** "không quá", "ít nhất" before a figure; "" where nothing bounds it. */
function bound(list: readonly Token[], index: number): string {
  const words: string[] = [];
  for (let at = index - 1; at >= 0 && words.length < 3; at -= 1) {
    const { value, kind } = list[at] as Token;
    if (kind !== "word" || !(isComparator(value) || isCalendar(value) || value === "không")) break;
    if (!isCalendar(value)) words.unshift(value);
  }
  return words.some(isComparator) ? words.join(" ") : "";
}

const BY_NUMBER =
  /(?<![\p{L}])(chỉ thị|công văn|kế hoạch|quyết định|nghị định|nghị quyết|thông báo|thông tư|công điện|kết luận|hướng dẫn|luật|điều|khoản|điểm|mục|phụ lục)(?: số)? (\d+)/giu;

/** "Chỉ thị 07" is named where "Chỉ thị số 07" is, and not where there is a 7 of something else. */
function namedByNumber(body: string, { context }: Ground): boolean {
  const pairs = (text: string) =>
    [...matchForm(text).matchAll(BY_NUMBER)].map(([, kind, seq]) => `${kind} ${Number(seq)}`);
  const held = new Set(pairs(`${context.path}. ${context.intro} ${context.unit}`));
  return pairs(body).every((pair) => held.has(pair));
}

function placesAgree(body: string, { passage, context }: Ground): boolean {
  const { place, locality } = passage.evidence.card.header;
  const held = findPlaces(`${context.path}. ${context.intro} ${context.unit}`)
    .map(({ name }) => name)
    .concat([place, locality].flatMap((field) => field?.value ?? []));
  return findPlaces(body).every(({ name }) => held.includes(name));
}

/** A name of several capitalised words stands in the document as it is written. */
function namesAgree(body: string, { context, subject }: Ground): boolean {
  const held = fold(`${context.path}. ${context.intro} ${context.unit}`).replace(/\s+/gu, " ");
  const names = [...body.matchAll(/\p{Lu}[\p{L}]*(?: \p{Lu}[\p{L}]*)+/gu)].filter(
    ({ index }) => !(subject.span && subject.span.start <= index && index < subject.span.end),
  );
  return names.every(({ 0: name }) => held.includes(fold(name)));
}

/** In the document's order, without jumping from one order into another. */
function ordered(body: string, said: readonly Token[], unit: readonly Token[], { context, subject }: Ground): Outcome {
  const pairs = align(unit, said);
  const keys = subject.rows.map(({ agency }) => agency.key);
  const [first] = pairs;
  const last = pairs.at(-1);
  const above = tokens(`${context.path}. ${context.intro}`);
  const alone = said.filter((token) => !unit.some((own) => says(own, token)) && above.some((own) => says(own, token)));
  if (!first || !last || pairs.length < LEAST_IN_ORDER * (said.length - alone.length)) return { dropped: "order" };
  const jumps = pairs
    .slice(1)
    .some((pair, index) => isJump(pairs[index] as [number, number], pair, { body, said, unit, context }));
  if (jumps || !takesWholeParts(pairs, { unit, text: context.unit, keys })) return { dropped: "order" };
  const start = (unit[first[0]] as Token).start;
  const end = (unit[last[0]] as Token).end;
  const isOne = ({ span }: { span: { start: number; end: number } }) =>
    pairs.filter(([at]) => {
      const place = context.place((unit[at] as Token).start);
      return span.start <= place && place < span.end;
    }).length >=
    LEAST_IN_ORDER * pairs.length;
  if (keys.length > 0 && (!subject.rows.some(isOne) || isAnothersPart(context.unit, start, keys)))
    return { dropped: "agency" };
  return { start, end };
}

interface Jump {
  body: string;
  said: readonly Token[];
  unit: readonly Token[];
  context: QuoteContext;
}

/**
 * What is left out between two words must not be somebody else's order, another figure of the same kind or, unless the
 * sentence has a joint there as well, the end of an order.
 */
function isJump(
  [from, before]: [number, number],
  [to, after]: [number, number],
  { body, said, unit, context }: Jump,
): boolean {
  const [left, right] = [unit[from] as Token, unit[to] as Token];
  const skipped = context.unit.slice(left.end, right.start);
  if (to === from + 1) return false;
  const between = body.slice((said[before] as Token).end, (said[after] as Token).start);
  if (/[.;]\s/u.test(skipped) && !/[.;,]|và|đồng thời/u.test(between)) return true;
  const target = said.slice(after).find((token) => !isComparator(token.value) && !isCalendar(token.value));
  if (target && isFigure(target) && unit.slice(from + 1, to).some(isFigure)) return true;
  return findAgencies(skipped).some(({ start: at }) => !isPartner(context.unit, left.end + at));
}

/** True when another agency begins its own part of the sentence before the words that are taken: "…, Sở B rà soát". */
function isAnothersPart(unit: string, end: number, keys: readonly string[]): boolean {
  return findAgencies(unit.slice(0, end)).some(
    ({ start, key }) =>
      !keys.includes(key) &&
      /(?:^|[,:–-]|(?<![\p{L}])(?:và|còn|giao))\s*$/u.test(unit.slice(0, start)) &&
      !isPartner(unit, start),
  );
}

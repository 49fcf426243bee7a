import {
  type Agency,
  currentProvince,
  findAgencies,
  fold,
  type QuestionAgency,
  type Span,
} from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Quote } from "../draft.ts";
import { nearKey } from "../duties/index.ts";
import { issuerOf } from "../names.ts";

/** A sentence with the place of its figure or day, as offsets into `text`. */
export interface Said {
  quote: Quote;
  text: string;
  sentence: Span;
  value: Span;
}

/**
 * How the agencies of a question stand to a sentence: all are named there as they are asked about (`same`), something
 * is sent to another one than the question says (`other`, with the words from that one on), or it cannot be told.
 */
export type Addressed = { kind: "same" } | { kind: "other"; start: number } | { kind: "unknown" };

/** "gửi", "báo cáo về", "gửi báo cáo về": what stands right before the one that something is sent to. */
const SENT_TO =
  /\b(?:gui|bao cao|trinh|nop|ve|qua)(?: (?:bao cao|ket qua|cho|ve|den|toi|len|qua))*(?: (?:dong chi|lanh dao))?[ (:]*$/;
/** "Sở Tài chính, Sở Nội vụ", "Ủy ban nhân dân tỉnh (gửi qua Sở Nội vụ)": sent to both. */
const AND = /^[\s,;(]*(?:(?:va|dong thoi|thong|qua|gui|ve|cho|den|bao cao)(?=[\s,;(])[\s,;(]*)*$/;
/** What the one who gets it does with it: "… để tổng hợp báo cáo Bộ Nội vụ". */
const PURPOSE = /\b(?:de|nham) .*$/;

interface Placed extends Agency, Span {}

export function addressed({ question }: AskContext, { quote, text, sentence, value }: Said): Addressed {
  const asked = question.agencies.filter(({ end }) => end > 0);
  if (asked.length === 0) return { kind: "same" };
  const words = text.slice(sentence.start, sentence.end);
  const named = findAgencies(words);
  const receivers = receiversAt(receiversIn(words, named), value.start - sentence.start);
  const wanted = receiversIn(question.text, asked).flat();
  // One that the sentence names in any way, or that may be of a group, is not said to be another one.
  const isApart = (one: Agency) =>
    one.kind !== "group" && wanted.every((other) => other.kind !== "group" && !nearKey(other.key, one.key));
  if (wanted.length > 0 && receivers.length > 0 && receivers.every(isApart)) {
    if (named.some((one) => one.kind !== "group" && !isApart(one))) return { kind: "unknown" };
    const start = (receivers[0]?.start ?? 0) + sentence.start;
    return start < value.start ? { kind: "other", start } : { kind: "unknown" };
  }
  const issuers = findAgencies(issuerOf(quote.evidence.card) ?? "");
  const isSaid = (one: QuestionAgency) =>
    wanted.includes(one)
      ? receivers.some((other) => isNear(one, other))
      : [...issuers, ...named].some((other) => isNear(one, other));
  return asked.every(isSaid) ? { kind: "same" } : { kind: "unknown" };
}

const LEVEL = /\bcap \S+$/;

/** "Công an tỉnh" is not "Công an xã", nor that of another province. */
function isNear(a: Agency, b: Agency): boolean {
  if (a.place && b.place && currentName(a.place) !== currentName(b.place)) return false;
  const [one, other] = [LEVEL.exec(a.key)?.[0], LEVEL.exec(b.key)?.[0]];
  return nearKey(a.key, b.key) && (!one || !other || one === other);
}

const currentName = (place: string) => fold(currentProvince(place) ?? place);

/** Those that things are sent to, by what is sent. */
function receiversIn<T extends Placed>(words: string, agencies: readonly T[]): T[][] {
  const folded = fold(words);
  const found: T[][] = [];
  let last: T | null = null;
  for (const agency of agencies) {
    const before = folded.slice(0, agency.start);
    const isJoined: boolean = last !== null && AND.test(folded.slice(last.end, agency.start));
    const isSent: boolean = SENT_TO.test(before) && !PURPOSE.test(before.slice(lastClause(before)));
    if (isJoined) found.at(-1)?.push(agency);
    else if (isSent) found.push([agency]);
    last = isJoined || isSent ? agency : null;
  }
  return found;
}

/** The last ones before the day, else the first after it: a heading "CHẾ ĐỘ BÁO CÁO" stands before those who report. */
function receiversAt<T extends Placed>(found: readonly T[][], at: number): T[] {
  return found.findLast(([first]) => first !== undefined && first.start < at) ?? found[0] ?? [];
}

/** Where the words begin that belong together: a comma ends what something is done for. */
const lastClause = (before: string) => Math.max(before.lastIndexOf(","), before.lastIndexOf(";")) + 1;

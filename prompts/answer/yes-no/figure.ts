import {
  type Claim,
  type DayParts,
  findDays,
  findFigures,
  fold,
  type PlainView,
  plainText,
  plainView,
  type Span,
} from "../../../retrieval/index.ts";
import { type AskContext, distinct, evidenceOf } from "../context.ts";
import type { Draft, Quote } from "../draft.ts";
import { shortName } from "../names.ts";
import { rank } from "../rank.ts";
import { addressed } from "./addressed.ts";
import { hasRival, matterOf, syllablesOf } from "./rival.ts";

/** Share of the question's matter that the sentence with the figure must say, by itself and with headings and title. */
const SAID_BESIDE = 0.4;
const SAID_IN_ALL = 0.6;
/** In a clause that was not chosen for its words, the sentence has to say more of it. */
const SAID_ELSEWHERE = 0.6;
const FURTHER = 30;
/** Quotes that are looked at: what stands further down is about something else. */
const LOOKED_AT = 3;

/** A sentence of a quoted clause that gives one figure of the kind that is asked about. */
interface Giving {
  quote: Quote;
  view: PlainView;
  sentence: Span;
  value: Claim;
  share: number;
}

/**
 * Compares the figure or date that a question asks to have confirmed with the clause that was found for the rest of it.
 * Where the sentence gives no or more than one of that kind, nothing is decided.
 */
export async function withFigureVerdict(context: AskContext, claim: Claim, draft: Draft): Promise<Draft> {
  const quotes = draft.sections.flatMap((section) => section.quotes);
  const given = givingIn(context, claim, draft.status === "answered" ? quotes.slice(0, LOOKED_AT) : []);
  // Counts of many things stand close together; a day with its "trước" is told apart.
  if (given.length > 0 || claim.kind === "figure")
    return given.length === 0 ? draft : decided(context, claim, { draft, given });
  const found = givingIn(context, claim, await furtherQuotes(context, quotes)).filter(
    ({ share }) => share >= SAID_ELSEWHERE,
  );
  const [best] = found;
  if (!best) return draft;
  const kept = draft.status === "answered" ? draft.sections : [];
  const sections = [{ heading: null, quotes: [best.quote] }, ...kept];
  const lead = draft.status === "answered" ? draft.lead : [`Theo ${shortName(best.quote.evidence.card)}:`];
  return decided(context, claim, { draft: { ...draft, status: "answered", lead, sections }, given: found });
}

function givingIn(context: AskContext, claim: Claim, quotes: readonly Quote[]): Giving[] {
  return quotes.flatMap((quote) => givingSentences(context, claim, quote)).sort((a, b) => b.share - a.share);
}

/** Clauses of the same documents that were not the best answer by their words alone. */
async function furtherQuotes(context: AskContext, quotes: readonly Quote[]): Promise<Quote[]> {
  const named = context.scope.mentions.flatMap(({ cards }) => cards);
  const cards = named.length > 0 ? named : distinct(quotes.map(({ evidence }) => evidence.card));
  if (cards.length === 0) return [];
  const ranked = await rank(context, { versionIds: cards.map(({ versionId }) => versionId), limit: FURTHER });
  return ranked
    .filter(({ passage }) => !/^(?:recipients|signature|basis)$/.test(passage.kind))
    .map(({ passage, card }) => ({ label: null, evidence: evidenceOf(passage, card), focus: new Set<string>() }));
}

function decided(
  context: AskContext,
  claim: Claim,
  { draft, given }: { draft: Draft; given: readonly Giving[] },
): Draft {
  const [first] = given as [Giving];
  // Of sentences that say as much, the one that names the agencies as they are asked about.
  const equal = given.filter(({ share }) => share === first.share);
  const best = equal.find((one) => addressedIn(context, one).kind === "same") ?? first;
  const named = addressedIn(context, best);
  // Two clauses that say as much of the matter and give different figures.
  if (equal.some((one) => one !== best && !isSame(one.value, best.value))) return draft;
  const says = isSame(claim, best.value);
  if (says === null || isOfSibling(context, best, given)) return draft;
  const rest = draft.lead.filter((line) => !/^Theo |^Các văn bản đang giữ nêu/.test(line));
  const verdict = (word: string, start: number, end: number) => {
    const lead = `${word}: ${shortName(best.quote.evidence.card)} ghi “${best.view.text.slice(start, end).trim()}”.`;
    return { ...shownFirst(draft, best), lead: [lead, ...rest] };
  };
  const [start, end] = around(best);
  if (!says) return named.kind === "other" ? draft : verdict("Không", start, end);
  // The day is right and the one that it is sent to is not: "về Sở Nội vụ trước ngày …".
  if (named.kind === "other")
    return given.some((one) => addressedIn(context, one).kind === "same")
      ? draft
      : verdict("Không", receiverStart(best, named.start), end);
  // An agency that the clauses do not concern is part of what would be confirmed.
  const isOfOthers = draft.lead.some((line) => /không nêu|Không tìm thấy|không giao/.test(line));
  const isSure = named.kind === "same" && !isOfOthers && !isTurned(context, best) && !isOtherDays(context, best);
  return isSure ? verdict("Đúng", start, end) : draft;
}

const addressedIn = (context: AskContext, { quote, view, sentence, value }: Giving) =>
  addressed(context, { quote, text: view.text, sentence, value });

/** With its preposition: "về Sở Nội vụ". */
function receiverStart({ view, sentence }: Giving, start: number): number {
  const before = /(?<!\p{L})(?:về|cho|gửi|trình|đến|tới|qua)\s+$/iu.exec(view.text.slice(sentence.start, start));
  return start - (before?.[0].length ?? 0);
}

/** A sentence beside the best one gives another figure and says what of the question the best one does not. */
function isOfSibling({ question }: AskContext, best: Giving, given: readonly Giving[]): boolean {
  const { quote, view, sentence, value } = best;
  const beside = sentencesOf(view.text)
    .filter(({ start }) => start !== sentence.start)
    .map(({ start, end }) => view.text.slice(start, end))
    .filter((words) => ofKind(value, words).some((other) => !isSame(other, value)));
  const further = given.filter((one) => one.quote !== quote && !isSame(one.value, value)).map(wordsOf);
  const { path, card } = quote.evidence;
  const said = [wordsOf(best), ...path, card.header.title?.value ?? ""].join(". ");
  return hasRival(question.topic, plainText(said), [...beside, ...further]);
}

const wordsOf = ({ view, sentence }: Giving) => view.text.slice(sentence.start, sentence.end);

const WORKING = /^\s+(?:làm )?việc(?!\p{L})/iu;

/** "30 ngày" is longer than "30 ngày làm việc" says, or shorter. */
function isOtherDays({ question }: AskContext, { view, value }: Giving): boolean {
  if (value.kind !== "figure" || !value.unit.startsWith("ngay")) return false;
  return (
    /\bngay lam viec\b/.test(fold(question.text)) !== WORKING_DAYS.test(view.text.slice(value.start, value.end + 12))
  );
}

const WORKING_DAYS = /ngày làm việc/iu;

function givingSentences(context: AskContext, claim: Claim, quote: Quote): Giving[] {
  const view = plainView(quote.evidence.text);
  return sentencesOf(view.text).flatMap((sentence) => {
    const words = view.text.slice(sentence.start, sentence.end);
    const values = ofKind(claim, words).map((value) => ({
      ...value,
      start: value.start + sentence.start,
      end: value.end + sentence.start,
    }));
    const [value] = values;
    if (
      !value ||
      !values.every((other) => isSame(other, value)) ||
      !isOfMatter(context, view.text, { sentence, value })
    )
      return [];
    const share = shareOf(context, besideOf(view.text, { sentence, value }));
    const { path, card } = quote.evidence;
    const whole = shareOf(context, plainText([words, ...path, card.header.title?.value ?? ""].join(". ")));
    return share >= SAID_BESIDE && whole >= SAID_IN_ALL ? [{ quote, view, sentence, value, share }] : [];
  });
}

/** Characters before and after a figure in which its matter stands. */
const BEFORE = 260;
const AFTER = 60;

interface Placed {
  sentence: Span;
  value: Claim;
}

const PURPOSE = /(?<!\p{L})(?:để|nhằm) (?:.*?(?=, (?:hoàn thành|gửi|báo cáo|trình|nộp)(?!\p{L}))|[^,;]*)/giu;

/** What something is done for is not what is due: "rà soát … để sửa chữa nhà, hoàn thành trước ngày 05/12". */
function besideOf(text: string, { sentence, value }: Placed): string {
  const start = Math.max(sentence.start, value.start - BEFORE);
  const words = text.slice(start, Math.min(sentence.end, value.end + AFTER));
  return value.kind === "figure" ? words : words.replace(PURPOSE, " ");
}

const SENDS = /\b(?:bao cao|gui|trinh|nop|dang ky|thong bao|hoan thanh|ban hanh|khoi cong|to chuc)\b/g;
const SENT: ReadonlySet<string> = new Set(["bao cao", "gui", "trinh", "nop"]);
const LOOSE: ReadonlySet<string> = new Set(["hoan thanh", "to chuc"]);

/**
 * The figure belongs to what is asked about: "…, gửi Bộ Tài chính trước ngày 03/12" is no day for the repairs that the
 * report is on, "trước khi nghỉ Tết ít nhất 30 ngày" no length of the holiday.
 */
function isOfMatter({ question }: AskContext, text: string, { sentence, value }: Placed): boolean {
  const before = fold(text.slice(sentence.start, value.start));
  const asked = fold(question.text);
  if (value.kind === "date") {
    const last = [...before.matchAll(SENDS)].at(-1)?.[0];
    const asksForSending = [...asked.matchAll(SENDS)].some(([verb]) => SENT.has(verb));
    if (last === undefined || LOOSE.has(last)) return !asksForSending;
    return asked.includes(last) || (SENT.has(last) && asksForSending);
  }
  const words = new Set(fold(question.topic).split(/[^\p{L}\d]+/u));
  const near = before
    .trim()
    .split(/[^\p{L}\d]+/u)
    .slice(-NEAR_WORDS);
  return near.some((word) => words.has(word));
}

/** Words before a figure of which one has to be the question's own. */
const NEAR_WORDS = 4;

/** Dates with the same bound ("trước", "từ"), figures with the same unit. */
function ofKind(claim: Claim, words: string): Claim[] {
  if (claim.kind === "date")
    return findDays(words).filter((one) => one.kind === "date" && (claim.bound === null || one.bound === claim.bound));
  return findFigures(words).filter((one) => one.kind === "figure" && isUnit(one.unit, claim.unit));
}

const isUnit = (a: string, b: string) => a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);

/** Null where one of them says less than the other: "tháng 11/2025" and "30/11/2025". */
function isSame(a: Claim, b: Claim): boolean | null {
  if (a.kind === "figure") return b.kind === "figure" && a.value === b.value;
  return b.kind === "date" ? isSameDay(a.date, b.date) : false;
}

function isSameDay(a: DayParts, b: DayParts): boolean | null {
  const differs = (one: number | null, other: number | null) => one !== null && other !== null && one !== other;
  if (a.month !== b.month || differs(a.year, b.year) || differs(a.day, b.day)) return false;
  return (a.day === null) === (b.day === null) ? true : null;
}

const DENIES = /(?<!\p{L})(?:không|chưa|cấm|dừng|ngừng|bãi bỏ|hủy bỏ)(?!\p{L})/giu;
const ALLOWS = /(?<!\p{L})(?:bắt buộc|cho phép|được phép|cấm|vẫn)(?!\p{L})/giu;
const ALLOWS_FOLDED = /\b(?:bat buoc|cho phep|duoc phep)\b/g;

/** The sentence denies what the question does not, or the question speaks of leave or force and the sentence does not. */
function isTurned({ question }: AskContext, { view, sentence }: Giving): boolean {
  const said = view.text.slice(sentence.start, sentence.end).toLowerCase();
  const asked = question.text.toLowerCase().replace(/(?:phải|đúng|hay|phai|dung)? ?(?:không|khong)\W*$/u, "");
  const beyond = (pattern: RegExp, from: string, other: string) =>
    [...from.matchAll(pattern)].some(([word]) => !fold(other).includes(fold(word)));
  const allows = question.unaccented ? ALLOWS_FOLDED : ALLOWS;
  return beyond(DENIES, said, asked) || beyond(allows, asked, said);
}

/** Share of the matter's syllables that words hold. */
function shareOf({ question }: AskContext, words: string): number {
  const asked = matterOf(question.topic);
  const held = syllablesOf(words);
  return asked.size === 0 ? 0 : [...asked].filter((word) => held.has(word)).length / asked.size;
}

function sentencesOf(text: string): Span[] {
  return [...text.matchAll(/(?:[^.;\n]|[.](?=\S))+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** "45% GRDP", and not the "từ" or "vào" of what follows. */
const SHARE_OF = /^\s*\p{Lu}[\p{L}/]*/u;

/** The figure with the words that say what it is: "trước ngày 31/12/2025", "chiếm 45% GRDP". */
function around({ view, sentence, value }: Giving): [number, number] {
  const before = view.text.slice(sentence.start, value.start);
  const after = view.text.slice(value.end, sentence.end);
  const [lead, rest] =
    value.kind === "date"
      ? [
          /(?:(?:trước|đến|tới|hết|chậm nhất|muộn nhất|kể|từ|là|vào|không quá)\s+)*(?:ngày\s+)?$/iu,
          /^\s+h[ằà]ng \p{L}+/u,
        ]
      : [/(?:(?:chỉ|ít|tối|trên|dưới|không|gần)\s+)?[^\s,:;(]+\s+$/iu, value.unit === "%" ? SHARE_OF : WORKING];
  return [value.start - (lead.exec(before)?.[0].length ?? 0), value.end + (rest.exec(after)?.[0].length ?? 0)];
}

/** The clause that decides stands first, with its figure in view. */
function shownFirst(draft: Draft, giving: Giving): Draft {
  const [start, end] = around(giving);
  const quote: Quote = { ...giving.quote, must: giving.view.span(start, end) };
  const sections = draft.sections.map((section) => ({
    ...section,
    quotes: section.quotes.includes(giving.quote)
      ? [quote, ...section.quotes.filter((other) => other !== giving.quote)]
      : section.quotes,
  }));
  const holds = (quotes: readonly Quote[]) => quotes.includes(quote);
  return { ...draft, sections: [...sections].sort((a, b) => Number(holds(b.quotes)) - Number(holds(a.quotes))) };
}

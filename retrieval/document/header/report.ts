import {
  type FoundNumber,
  findDates,
  findDocumentNumbers,
  fold,
  type PlainView,
  plainView,
  sameNumber,
} from "../../text/index.ts";
import { DOCUMENT_TYPES } from "../form.ts";
import type { Line } from "../lines.ts";
import type { Field, Signer, Span } from "../types.ts";
import { reportSigner } from "./person.ts";

/** The directive that an article or a portal's notice reports, in the report's own words. */
export interface ReportReading {
  number: Field<string>;
  type: Field<string> | null;
  /** As the report names it: "Uỷ ban nhân dân tỉnh", "Thủ tướng"; null when only a person is named. */
  issuer: Field<string> | null;
  issuedOn: Field<string> | null;
  /** "Ngày 21.3": day and month without a year, which another document held may complete. */
  dayMonth: Field<{ day: number; month: number }> | null;
  title: Field<string> | null;
  signer: Field<Signer> | null;
  /** The sentence that says so. */
  span: Span;
  /** Numbers of further directives reported as issued in the same article. */
  others: string[];
}

const FOLDED_TYPES = [...DOCUMENT_TYPES, "Văn bản"].map((type) => ({ type, folded: fold(type) }));
const TYPE_BEFORE = new RegExp(
  `(?:^|[^\\p{L}])(${FOLDED_TYPES.map((entry) => entry.folded).join("|")})(?: so)? ?:? ?$`,
  "u",
);
const VERB = /(?:^|[\s,])(ban hanh|ky ban hanh|ky|co|ra|phat hanh|gui) (?:mot |ban )?$/;
const PARAGRAPHS = 14;

interface Mention {
  view: PlainView;
  folded: string;
  found: FoundNumber;
  type: string;
  typeAt: number;
  /** Start of the sentence and of its verb; verb -1 when nothing is said to be issued. */
  from: number;
  verbAt: number;
  verb: string;
}

/**
 * Finds the directive reported: the first "<who> (đã|vừa) ban hành|ký|có <thể loại> (số) <number>", the number of the
 * headline first. Without such a sentence, the first number with its type before it that the headline confirms or that
 * is followed by "của <who>".
 */
export function readReport(text: string, lines: readonly Line[], headline: string): ReportReading | null {
  const mentions = lines.slice(0, PARAGRAPHS).flatMap((line) => mentionsIn(text, line));
  const wanted = findDocumentNumbers(headline).map((found) => found.number);
  const named = (mention: Mention) => wanted.some((number) => sameNumber(number, mention.found.number));
  const issued = mentions.filter((mention) => mention.verbAt >= 0);
  const chosen =
    issued.find(named) ??
    (wanted.length === 0 || !mentions.some(named) ? issued[0] : undefined) ??
    mentions.find(named) ??
    mentions.find(
      (mention) => /^ của \p{Lu}/u.test(mention.view.text.slice(mention.found.end)) && mention.from === mention.typeAt,
    );
  if (!chosen) return null;
  return { ...readingOf(chosen), others: othersOf(issued, chosen) };
}

function othersOf(issued: readonly Mention[], chosen: Mention): string[] {
  const others = issued
    .map((mention) => mention.found.number)
    .filter((number) => !sameNumber(number, chosen.found.number));
  return [...new Set(others)];
}

function mentionsIn(text: string, line: Line): Mention[] {
  const view = plainView(text, line.start, line.end);
  const folded = fold(view.text);
  return findDocumentNumbers(view.text).flatMap((found) => {
    const before = folded.slice(0, found.start);
    const type = TYPE_BEFORE.exec(before)?.[1];
    if (!type) return [];
    const typeAt = before.lastIndexOf(type);
    const from = sentenceStart(view.text, typeAt);
    const verb = VERB.exec(folded.slice(from, typeAt));
    const verbAt = verb ? from + (verb.index + verb[0].indexOf(verb[1] as string)) : -1;
    return [{ view, folded, found, type, typeAt, from, verbAt, verb: verb?.[1] ?? "" }];
  });
}

function sentenceStart(text: string, before: number): number {
  const ends = [...text.slice(0, before).matchAll(/[.!?…]\s+(?=\p{Lu})/gu)].filter(
    (match) => !/(?:TP|Tp|Q|P|H|TX|ThS|TS|PGS|GS)$/u.test(text.slice(0, match.index)),
  );
  const last = ends.at(-1);
  return last ? last.index + last[0].length : 0;
}

function readingOf(mention: Mention): Omit<ReportReading, "others"> {
  const { view, found, typeAt } = mention;
  const subject = subjectOf(mention);
  const signer = mention.verb.startsWith("ky") && subject ? reportSigner(view, subject) : null;
  const type = FOLDED_TYPES.find((entry) => entry.folded === mention.type)?.type ?? null;
  const end = sentenceEnd(view.text, found.end);
  return {
    number: { value: found.number, span: view.span(found.start, found.end) },
    type: type === null || type === "Văn bản" ? null : { value: type, span: view.span(typeAt, typeAt + type.length) },
    issuer: issuerOf(mention, signer === null ? subject : null),
    ...dateOf(mention),
    title: titleOf(mention, end),
    signer,
    span: view.span(mention.from, end),
  };
}

function sentenceEnd(text: string, from: number): number {
  const match = /(?<!\b(?:TP|Tp|Q|P))[.!?](?=\s+[\p{Lu}(]|$)/u.exec(text.slice(from));
  return match ? from + match.index : text.length;
}

const DATE_LEAD =
  /^(?:\([^)]*\) ?[-–] ?)?(?:Mới đây, ?)?(?:(?:Sáng|Chiều|Tối|Trưa) )?(?:ngày|hôm nay|hôm qua)[^,]{0,40}?\d[\d/. thángnăm]*,? ?/iu;

/** "Ngày 20/11/2025, UBND tỉnh X đã" → the span of "UBND tỉnh X". */
function subjectOf({ view, from, verbAt }: Mention): { start: number; end: number } | null {
  if (verbAt < 0) return null;
  const words = view.text.slice(from, verbAt);
  const lead = DATE_LEAD.exec(words)?.[0].length ?? 0;
  const tail =
    /(?:[\s,]+(?:đã|vừa|mới|vừa mới|đã vừa|chính thức|cũng|thay mặt))*[\s,]*$/iu.exec(words.slice(lead))?.[0].length ??
    0;
  const end = words.length - tail;
  return end > lead ? { start: from + lead, end: from + end } : null;
}

function issuerOf({ view, found }: Mention, subject: { start: number; end: number } | null): Field<string> | null {
  if (subject)
    return { value: view.text.slice(subject.start, subject.end), span: view.span(subject.start, subject.end) };
  const rest = view.text.slice(found.end, found.end + 200);
  const match =
    /^(?: ?\([^)]*\))?(?: năm \d{4})?(?:,? ngày [\d/. thángnăm]+)?,? của (\p{Lu}[^,.;:]*?)(?= (?:về|quy định|yêu cầu|triển khai|ban hành|phê duyệt|hướng dẫn|tăng cường|tập trung|gửi|do)(?= )|[,.;:]|$)/u.exec(
      rest,
    );
  if (!match) return null;
  const start = found.end + match[0].length - (match[1] as string).length;
  return { value: match[1] as string, span: view.span(start, start + (match[1] as string).length) };
}

function dateOf({ view, from, found, verbAt }: Mention): Pick<ReportReading, "issuedOn" | "dayMonth"> {
  const after = view.text.slice(found.end, found.end + 40);
  const near = findDates(after)[0];
  if (near && /^(?: năm \d{4})?,? (?:ngày )?$/iu.test(after.slice(0, near.start))) {
    return {
      issuedOn: { value: near.iso, span: view.span(found.end + near.start, found.end + near.end) },
      dayMonth: null,
    };
  }
  const lead = verbAt < 0 ? "" : (DATE_LEAD.exec(view.text.slice(from, verbAt))?.[0] ?? "");
  const date = findDates(lead)[0];
  if (date)
    return { issuedOn: { value: date.iso, span: view.span(from + date.start, from + date.end) }, dayMonth: null };
  const short = /ngày (\d{1,2})[./-](\d{1,2})(?![./-]?\d)/iu.exec(lead);
  if (!short || Number(short[2]) > 12 || Number(short[1]) > 31) return { issuedOn: null, dayMonth: null };
  const span = view.span(from + short.index, from + short.index + short[0].length);
  return { issuedOn: null, dayMonth: { value: { day: Number(short[1]), month: Number(short[2]) }, span } };
}

const TITLE_LEAD =
  /^(?: ?\([^)]*\))?(?: (?:năm )?(?:19|20)\d{2}(?! ?-))?(?:,? ngày [\d/. thángnăm]*\d)?(?:,? của [^,.;:]*?(?= về | quy định | triển khai | yêu cầu ))?[\s,]*(?:về việc |về |thông báo (?=kết luận))?/iu;

/** Trích yếu: what the sentence says after the number. Null when too little is said to tell what it is about. */
function titleOf({ view, found }: Mention, end: number): Field<string> | null {
  const rest = view.text.slice(found.end, end);
  const skip = TITLE_LEAD.exec(rest)?.[0].length ?? 0;
  const cut = rest.search(/,? trong đó /u);
  const words = rest.slice(skip, cut > skip ? cut : undefined).replace(/[\s.,;:/]+$/u, "");
  if (words.length < 12 || words.length > 600) return null;
  const start = found.end + skip;
  return { value: words, span: view.span(start, start + words.length) };
}

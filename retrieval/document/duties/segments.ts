import { matchForm } from "../../text/index.ts";
import { openAssignment } from "./open-names.ts";
import { type Assignment, type Reading, readAssignment } from "./subjects.ts";
import { startsWithVerb } from "./verbs.ts";
import { hasSubstance } from "./words.ts";

/** Part of a paragraph with one addressee: from `from` to `to` in the plain text. */
export interface Segment {
  from: number;
  to: number;
  /** Null: whoever was ordered above. */
  assignment: Assignment | null;
}

export interface SegmentOptions {
  /** Offset behind the label. */
  from: number;
  /** Only "giao / yêu cầu / đề nghị X", no bare subjects: for the reasoning before the orders. */
  ordersOnly: boolean;
  /** The paragraph may open with a name that no recogniser knows ("Chủ đầu tư các dự án khẩn trương …"). */
  openNames: boolean;
}

const ADVERBIAL =
  /^(?:trên cơ sở|căn cứ|trong|sau khi|khi|để|định kỳ|hằng|hàng|trước|từ|đến|theo|ngoài|trường hợp|đối với|nhằm|tuỳ|qua|chậm nhất|về|ngay|nếu|với|do|tại|riêng|cùng với|bên cạnh)(?![\p{L}])/u;

/** Splits a paragraph where a new addressee begins. The first segment may have none of its own. */
export function readSegments(reading: Reading, options: SegmentOptions): Segment[] {
  const starts: { at: number; assignment: Assignment }[] = [];
  for (const at of candidates(reading, options.from)) {
    if (starts.some((other) => at < other.assignment.rest && at >= other.at)) continue;
    const assignment =
      readAssignment(reading, at, false) ??
      (options.openNames && at === options.from ? openAssignment(reading, at) : null) ??
      orderInside(reading, at);
    if (!assignment || (options.ordersOnly && assignment.ordered === null)) continue;
    if (starts.some((other) => other.assignment.start === assignment.start)) continue;
    starts.push({ at, assignment });
  }
  const segments: Segment[] = [];
  const firstAt = starts[0]?.at ?? reading.plain.length;
  if (firstAt > options.from) segments.push({ from: options.from, to: firstAt, assignment: null });
  for (const [index, { at, assignment }] of starts.entries()) {
    segments.push({ from: at, to: starts[index + 1]?.at ?? reading.plain.length, assignment });
  }
  return joinLists(reading, segments).flatMap((segment) => splitCounted(reading, segment));
}

/** "Bộ A: (1) …; (2) …": each counted part is a task of its own, with its own deadline. */
function splitCounted({ plain }: Reading, segment: Segment): Segment[] {
  const marks = [...plain.slice(segment.from, segment.to).matchAll(/\((\d{1,2})\)\s+/gu)].map(
    (match) => segment.from + match.index,
  );
  if (marks.length < 2 || !marks.every((at, index) => plain.startsWith(`(${index + 1})`, at))) return [segment];
  const cuts = marks.slice(1);
  return [segment.from, ...cuts].map((from, index) => ({
    from,
    to: cuts[index] ?? segment.to,
    assignment: index === 0 || !segment.assignment ? segment.assignment : { ...segment.assignment, rest: from },
  }));
}

/** A list of agencies with an unknown name in it breaks in two; its first half is ordered what the second half is. */
function joinLists(reading: Reading, segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const before = joined.at(-1);
    const open =
      before?.assignment && segment.assignment && /[;,]\s*$/.test(reading.plain.slice(before.from, before.to));
    if (
      before?.assignment &&
      segment.assignment &&
      open &&
      (listsOn(reading, before) || !hasSubstance(reading, before.assignment.rest, before.to))
    ) {
      const agencies = [...before.assignment.agencies, ...segment.assignment.agencies];
      joined[joined.length - 1] = {
        from: before.from,
        to: segment.to,
        assignment: { ...segment.assignment, agencies, start: before.assignment.start },
      };
    } else joined.push(segment);
  }
  return joined;
}

/** "Đề nghị các phòng, cơ quan khác của huyện; Sở Y tế …": words behind the names that name more of them. */
function listsOn({ plain }: Reading, { assignment, to }: Segment): boolean {
  if (!assignment?.ordered) return false;
  const rest = matchForm(plain.slice(assignment.rest, to));
  return /^, (?:các )?(?:cơ quan|đơn vị|tổ chức|doanh nghiệp) [^.:;,]{0,120};\s*$/u.test(rest);
}

/** Offsets where a sentence or a clause begins. "… ngày 22/8/2025. Sở X …" ends a sentence, "2. Sở X" inside one only counts. */
function candidates({ plain }: Reading, from: number): number[] {
  const found = new Set<number>([from]);
  const rest = plain.slice(from);
  for (const match of rest.matchAll(
    /(?<!(?:^|[^\p{L}\d/.])\d{1,2})[.!?]\s+(?=["“]?\p{Lu})|[;:]\s+|\s[-–+]\s+(?=\p{Lu})/gu,
  )) {
    found.add(from + match.index + match[0].length);
  }
  for (const match of matchForm(rest).matchAll(
    /(?<=[;.]\s|[,;.]\s(?:và|đồng thời|trong đó|đồng thời,)\s)(?:giao|yêu cầu|đề nghị|phân công)\s/gu,
  )) {
    found.add(from + match.index);
  }
  return [...found].sort((a, b) => a - b);
}

/**
 * The addressee further inside a sentence: behind the one who orders ("Chủ tịch UBND tỉnh yêu cầu các sở …") or
 * behind an opening phrase ("Trên cơ sở Kế hoạch này, các sở …").
 */
function orderInside(reading: Reading, at: number): Assignment | null {
  const form = matchForm(reading.plain);
  const stop = sentenceEnd(form, at);
  const sentence = form.slice(at, stop);
  for (const match of sentence.matchAll(/(?:^|\s)((?:kính )?đề nghị|giao|yêu cầu|phân cấp|uỷ quyền)\s+(?=\p{L})/gu)) {
    const start = at + match.index + match[0].length - match[0].trimStart().length;
    if (match.index > 0 && reportsAnOrder(form, start, match[1] as string)) continue;
    const assignment = readAssignment(reading, start, false);
    if (assignment) return assignment;
  }
  if (!ADVERBIAL.test(sentence)) return null;
  for (const agency of reading.agencies) {
    if (agency.start <= at || agency.start >= stop) continue;
    if (!/(?:,|thì)\s$/u.test(form.slice(0, agency.start))) continue;
    const assignment = readAssignment(reading, agency.start, false);
    if (assignment && startsWithVerb(reading.plain.slice(assignment.rest).replace(/^[\s,:]+/, ""))) return assignment;
  }
  return null;
}

/** "được giao", "theo đề nghị của", "đặt hàng, giao nhiệm vụ cho": no order of this document. */
function reportsAnOrder(form: string, start: number, word: string): boolean {
  const before = form.slice(Math.max(0, start - 12), start);
  if (word === "giao" && /,\s$/u.test(before)) return true;
  if (/^(?:giao|yêu cầu|(?:kính )?đề nghị)$/u.test(word) && /(?:kiến nghị|đề xuất|việc)\s?$/u.test(before)) return true;
  return /(?:được|đã|theo|các|những|nội dung|với|và|nhiệm vụ|số|xét|có|tại)\s?$/u.test(before);
}

function sentenceEnd(form: string, from: number): number {
  const match = /(?<!(?:^|[^\p{L}\d/.])\d{1,2})[.!?;](?=\s|$)/u.exec(form.slice(from));
  return match ? from + match.index : form.length;
}

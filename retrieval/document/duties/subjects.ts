import { type FoundAgency, matchForm } from "../../text/index.ts";
import { isOrder, startsWithClearVerb, startsWithVerb, tells } from "./verbs.ts";

/** Who is ordered, as read from one paragraph's plain text. Offsets are into that plain text. */
export interface Assignment {
  agencies: FoundAgency[];
  /** Where the agencies' names begin, and where what they have to do begins. */
  start: number;
  rest: number;
  /** "Giao", "Yêu cầu", "Đề nghị" stands before them. */
  ordered: "giao" | "yêu cầu" | "đề nghị" | null;
}

export interface Reading {
  plain: string;
  agencies: readonly FoundAgency[];
  /** Where a bold head ends, 0 or absent where there is none: a name that reaches it is the addressee's. */
  boldEnd?: number;
}

export const ORDER_LEAD =
  /^(?:(?:kính )?(đề nghị)|(giao(?: nhiệm vụ)?(?: cho)?)|(yêu cầu(?: đối với)?)|((?:phân công|phân cấp|uỷ quyền)(?: cho)?))(?: cho)?(?![\p{L}]):?\s*/u;
const HEADING_LEAD =
  /^(?:(?:về )?(?:chức năng|nhiệm vụ|quyền hạn|trách nhiệm|thẩm quyền|phân công|phân cấp|thuộc|và|,|cụ thể|thực hiện|quản lý|tổ chức|nhiệm vụ và quyền hạn|\s)+(?: của| cho| đối với)|đối với|về phía|riêng|đồng thời,?|trong đó,?|ngoài ra,?|khối|cấp)(?![\p{L}])[,:]?\s*/u;
const FILLER =
  /^(?:các đồng chí|đồng chí|lãnh đạo|người đứng đầu|tập thể lãnh đạo|ban giám đốc|các|toàn thể|đại diện|thường trực|cấp uỷ|bí thư,?|tổng giám đốc,?|giám đốc,?|thủ trưởng,?|chủ tịch,?|bộ trưởng,?|và|,|\s)+/u;
const JOINT =
  /^(?:\s*(?:[,;/&]|và|cùng|hoặc|cùng với|-)\s*|\s+)(?:(?:các đồng chí|đồng chí|lãnh đạo|người đứng đầu|thủ trưởng|giám đốc|chủ tịch|các|đề nghị|và|,|\s)+)?$/u;
const MODIFIER =
  /^\s*(?:,? ?(?:và )?các (?:cơ quan|tổ chức|đơn vị|cá nhân|doanh nghiệp)(?:(?:, | và )(?:cơ quan|tổ chức|đơn vị|cá nhân|doanh nghiệp|địa phương))*(?: khác)?(?: có)? liên quan|\([^)]*\)|(?:có |và )?liên quan(?: khác)?|nêu trên|trên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|xã|phường|toàn tỉnh))?|trực thuộc(?: (?:bộ|sở|trung ương|tỉnh|thành phố|(?:ubnd|uỷ ban nhân dân) (?:tỉnh|thành phố|[^,.:;]{0,30})))?|thuộc [^,.:;]{2,60}?(?=[:,]|\s(?:chủ|phối|có|căn|tổ|thực|triển|khẩn|tiếp|tăng|rà|xây|bố|chỉ))|(?:cấp )?(?:tỉnh|thành phố|xã|phường)(?![\p{L}])|của (?:quốc hội|chính phủ|đảng|tỉnh|thành phố|địa phương|trung ương|bộ|ngành)(?![\p{L}])|các cấp|ở các địa phương|được (?:phân công|giao|cấp|bố trí)[^.;:]{0,120}?(?=\s(?:có trách nhiệm|chịu trách nhiệm|chủ động|khẩn trương|xây dựng|tổ chức))|theo (?:chức năng|thẩm quyền|phạm vi|nhiệm vụ)[^.:;]{0,70}?(?:được giao|quản lý|của mình|phụ trách),?|(?:căn cứ|trong phạm vi|trên cơ sở)[^.:;]{0,90}?(?:được giao|quản lý|của mình|kế hoạch này|phụ trách|quyền hạn)[^,.:;]{0,30},|- cơ quan (?:thường trực|đầu mối|chủ trì)[^:.;]{0,60}|- (?:phó )?(?:trưởng|chủ tịch|tổ trưởng)[^:.;]{0,90}?(?=\s(?:tập trung|chủ trì|chỉ đạo|tiếp tục|khẩn trương|có trách nhiệm|tổ chức|phối hợp|trực tiếp|chủ động) |:))/u;

const PLACE_TAIL = /^(?: (?:tỉnh|thành phố))?(?: \p{Lu}\p{L}*){1,4}(?=[,;:]| và | \p{Ll}|$)/u;

/** "Các cơ quan báo chí Lào Cai", "UBND các xã, đặc khu Cồn Cỏ": a place behind a group belongs to its name. */
function placeTail(plain: string, from: number): number {
  const tail = PLACE_TAIL.exec(plain.slice(from));
  return tail && !startsWithVerb(tail[0] + plain.slice(from + tail[0].length)) ? from + tail[0].length : from;
}

/**
 * Reads a list of agencies at `from`: "Giao Sở A, Sở B chủ trì …", "Sở A: …", "Trách nhiệm của Sở A".
 * `loose` accepts whatever follows (a heading); otherwise a verb or ":" has to.
 */
export function readAssignment(reading: Reading, from: number, loose: boolean): Assignment | null {
  const form = matchForm(reading.plain);
  let at = from;
  const order = ORDER_LEAD.exec(form.slice(at));
  if (order && /(?:được|đã|theo|tại|xét)\s$/u.test(form.slice(0, at))) return null;
  if (order) at += order[0].length;
  else if (loose) at += HEADING_LEAD.exec(form.slice(at))?.[0].length ?? 0;
  else
    at +=
      /^(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám) là|đồng thời|trong đó|ngoài ra|riêng|đối với)(?![\p{L}])[,:]?\s*/u.exec(
        form.slice(at),
      )?.[0].length ?? 0;
  const first = firstAgency(reading, form, at);
  if (!first) return null;
  const agencies = listFrom(reading, form, first);
  const last = agencies.at(-1) as FoundAgency;
  const rest = skipModifiers(reading, form, last.end);
  const enclosed = enclosedAgencies(reading, form, last.end);
  const assignment: Assignment = {
    agencies: [...agencies, ...enclosed],
    start: first.start,
    rest,
    ordered: order ? orderWord(order) : null,
  };
  if (accepts(reading, assignment, loose)) return assignment;
  if (loose) return null;
  const behind = reading.plain.slice(last.end);
  if (startsWithVerb(behind) && !tells(behind) && !isOrder(behind)) return { ...assignment, rest: last.end };
  return behindUnknown(reading.plain, assignment, last.end) ?? behindUnknown(reading.plain, assignment, rest);
}

/** "Sở A, cơ quan chủ quản các dự án khẩn trương …": a list that goes on with a name nobody knows, up to the verb. */
function behindUnknown(plain: string, assignment: Assignment, from: number): Assignment | null {
  const words = plain.slice(from);
  const end = /^\s*(?:,|và |cùng )/u.test(words) ? nameEnd(words) : null;
  if (
    end === null ||
    tells(words.slice(end)) ||
    /(?:^| )(?:được|là|do|bị|đã|tại|về) /u.test(matchForm(words.slice(0, end)))
  )
    return null;
  return { ...assignment, rest: from + end };
}

export const LONGEST_NAME = 140;

/** Offset of the first clear verb or ":" behind at least two words; null where the sentence ends before. */
export function nameEnd(words: string): number | null {
  for (const match of words.slice(0, LONGEST_NAME).matchAll(/[\s,:;.]+/gu)) {
    const at = match.index + match[0].length;
    if (/[.;]/.test(match[0])) return null;
    if (match[0].includes(":")) return match.index;
    if (words.slice(0, match.index).trim().split(" ").length >= 2 && startsWithClearVerb(words.slice(at))) return at;
  }
  return null;
}

export function orderWord(order: RegExpExecArray): Assignment["ordered"] {
  if (order[1]) return "đề nghị";
  return order[3] ? "yêu cầu" : "giao";
}

function firstAgency(reading: Reading, form: string, at: number): FoundAgency | null {
  const next = reading.agencies.find((agency) => agency.end > at);
  if (!next) return null;
  if (next.start <= at) return next.start >= at - 1 ? next : null;
  const between = form.slice(at, next.start);
  return between.length <= 60 && FILLER.exec(between)?.[0] === between ? next : null;
}

function listFrom(reading: Reading, form: string, first: FoundAgency): FoundAgency[] {
  const list = [first];
  let from = reading.agencies.indexOf(first) + 1;
  for (; from < reading.agencies.length; from += 1) {
    const agency = reading.agencies[from] as FoundAgency;
    const last = list.at(-1) as FoundAgency;
    // "UBND các tỉnh nêu trên" stands for several at one place.
    if (agency.start === last.start && agency.end === last.end) {
      list.push(agency);
      continue;
    }
    const end = skipModifiers(reading, form, last.end);
    if (agency.start < end) continue;
    const gap = form.slice(last.end, agency.start);
    const rest = form.slice(end, agency.start);
    if (!JOINT.test(gap) && !JOINT.test(rest)) break;
    if (gap.trim() === "" && !/^(?:các|thủ|chủ|ubnd|uỷ)/u.test(form.slice(agency.start))) break;
    list.push(agency);
  }
  return list;
}

/** "… (gồm các Sở: Xây dựng, Công Thương)": those in the brackets are ordered too. */
function enclosedAgencies(reading: Reading, form: string, from: number): FoundAgency[] {
  const bracket = /^(?:,? \p{L}+){0,10} ?\((?:(?:bao )?gồm|trong đó|là)?[\s:]*(?:có |các )?/u.exec(form.slice(from));
  if (
    !bracket ||
    reading.agencies.some((agency) => agency.start > from && agency.end <= from + bracket[0].indexOf("("))
  )
    return [];
  const opening = from + bracket[0].length;
  if (
    !reading.agencies.some((agency) => Math.abs(agency.start - opening) <= 5) ||
    /^(?:thông )?qua /u.test(form.slice(opening))
  )
    return [];
  const close = form.indexOf(")", from);
  return reading.agencies.filter(
    (agency) => agency.start >= opening - 5 && agency.end <= (close === -1 ? from : close),
  );
}

function skipModifiers({ plain }: Reading, form: string, from: number): number {
  let at = placeTail(plain, from);
  for (let count = 0; count < 4; count += 1) {
    const modifier = MODIFIER.exec(form.slice(at));
    if (!modifier || modifier[0].trim() === "") break;
    at += modifier[0].length;
  }
  return at;
}

function accepts({ plain, boldEnd }: Reading, assignment: Assignment, loose: boolean): boolean {
  if (boldEnd && Math.abs(assignment.rest - boldEnd) <= 2) return true;
  const rest = plain.slice(assignment.rest);
  if (/^\s*$/.test(rest)) return loose || assignment.ordered !== null;
  if (/^\s*:/.test(rest)) return true;
  const words = rest.replace(/^[\s,]+/, "");
  // "Giao Sở X là cơ quan đầu mối, chủ trì …" appoints.
  if (assignment.ordered === "giao" && /^là (?:cơ quan|đơn vị|đầu mối|chủ đầu tư)/u.test(matchForm(words))) return true;
  if (loose && /^và (?:người|các|những|cá nhân)[^.;:]{0,50}:?$/u.test(words)) return true;
  if (tells(words)) return false;
  if (isOrder(words) && assignment.ordered === null) return false;
  return loose || assignment.ordered !== null || startsWithVerb(words);
}

import { fold } from "../../text/index.ts";

/** A day as far as it is said: "25/12 hằng năm" has no year, "tháng 11/2025" no day. */
export interface DayParts {
  day: number | null;
  month: number;
  year: number | null;
}

/** By when or from when; null where only the day is said. */
export type Bound = "by" | "from" | null;

/** What a question takes for granted and asks to have confirmed: a figure or a date, with its place in the text. */
export type Claim = { start: number; end: number } & (
  | { kind: "date"; date: DayParts; bound: Bound }
  /** `unit` is folded: "%", "ngay", "cong ty". */
  | { kind: "figure"; value: number; unit: string }
);

/** A date or figure of a text, as claims are compared with it. */
export type Found = Claim;

/** "… phải không?", "… đúng không?", "Có phải … không?" */
const CONFIRMS =
  /\b(?:phai|dung)(?: vay| the| roi)? (?:khong|ko|k|chu|nhi)\b|\bdung hay sai\b|\bco (?:dung|phai)\b.*\b(?:khong|ko)\b/;

export const asksToConfirm = (text: string): boolean => CONFIRMS.test(fold(text));

/** The last date or figure of a question that asks to have it confirmed. `masked` has numbered documents blanked. */
export function findClaim(masked: string): Claim | null {
  if (!asksToConfirm(masked)) return null;
  const last = [...findDays(masked), ...findFigures(masked)].sort((a, b) => a.start - b.start).at(-1);
  return last ? withFrame(masked, last) : null;
}

/** The words that only frame the claim go with it: "xong trước ngày 30/11 hằng năm"; what is counted stays. */
function withFrame(text: string, claim: Claim): Claim {
  const folded = fold(text);
  if (claim.kind === "figure") {
    const number = /^\S+?(?=%|\s|$)/.exec(folded.slice(claim.start, claim.end))?.[0].length ?? 0;
    return claim.unit === "%" ? claim : { ...claim, end: claim.start + number };
  }
  const before = BY.exec(folded.slice(0, claim.start)) ?? FROM.exec(folded.slice(0, claim.start));
  const after = YEARLY.exec(folded.slice(claim.end));
  return { ...claim, start: before?.index ?? claim.start, end: claim.end + (after?.[0].length ?? 0) };
}

const YEARLY = /^ (?:hang|moi) (?:nam|thang|quy)\b/;

const DAY =
  /(?<!\d|\d[/.])(?:ngay )?(\d{1,2})(?:\s?[/.-]\s?| thang )(\d{1,2})(?:(?:\s?[/.-]\s?| nam )((?:19|20)\d\d))?(?!\d|[/.]\d|%)/g;
const MONTH = /\bthang (\d{1,2})(?:\s?[/.-]\s?| nam )((?:19|20)\d\d)(?!\d)/g;
const BY =
  /\b(?:(?:xong|hoan thanh|cham nhat|muon nhat|han(?: chot| cuoi)?|truoc|den|toi|het|khong qua)(?: la| vao| \d{1,2} ?(?:gio|h)\d{0,2},?)* )+(?:ngay )?$/;
/** "Số liệu từ ngày 01/10 đến ngày 20/11": the end of a period, by which nothing is due. */
const RANGE = /\btu (?:ngay )?\d{1,2}\D[^.;]{0,24}?(?:den|toi)(?: het)?(?: ngay)? $/;
const FROM = /\b(?:tu|ke tu|bat dau)(?: ngay)? $/;

/** Dates in words or figures, with what says whether something is due by them or begins with them. */
export function findDays(text: string): Found[] {
  const folded = fold(text);
  const found: Found[] = [];
  const add = (match: RegExpMatchArray, date: DayParts) => {
    const start = match.index ?? 0;
    const end = start + match[0].length;
    if (date.month < 1 || date.month > 12 || (date.day !== null && (date.day < 1 || date.day > 31))) return;
    if (found.some((other) => start < other.end && other.start < end)) return;
    const before = folded.slice(Math.max(0, start - 40), start);
    const bound = RANGE.test(before) ? null : BY.test(before) ? "by" : FROM.test(before) ? "from" : null;
    found.push({ kind: "date", date, bound, start, end });
  };
  for (const match of folded.matchAll(DAY))
    add(match, { day: Number(match[1]), month: Number(match[2]), year: match[3] ? Number(match[3]) : null });
  for (const match of folded.matchAll(MONTH))
    add(match, { day: null, month: Number(match[1]), year: Number(match[2]) });
  return found;
}

const SPELT: Readonly<Record<string, number>> = {
  mot: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
};
/** Folded, "năm ngày" (five days) is not told from "năm" (year): it counts only as it is written. */
const FIGURE =
  /(?<![\p{L}\d/.,-])((?!(?:19|20)\d\d(?!\d))\d+(?:[.,]\d+)*|một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s*(%|phần trăm|(?:nghìn |triệu |tỷ |tỉ )?đồng|(?:triệu|tỷ|tỉ)(?!\p{L})|\p{L}+(?: \p{L}+)?)/giu;
const ONE_WORD = /^(?:ngay|thang|nam|tuan|gio|lan|nguoi|ho|nha|xa|phuong|tinh|km|ha)$/;
/** Words that follow a number which is no count: "Điều 5 của", "16 năm 2025". */
const NO_UNIT = /^(?:va|cua|theo|trong|den|tu|la|ve|co|duoc|cho|nam (?:19|20))\b/;

const ORDINAL = /\b(?:thang|quy|dieu|khoan|muc|diem|chuong|so|lan thu|thu|nam)\s*$/;

/** What is counted, in digits or spelt out: "45%", "hai công ty", "05 ngày". Years are none. */
export function findFigures(text: string): Found[] {
  const days = findDays(text);
  return [...text.matchAll(FIGURE)].flatMap((match): Found[] => {
    const [whole, number = "", noun = ""] = match;
    const start = match.index;
    // "Tháng 9 năm", "khoản 2 điều" count nothing.
    if (days.some((day) => start < day.end && day.start < start + number.length)) return [];
    if (ORDINAL.test(fold(text.slice(0, start)))) return [];
    if (NO_UNIT.test(fold(noun))) return [];
    const value = SPELT[fold(number)] ?? Number(number.replace(/[.](?=\d{3})/g, "").replace(",", "."));
    const [first = "", second] = fold(noun).split(" ");
    const unit = fold(noun).replace("phan tram", "%");
    const words = ONE_WORD.test(first) ? first : unit;
    const end = start + (ONE_WORD.test(first) && second ? whole.length - second.length - 1 : whole.length);
    return Number.isFinite(value) ? [{ kind: "figure", value, unit: words, start, end }] : [];
  });
}

import { type FoundDate, findDates, matchForm } from "../../text/index.ts";

/** A deadline in a plain text, with offsets into it. */
export interface FoundDeadline {
  on: string | null;
  start: number;
  end: number;
}

const LINK = String.raw`(?:[\s:]+(?:là|vào|trước|trong|ngày|hết|đến|trước ngày|hoàn thành|xong|thời gian|tháng|thứ \p{L}+|\d{1,2}\s?(?:giờ|h)\d{0,2}|ngày thứ \p{L}+|,))*\s*`;
const DAY = String.raw`(?:ngày\s+)?\d{1,2}\s?(?:/\s?\d{1,2}(?:\s?/\s?\d{4})?|[.-]\s?\d{1,2}\s?[.-]\s?\d{4})(?!\d)|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?`;
const MONTH = String.raw`(?:trong |đầu |cuối )?tháng\s+\d{1,2}(?:\s*(?:/|năm|-|\.)\s*\d{4})?`;
const QUARTER = String.raw`(?:trong |đầu |cuối )?qu[ýí]\s+(?:[iv]{1,3}|\d)(?:\s*(?:/|-|năm)\s*\d{4})?`;
const YEAR = String.raw`(?:trong |hết |cuối )?năm\s+\d{4}`;
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    `(?<![\\p{L}])(?:trước|chậm nhất|muộn nhất|hạn cuối|hạn chót|đến hết|hết|trong(?= ngày))${LINK}(?:${DAY})`,
    "gu",
  ),
  new RegExp(
    `(?<![\\p{L}])(?:hoàn thành|xong|kết thúc|thời hạn|thời gian)[^.;:,()]{0,60}?[\\s:]+(?:trước |trong |chậm nhất |vào |từ )*(?:${DAY}|${MONTH}|${QUARTER}|${YEAR})`,
    "gu",
  ),
  new RegExp(`(?<![\\p{L}])(?:trước|chậm nhất|muộn nhất|đến hết|trong)${LINK}(?:${MONTH}|${QUARTER}|${YEAR})`, "gu"),
  /(?<![\p{L}])(?:trong (?:thời hạn|vòng)|chậm nhất(?: là)?|không quá) \d{1,3} (?:\([^)]*\) )?(?:ngày|giờ|tháng)(?: làm việc)?(?:,? (?:kể )?từ (?:ngày|khi)[^.;,]{0,60})?/gu,
  /(?<![\p{L}])(?:định kỳ )?(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm)(?:(?: và|,) (?:hằng |hàng )?(?:tuần|tháng|quý|năm|6 tháng))*(?: \(?trước ngày[^.;,)]{1,40}\)?)?/gu,
];

/** Every deadline in the words, in order. `on` is null where no date, month or year is given. */
export function findDeadlines(plain: string): FoundDeadline[] {
  const form = matchForm(plain);
  const found: FoundDeadline[] = [];
  for (const pattern of PATTERNS) {
    for (const match of form.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (found.some((other) => start < other.end && other.start < end)) continue;
      if (/(?:ban hành|ký|có hiệu lực|công bố)\s$/u.test(form.slice(0, start))) continue;
      if (/^(?:hằng|hàng) /u.test(match[0]) && !recurs(form, start, end)) continue;
      found.push({ on: dateIn(plain.slice(start, end)), start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

// "Nghị quyết hằng năm của HĐND" names a resolution; "báo cáo hằng quý" says when.
function recurs(form: string, start: number, end: number): boolean {
  return (
    /(?:báo cáo|sơ kết|tổng kết|tổng hợp|gửi|đánh giá|cập nhật|rà soát)[^.;]{0,60}$/u.test(form.slice(0, start)) ||
    /^[^.;]{0,50}(?:báo cáo|sơ kết|gửi|trước ngày)/u.test(form.slice(end))
  );
}

/** A deadline where the words are known to be one (a table's column, "Thời hạn: …"). */
export function deadlineOf(plain: string): FoundDeadline | null {
  const words = plain.trim().replace(/[.;,/\s]+$/, "");
  if (words === "") return null;
  const start = plain.indexOf(words);
  return { on: dateIn(words), start, end: start + words.length };
}

/** The last date of the words, as far as it is known: "2026-04-15", "2025-12", "2026". */
export function dateIn(words: string): string | null {
  const form = matchForm(words);
  if (/tiếp theo|trở đi|thường xuyên/u.test(form)) return null;
  const dates: readonly FoundDate[] = findDates(words);
  // "Từ tháng 11/2025 đến khi kết thúc" says when it begins.
  if (/^(?:kể )?từ /u.test(form) && dates.length < 2) return null;
  if (dates.length > 0) return (dates.at(-1) as FoundDate).iso;
  const quarter = /qu[ýí]\s+([iv]{1,3}|\d)(?:\s*(?:\/|-|năm)\s*(\d{4}))/u.exec(form);
  if (quarter) return `${quarter[2]}-${String(quarterNumber(quarter[1] as string) * 3).padStart(2, "0")}`;
  const year = /(?:năm\s+|^|[-–]\s*)(20\d{2})(?!\d)/gu;
  return [...form.matchAll(year)].at(-1)?.[1] ?? null;
}

function quarterNumber(figure: string): number {
  const roman = ["i", "ii", "iii", "iv"].indexOf(figure);
  return roman >= 0 ? roman + 1 : Number(figure);
}

export interface FoundDate {
  /** "2023-02-09", or "2023-02" when only the month is written. */
  iso: string;
  raw: string;
  start: number;
  end: number;
}

const WORDS = /ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})/giu;
const FIGURES = /(?<![\d/.])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?![\d])/gu;
const MONTH_WORDS = /tháng\s+(\d{1,2})\s*(?:năm\s+|\/|-|\.)\s?(\d{4})(?!\d)/giu;
const MONTH_FIGURES = /(?<![\d/.])(\d{1,2})\/(\d{4})(?![\d/])/gu;

const two = (figure: string) => figure.padStart(2, "0");

/** True for a day of the calendar: 30/02 is a slip of the pen, not a date. */
function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(`${year}-${two(month)}-${two(day)}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/** Dates to the day and to the month, in order, none inside another. Years alone are not dates. */
export function findDates(text: string): FoundDate[] {
  const found: FoundDate[] = [];
  const add = (match: RegExpMatchArray, iso: string) => {
    const start = match.index ?? 0;
    const end = start + match[0].length;
    if (!found.some((other) => start < other.end && other.start < end)) found.push({ iso, raw: match[0], start, end });
  };
  for (const match of text.matchAll(WORDS)) {
    const [, day, month, year] = match as unknown as [string, string, string, string];
    if (isDay(year, month, day)) add(match, `${year}-${two(month)}-${two(day)}`);
  }
  for (const match of text.matchAll(FIGURES)) {
    const [, day, , month, year] = match as unknown as [string, string, string, string, string];
    if (isDay(year, month, day)) add(match, `${year}-${two(month)}-${two(day)}`);
  }
  for (const pattern of [MONTH_WORDS, MONTH_FIGURES]) {
    for (const match of text.matchAll(pattern)) {
      const [, month, year] = match as unknown as [string, string, string];
      const plausible = Number(year) >= 1945 && Number(year) <= 2100;
      if (isDay(year, month, "1") && plausible) add(match, `${year}-${two(month)}`);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** "2023-02-09" → "9/2/2023", "2023-02" → "2/2023": the way officials write it. */
export function showDate(iso: string): string {
  return iso
    .split("-")
    .reverse()
    .map((part) => part.replace(/^0+/, ""))
    .join("/");
}

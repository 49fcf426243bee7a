import { fold } from "../../text/index.ts";

/** The day, month or year that a question asks about: "tính đến 1/3/2023", "tại thời điểm tháng 2/2023". */
export interface AsOf {
  /** ISO, as far as it is given: "2023-03-01", "2023-02", "2022". */
  date: string;
  start: number;
  end: number;
}

const DAY = String.raw`(?:ngay )?(?<d>\d{1,2})(?:[/.-]| thang )(?<m>\d{1,2})(?:[/.-]| nam )(?<y>\d{4})`;
const MONTH = String.raw`(?:thang )?(?<m2>\d{1,2})(?:/|-| nam | )(?<y2>\d{4})`;
const YEAR = String.raw`nam (?<y3>\d{4})`;
const DATE = String.raw`(?:${DAY}|${MONTH}|${YEAR})(?!\d|/)`;
/** Said outright. */
const OUTRIGHT = new RegExp(
  String.raw`(?<![\p{L}])(?:tinh (?:den|toi)|(?:tai|vao|o) thoi diem|thoi diem)(?: (?:het|cuoi|dau))? ${DATE}(?: thi)?`,
  "u",
);
/** "Năm 2022 thì …", "…, hồi tháng 2/2023 thì …": only where it opens a clause; "kế hoạch năm 2022 thì" names a plan. */
const OPENING = new RegExp(String.raw`(?:^|(?<=[,;.?!]))\s*(?:(?:vao|hoi|trong|o) )?${DATE} thi(?![\p{L}])`, "u");
/** "Tính đến 31/12/2024 có bao nhiêu hộ …?" asks for a figure as of a day, which later documents give. */
const COUNTS = /\b(?:bao nhieu|so lieu|ty le|tong so|ket qua|dat may|co may)\b/;

/** Null where the question is about now. Offsets are those of the text that is given. */
export function findAsOf(text: string): AsOf | null {
  const folded = fold(text);
  const outright = COUNTS.test(folded) ? null : OUTRIGHT.exec(folded);
  const match = outright ?? OPENING.exec(folded);
  if (!match) return null;
  const date = isoOf(match.groups ?? {});
  return date === null ? null : { date, start: match.index, end: match.index + match[0].length };
}

function isoOf({ d, m, y, m2, y2, y3 }: Record<string, string | undefined>): string | null {
  const two = (figure: string) => figure.padStart(2, "0");
  const iso = d && m && y ? `${y}-${two(m)}-${two(d)}` : m2 && y2 ? `${y2}-${two(m2)}` : (y3 ?? "");
  const year = Number(iso.slice(0, 4));
  const full = new Date(`${`${iso}-01-01`.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(full.getTime()) && full.toISOString().startsWith(iso);
  return isDay && year >= 1945 && year <= 2100 ? iso : null;
}

/** The question without the words of its time, which name no matter. */
export function withoutAsOf(text: string, asOf: AsOf | null): string {
  if (!asOf) return text;
  const rest = `${text.slice(0, asOf.start)} ${text.slice(asOf.end)}`;
  return rest
    .replace(/\s+/gu, " ")
    .replace(/^[\s,;]+/u, "")
    .replace(/\s+(?=[,;.?!])/gu, "")
    .replace(/[,;]+(?=[.?!]|$)/gu, "")
    .trim();
}

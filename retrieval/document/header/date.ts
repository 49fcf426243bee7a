import { plainView } from "../../text/index.ts";
import type { Line } from "../lines.ts";
import type { Field, Span } from "../types.ts";

export interface DateReading {
  /** Null when not even the month is written. */
  issuedOn: Field<string> | null;
  /** "Lạng Sơn" before "ngày …"; null where absent. */
  where: Field<string> | null;
  /** True when the day or the month is left blank. */
  partial: boolean;
  span: Span;
}

const GAP = String.raw`[\s.…_]*`;
const WORDS = new RegExp(String.raw`ngày${GAP}(\d{0,2})${GAP}tháng${GAP}(\d{0,2})${GAP}năm${GAP}(\d{4})?`, "iu");
const FIGURES = /ngày\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/iu;

/** Reads the line "<place>, ngày … tháng … năm …" of a letterhead; day and month may be left blank. */
export function readDateLine(text: string, lines: readonly Line[]): DateReading | null {
  for (const line of lines) {
    if (line.plain.length > 120) continue;
    const view = plainView(text, line.start, line.end);
    const match = WORDS.exec(view.text) ?? FIGURES.exec(view.text);
    if (!match || !/^[^:;()\d]{0,60}$/u.test(view.text.slice(0, match.index))) continue;
    const before = view.text.slice(0, match.index).replace(/[\s,]+$/u, "");
    const iso = isoOf(match);
    return {
      issuedOn:
        iso === null ? null : { value: iso, span: view.span(match.index, match.index + match[0].trimEnd().length) },
      where: before === "" ? null : { value: before, span: view.span(0, before.length) },
      partial: iso === null || iso.length < 10,
      span: { start: line.start, end: line.end },
    };
  }
  return null;
}

const two = (figure: string): string => figure.padStart(2, "0");

function isoOf(match: RegExpExecArray): string | null {
  const [, day = "", month = "", year = ""] = match;
  if (year === "") return null;
  if (month === "" || Number(month) < 1 || Number(month) > 12) return year;
  if (day === "" || Number(day) < 1 || Number(day) > 31) return `${year}-${two(month)}`;
  return `${year}-${two(month)}-${two(day)}`;
}

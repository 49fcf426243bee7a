import { isAddresseeHead, isMotto, isTelegramHead, typeHeading } from "../form.ts";
import { isSeparator, isUpper, type Line } from "../lines.ts";
import type { Span } from "../types.ts";
import { type DateReading, readDateLine } from "./date.ts";
import { startsAgency } from "./issuer.ts";
import { type NumberReading, readNumber } from "./number.ts";

export interface Letterhead {
  /** The issuer's lines, top first; empty where the letterhead was cut off. */
  issuer: Line[];
  number: NumberReading | null;
  date: DateReading | null;
  /** True when the national or the Party's name is printed. */
  motto: boolean;
  spans: Span[];
  /** Index of the first line after it. */
  next: number;
}

const ZONE = 60;

/** Reads what stands above type or addressees: issuer, national motto, number, place and date. */
export function readLetterhead(text: string, lines: readonly Line[]): Letterhead {
  const anchor = lines.findIndex(
    (line, index) => index < ZONE && (isAddresseeHead(line) || isTelegramHead(line) || typeHeading(line) !== null),
  );
  const until = anchor >= 0 ? anchor : Math.min(12, lines.length);
  const zone = lines.slice(0, until);
  const mottoAt = zone.findIndex(isMotto);
  const number = readNumber(text, zone);
  const date = readDateLine(text, zone);
  const issuer = issuerLines(zone, mottoAt);
  const spans = [
    ...(issuer.length > 0 ? [around(issuer)] : []),
    ...(number ? [number.span] : []),
    ...(date ? [date.span] : []),
  ];
  const last = Math.max(
    mottoAt,
    indexAt(lines, number?.span),
    indexAt(lines, date?.span),
    indexAt(lines, issuer.at(-1)),
  );
  return { issuer, number, date, motto: mottoAt >= 0, spans, next: anchor >= 0 ? anchor : last + 1 };
}

const around = (lines: readonly Line[]): Span => ({ start: (lines[0] as Line).start, end: (lines.at(-1) as Line).end });
const indexAt = (lines: readonly Line[], span: Span | null | undefined): number =>
  span ? lines.findLastIndex((line) => line.start < span.end) : -1;

/** Lines in capitals right before the motto (left cell of the letterhead), else between the motto and the number. */
function issuerLines(zone: readonly Line[], mottoAt: number): Line[] {
  const before: Line[] = [];
  for (let index = mottoAt - 1; index >= Math.max(0, mottoAt - 7); index -= 1) {
    const line = zone[index] as Line;
    if (isSeparator(line)) continue;
    if (!isUpper(line.plain) || line.plain.length > 120) break;
    before.unshift(line);
  }
  if (before.some((line) => startsAgency(line.folded))) return before;
  const rest = zone.filter(
    (line) => isUpper(line.plain) && !isSeparator(line) && !isMotto(line) && !/^(?:so|doc lap)\b/.test(line.folded),
  );
  const first = rest.findIndex((line) => startsAgency(line.folded));
  return first < 0 ? [] : rest.slice(first, first + 3).filter((line) => line.plain.length < 120);
}

import { findPlaces, fold, plainView } from "../../text/index.ts";
import { isSeparator, type Line } from "../lines.ts";
import type { DocumentHeader, Field, Sidecar, Warning } from "../types.ts";
import { issuerFromName } from "./issuer.ts";
import { typeFromNumber } from "./number.ts";
import type { Reading } from "./reading.ts";
import { type ReportReading, readReport } from "./report.ts";

/** Reads an article or a portal's notice: its headline, and the facts of the directive that it reports. */
export function readNotice(text: string, lines: readonly Line[], sidecar: Sidecar | undefined): Reading {
  const words = lines.filter((line) => !isSeparator(line));
  const headline = headlineOf(text, words);
  const body = headline ? words.slice(1) : words;
  const report = readReport(text, body, `${sidecar?.title ?? ""} . ${headline?.value ?? ""}`);
  const signer = report?.signer ?? null;
  return {
    header: headerOf(text, { report, headline }),
    warnings: report && report.others.length > 1 ? [severalWarning(report)] : [],
    bodyStart: body[0]?.start ?? text.length,
    bodyEnd: lines.at(-1)?.end ?? 0,
    signatureSpan: null,
    recipientsSpan: null,
    addresseesSpan: null,
    headingSpans: headline?.span ? [headline.span] : [],
    signers: signer ? [signer] : [],
    dayMonth: report?.dayMonth ?? null,
    dayBlank: false,
    issuerConcluded: false,
  };
}

/** The first line when it is set apart as one: marked "#", or short and without a sentence's full stop. */
function headlineOf(text: string, lines: readonly Line[]): Field<string> | null {
  const first = lines[0];
  if (!first) return null;
  const view = plainView(text, first.start, first.end);
  const marked =
    /^#+\s/u.test(text.slice(text.lastIndexOf("\n", first.start) + 1, first.start + 2)) ||
    /^\*\*[^*]+\*\*$/u.test(text.slice(first.start, first.end));
  if (!marked && (view.text.length > 220 || /[.;:,]$/u.test(view.text))) return null;
  return { value: view.text, span: view.span(0, view.text.length) };
}

interface Source {
  report: ReportReading | null;
  headline: Field<string> | null;
}

function headerOf(text: string, { report, headline }: Source): DocumentHeader {
  const symbol = report ? typeFromNumber(report.number.value) : null;
  const type = report?.type ?? (report && symbol ? { value: symbol, span: report.number.span } : null);
  return {
    number: report?.number ?? null,
    blankNumber: null,
    type,
    ...issuerFields(text, report),
    issuedOn: report?.issuedOn ?? null,
    title: report?.title ?? headline,
    addressees: [],
    signer: report?.signer ?? null,
    recipients: [],
  };
}

const BY_SYMBOL: readonly (readonly [RegExp, string])[] = [
  [/-TTg$/u, "Thủ tướng Chính phủ"],
  [/[-/]CP$/u, "Chính phủ"],
  [/VPCP/u, "Văn phòng Chính phủ"],
  [/\/QH\d+$/u, "Quốc hội"],
];

function issuerFields(
  text: string,
  report: ReportReading | null,
): Pick<DocumentHeader, "issuer" | "place" | "locality"> {
  if (!report) return { issuer: null, place: null, locality: null };
  const bySymbol = BY_SYMBOL.find(([pattern]) => pattern.test(report.number.value))?.[1] ?? null;
  const named = report.issuer && usable(report.issuer.value) ? report.issuer : null;
  if (!named && !bySymbol) return { issuer: null, place: null, locality: null };
  const said = fullName(named?.value ?? (bySymbol as string), text);
  const name = issuerFromName(/^(?:Phó )?Thủ tướng$/u.test(said) ? "Thủ tướng Chính phủ" : said, text);
  const span = named?.span ?? report.number.span;
  if (name.place !== null || !/^(?:UBND|HĐND)/u.test(name.issuer)) {
    return {
      issuer: { value: name.issuer, span },
      place: name.place === null ? null : { value: name.place, span },
      locality: name.locality === null ? null : { value: name.locality, span },
    };
  }
  return withNamedProvince(text, { value: name.issuer, span });
}

/** "Ban Chỉ đạo" → the name that the page itself shortens to it: "Ban Chỉ đạo … (sau đây gọi là Ban Chỉ đạo)". */
function fullName(name: string, text: string): string {
  if (!/^(?:Ban|Hội đồng|Tổ|Ủy ban|Uỷ ban) \p{L}+(?: \p{L}+)?$/u.test(name)) return name;
  const defined = new RegExp(`(${name} [^.;()]{3,140}?) \\((?:sau đây gọi (?:tắt )?là )?${name}\\)`, "gu");
  const names = [...plainView(text).text.matchAll(defined)].map((match) => match[1] as string);
  return names.sort((a, b) => b.length - a.length)[0] ?? name;
}

/** An agency's name, not a whole clause that precedes the verb. */
const usable = (words: string): boolean => words.length < 140 && /^\p{Lu}/u.test(words);

/** "UBND tỉnh" alone: the province that the page names most. */
function withNamedProvince(text: string, issuer: Field<string>): Pick<DocumentHeader, "issuer" | "place" | "locality"> {
  const view = plainView(text);
  const places = findPlaces(view.text);
  const count = (name: string) => places.filter((place) => place.name === name).length;
  const best = [...places].sort((a, b) => count(b.name) - count(a.name) || a.start - b.start)[0];
  if (!best || /(?:huyen|quan|thi xa|xa|phuong)/.test(fold(issuer.value)))
    return { issuer, place: null, locality: null };
  const council = issuer.value.slice(0, 4).trim();
  return {
    issuer: { value: `${council} ${best.kind} ${best.name}`, span: issuer.span },
    place: { value: best.name, span: view.span(best.start, best.end) },
    locality: null,
  };
}

function severalWarning(report: ReportReading): Warning {
  return {
    code: "report.several",
    message: `Bài đưa tin về nhiều văn bản: ngoài ${report.number.value} còn có ${report.others.join(", ")}.`,
    span: report.span,
  };
}

import { isAddresseeHead, isClosing, isMotto, isTelegramHead, typeHeading } from "../form.ts";
import { inside, isSeparator, type Line, readLines } from "../lines.ts";
import { applySidecar, titleInSidecar } from "../sidecar.ts";
import { decideTier } from "../tier.ts";
import type { Field, Sidecar, SourceTier, Span } from "../types.ts";
import { readNotice } from "./notice.ts";
import { readOfficial } from "./official.ts";
import type { Reading } from "./reading.ts";
import { headerWarnings, homoglyphWarning, unofficialWarning } from "./warnings.ts";

/** What `readHeader` finds out about a document's identity; `headingSpans` are sorted. */
export interface HeaderReading extends Reading {
  tier: SourceTier;
  /** `official`: the directive's own words; `report`: an article or notice about it. A portal may hold either. */
  form: "official" | "report";
  /** Further numbers under which the document may be looked for (the sidecar's, where it differs). */
  alternativeNumbers: string[];
}

/** Reads number, type, issuer, place, date, trích yếu, addressees, signer and recipients, each with the words it was read from. */
export function readHeader(text: string, furniture: readonly Span[], sidecar?: Sidecar): HeaderReading {
  const all = readLines(text);
  const lines = all.filter((line) => !inside(furniture, line));
  const official = isOfficialForm(lines);
  const reading = official ? readOfficial(text, lines, sidecar) : readNotice(text, lines, sidecar);
  const merged = applySidecar(reading.header, sidecar, reading.issuerConcluded);
  merged.header.title ??= portalTitle(all);
  const tier = decideTier(text, {
    official,
    numbered: merged.header.number !== null,
    blank: reading.header.blankNumber !== null || reading.dayBlank,
    signed: reading.signers.length > 0,
    sourceAddress: sidecar?.source_address ?? null,
  });
  const warnings = [
    ...reading.warnings,
    ...headerWarnings(merged.header, { tier, official, fromText: reading }),
    ...merged.warnings,
  ];
  const extra = [homoglyphWarning(text, lines), unofficialWarning(lines)].filter((warning) => warning !== null);
  return {
    ...reading,
    header: merged.header,
    tier,
    form: official ? "official" : "report",
    warnings: [...warnings, ...extra],
    headingSpans: tidy(reading.headingSpans),
    alternativeNumbers: merged.alternativeNumbers,
  };
}

/**
 * A legal portal's own name of its copy, which stands in its footer: not the document's words, so without a span, but
 * the only trích yếu of a letter whose letterhead was cut off.
 */
function portalTitle(lines: readonly Line[]): Field<string> | null {
  const mark = lines.findIndex((line) => /^van ban nay chua cap nhat/.test(line.folded));
  const title = titleInSidecar(lines[mark - 1]?.plain);
  return title ? { value: title, span: null } : null;
}

/** A letterhead's motto, a signing block, "Kính gửi", or a type in capitals near the top. An article has none of them. */
function isOfficialForm(lines: readonly Line[]): boolean {
  const top = lines.filter((line) => !isSeparator(line)).slice(0, 60);
  const opened = top.some(
    (line) => isMotto(line) || isAddresseeHead(line) || isTelegramHead(line) || typeHeading(line) !== null,
  );
  return opened || lines.some(isClosing);
}

/** Sorted, joined where they touch or overlap. */
function tidy(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else out.push({ start: span.start, end: span.end });
  }
  return out;
}

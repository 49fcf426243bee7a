import { plainText } from "../../text/index.ts";
import type { Line } from "../lines.ts";
import type { DocumentHeader, Field, Sidecar, Signer, Span, Warning } from "../types.ts";
import { adoptedOn } from "./adopted.ts";
import { type AnnexReading, readAnnexReference } from "./annex.ts";
import { type BoxReading, readBox } from "./box.ts";
import { sentenceCase } from "./casing.ts";
import { type Closing, readClosing } from "./closing.ts";
import { type Heading, readHeading } from "./heading.ts";
import { type Letterhead, readLetterhead } from "./letterhead.ts";
import { typeFromNumber } from "./number.ts";
import { readIssuer } from "./official-issuer.ts";
import type { Reading } from "./reading.ts";

/** The parts of an official text, before they are put together. */
export interface OfficialParts {
  text: string;
  /** The document's running words, for usual spellings. */
  reference: string;
  letterhead: Letterhead;
  heading: Heading;
  closing: Closing;
  box: BoxReading | null;
  annex: AnnexReading | null;
  bodyStart: number;
  bodyEnd: number;
}

/** Reads a text in the official form. `lines` are the document's without furniture. */
export function readOfficial(text: string, lines: readonly Line[], sidecar: Sidecar | undefined): Reading {
  const parts = partsOf(text, lines, sidecar);
  const { letterhead, heading, closing, box } = parts;
  const number =
    letterhead.number?.number ?? (letterhead.number?.blankNumber ? null : (box?.number ?? parts.annex?.number ?? null));
  const issuer = readIssuer(parts);
  const header: DocumentHeader = {
    number,
    blankNumber: letterhead.number?.blankNumber ?? null,
    type: typeOf(parts, number),
    ...issuer.fields,
    issuedOn: letterhead.date?.issuedOn ?? box?.issuedOn ?? parts.annex?.issuedOn ?? adoptedOn(text, parts.bodyStart),
    title: heading.title && { ...heading.title, value: sentenceCase(heading.title.value, parts.reference) },
    addressees: heading.addressees,
    signer: closing.signers[0] ?? boxSigner(box),
    recipients: closing.recipients,
  };
  return {
    header,
    warnings: numberWarnings(parts, number),
    bodyStart: parts.bodyStart,
    bodyEnd: parts.bodyEnd,
    signatureSpan: closing.signatureSpan,
    recipientsSpan: closing.recipientsSpan,
    addresseesSpan: heading.addresseesSpan,
    headingSpans: headingSpans(parts),
    signers: closing.signers.length > 0 ? closing.signers : [boxSigner(box)].filter((signer) => signer !== null),
    dayMonth: null,
    dayBlank: letterhead.date?.partial ?? false,
    issuerConcluded: issuer.concluded,
  };
}

function partsOf(text: string, all: readonly Line[], sidecar: Sidecar | undefined): OfficialParts {
  const box = readBox(text, all);
  const lines = box ? all.slice(box.next) : all;
  const letterhead = readLetterhead(text, lines);
  const heading = readHeading(text, lines, letterhead.next);
  const closing = readClosing(lines, heading.next);
  const bodyStart = lines[heading.next]?.start ?? text.length;
  const bodyEnd = endOfBody(lines, { from: heading.next, closing });
  const reference = `${plainText(text.slice(bodyStart))} . ${sidecar?.title ?? ""} . ${sidecar?.issuer ?? ""}`;
  const annexFrom = Math.max(closing.signatureSpan?.end ?? 0, closing.recipientsSpan?.end ?? 0);
  const annex =
    letterhead.number?.number || annexFrom === 0
      ? null
      : readAnnexReference(text, annexFrom, heading.type?.value ?? (heading.addresseesSpan ? "Công văn" : null));
  return {
    text,
    reference,
    letterhead,
    heading,
    closing,
    box,
    annex,
    bodyStart: Math.min(bodyStart, bodyEnd),
    bodyEnd,
  };
}

function endOfBody(lines: readonly Line[], { from, closing }: { from: number; closing: Closing }): number {
  const starts = [closing.recipientsSpan?.start, closing.signatureSpan?.start].filter((start) => start !== undefined);
  const end = Math.min(...starts, Number.POSITIVE_INFINITY);
  const last = lines.findLast((line, index) => index >= from && line.end <= end) ?? lines.at(-1);
  return last?.end ?? 0;
}

/**
 * From the heading in capitals; else a text with "Kính gửi" is a công văn whatever its symbol ("/CT-NVT" is Cục Thuế's);
 * else from the number's symbol or the portal's box.
 */
function typeOf(
  { heading, letterhead, box, annex }: OfficialParts,
  number: Field<string> | null,
): Field<string> | null {
  if (heading.type) return heading.type;
  if (heading.addresseesSpan) return { value: "Công văn", span: letterhead.number?.span ?? heading.addresseesSpan };
  const symbol = number ?? letterhead.number?.blankNumber ?? null;
  const fromSymbol = symbol ? typeFromNumber(symbol.value) : null;
  if (symbol && fromSymbol) return { value: fromSymbol, span: symbol.span };
  if (box?.type) return box.type;
  return annex?.type ?? null;
}

function boxSigner(box: BoxReading | null): Field<Signer> | null {
  return box?.signer
    ? { value: { name: box.signer.value, capacity: null, authority: null }, span: box.signer.span }
    : null;
}

/** Evidence for every field: the letterhead's parts, type with trích yếu, and the box or annex where they stand in for them. */
function headingSpans({ letterhead, heading, box, annex }: OfficialParts): Span[] {
  const spans = [...letterhead.spans];
  if (heading.span) spans.push(heading.span);
  if (heading.authority?.span) spans.push(heading.authority.span);
  if (box && !(letterhead.number && letterhead.date)) spans.push(box.span);
  if (annex && !box) spans.push(annex.span);
  return spans;
}

/** The portal's number differs from the document's own: both are shown. */
function numberWarnings({ box }: OfficialParts, number: Field<string> | null): Warning[] {
  if (!box?.number || !number || number === box.number) return [];
  if (box.number.value.replace(/\s/gu, "").toLowerCase() === number.value.toLowerCase()) return [];
  const message = `Văn bản ghi số “${number.value}”, trang đăng văn bản lại ghi “${box.number.value}”; hệ thống dùng số ghi trong văn bản.`;
  return [{ code: "number.two", message, span: box.number.span }];
}

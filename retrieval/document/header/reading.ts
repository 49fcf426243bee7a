import type { DocumentHeader, Field, Signer, Span, Warning } from "../types.ts";

/** What a text says of its own identity, in the official form or as a report of it, before a sidecar is heard. */
export interface Reading {
  header: DocumentHeader;
  warnings: Warning[];
  /** The directive's own body (for a report the article's): annexes lie after `bodyEnd` and still belong to the document. */
  bodyStart: number;
  bodyEnd: number;
  signatureSpan: Span | null;
  recipientsSpan: Span | null;
  addresseesSpan: Span | null;
  /** Spans worth a citable heading passage, none over another once tidied: issuer, number, date, type with trích yếu. */
  headingSpans: Span[];
  /** All who signed; `header.signer` is the first. */
  signers: Field<Signer>[];
  /** "Ngày 21.3" of a report: day and month without a year; another document's citation of the same number completes it. */
  dayMonth: Field<{ day: number; month: number }> | null;
  /** The form leaves its number's figure or its day blank. */
  dayBlank: boolean;
  /** The issuer stands nowhere as such: concluded from signing block and body. */
  issuerConcluded: boolean;
}

import type { Draft, Quote } from "../../prompts/index.ts";
import type { DocumentCard } from "../../retrieval/index.ts";
import { emptyHeader, headerFields } from "../support/header.ts";

type HeaderValues = Partial<
  Record<"number" | "blankNumber" | "type" | "issuer" | "place" | "locality" | "issuedOn" | "title", string>
>;

/** A document as answers see it, with these header facts. */
export function card(id: number, values: HeaderValues = {}, rest: Partial<DocumentCard> = {}): DocumentCard {
  return {
    documentId: id,
    versionId: id * 10,
    source: `tai-lieu-${id}.txt`,
    header: { ...emptyHeader(), ...headerFields(values) },
    tier: "original",
    alternativeNumbers: [],
    sample: false,
    warnings: [],
    originalHeld: false,
    citedDate: null,
    validity: [],
    ...rest,
  };
}

/** A bullet that quotes `text` as if it stood at `start` of its document. */
export function quote(
  of: DocumentCard,
  text: string,
  { start = 0, label = null as string | null, locator = "Mục 1" } = {},
): Quote {
  const evidence = {
    card: of,
    passageId: start + 1,
    ordinal: 1,
    locator,
    path: [],
    span: { start, end: start + text.length },
    text,
  };
  return { label, evidence, focus: new Set() };
}

export function draft(parts: Partial<Draft> & { quotes?: readonly Quote[] } = {}): Draft {
  const { quotes = [], ...rest } = parts;
  return { status: "answered", lead: [], sections: [{ heading: null, quotes }], notes: [], ...rest };
}

import type { Draft, Quote } from "../../prompts/index.ts";
import type { DocumentCard, DocumentHeader } from "../../retrieval/index.ts";

type HeaderValues = Partial<
  Record<"number" | "blankNumber" | "type" | "issuer" | "place" | "locality" | "issuedOn" | "title", string>
>;

/** A document as answers see it, with these header facts. */
export function card(id: number, values: HeaderValues = {}, rest: Partial<DocumentCard> = {}): DocumentCard {
  const empty: DocumentHeader = {
    number: null,
    blankNumber: null,
    type: null,
    issuer: null,
    place: null,
    locality: null,
    issuedOn: null,
    title: null,
    addressees: [],
    signer: null,
    recipients: [],
  };
  const header = {
    ...empty,
    ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, span: null }])),
  };
  return {
    documentId: id,
    versionId: id * 10,
    source: `tai-lieu-${id}.txt`,
    header,
    tier: "original",
    alternativeNumbers: [],
    sample: false,
    warnings: [],
    originalHeld: false,
    citedDate: null,
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

import type { DocumentHeader } from "../../retrieval/index.ts";

/** A header of which nothing is known. */
export function emptyHeader(): DocumentHeader {
  return {
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
}

/** These facts as header fields that stand nowhere in a text. */
export function headerFields(values: Record<string, string | undefined>): Partial<DocumentHeader> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, span: null }]));
}

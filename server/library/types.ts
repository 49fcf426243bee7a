import type { Duty, OutlineNode, Passage, Reference, SourceTier, Span, Warning } from "../../retrieval/index.ts";

/** One line of the list of documents. */
export interface DocumentSummary {
  id: number;
  versionId: number;
  /** Name of the file that was indexed. */
  source: string;
  number: string | null;
  blankNumber: string | null;
  type: string | null;
  issuer: string | null;
  place: string | null;
  /** ISO date or the known part of one. */
  issuedOn: string | null;
  title: string | null;
  tier: SourceTier;
  warnings: number;
}

export interface VersionSummary {
  id: number;
  /** 1, 2, 3… in the order they came in. */
  ordinal: number;
  live: boolean;
}

/** A document that another one cites or is cited by. */
export interface RelatedDocument {
  relation: Reference["relation"];
  /** "Thông báo số 387/TB-VPCP ngày 22/12/2022", as the citing text has it. */
  label: string;
  /** Held documents that it may be: none when it is not held, several when copies or two issuers share the number. */
  documents: DocumentSummary[];
  /** Ordinal of the passage of the shown document that cites it, if that is where the citation stands. */
  passage: number | null;
}

/** Everything that the page of one document shows, of one version. */
export interface DocumentDetail extends Omit<DocumentSummary, "warnings"> {
  text: string;
  live: boolean;
  versions: VersionSummary[];
  addressees: string[];
  recipients: string[];
  signer: { name: string; capacity: string | null; authority: string | null } | null;
  sourceAddress: string | null;
  outline: OutlineNode[];
  passages: Passage[];
  duties: Duty[];
  furniture: Span[];
  warnings: Warning[];
  cites: RelatedDocument[];
  citedBy: RelatedDocument[];
}

/** What the pages read. Made from the store by `createLibrary`, from literals in the page tests. */
export interface Library {
  list(): Promise<DocumentSummary[]>;
  /** `versionId` null means the live version. Null when there is no such document or version. */
  find(id: number, versionId: number | null): Promise<DocumentDetail | null>;
}

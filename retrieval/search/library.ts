import type {
  Deadline,
  DocumentHeader,
  DutyRole,
  PassageKind,
  Reference,
  SourceTier,
  Warning,
} from "../document/types.ts";
import type { Agency, NumberParts, Span } from "../text/index.ts";
import type { ValidityMark } from "./validity.ts";

/** One live document as answers need it: what identifies it and how it is held. */
export interface DocumentCard {
  documentId: number;
  versionId: number;
  /** Name of the file that was indexed. */
  source: string;
  header: DocumentHeader;
  tier: SourceTier;
  /** Numbers that a person or a title gives for it beside its own. */
  alternativeNumbers: readonly string[];
  /** The numbered original of the directive that this copy reports is held as well. */
  originalHeld: boolean;
  /** Labelled "bản tóm lược để dùng thử" in its own text. */
  sample: boolean;
  warnings: readonly Warning[];
  /**
   * Where `header.issuedOn` comes from when the copy held does not say: a held document that cites this one with its
   * date. Null when the copy says it or nobody does.
   */
  citedDate: { versionId: number; span: Span } | null;
  /** When it is in force and what ended it: confirmed, or proposed and not dismissed. */
  validity: readonly ValidityMark[];
}

export interface PassageRow {
  passageId: number;
  documentId: number;
  versionId: number;
  ordinal: number;
  kind: PassageKind;
  span: Span;
  locator: string;
  path: readonly string[];
  /** `version.text.slice(span.start, span.end)` */
  text: string;
}

export interface DutyRow {
  documentId: number;
  versionId: number;
  passageId: number;
  agency: Agency;
  role: DutyRole;
  agencySpan: Span;
  span: Span;
  partners: readonly string[];
  deadline: Deadline | null;
  reportsTo: string | null;
}

export interface ReferenceRow extends Reference {
  documentId: number;
  versionId: number;
}

export interface SearchHit {
  passageId: number;
  documentId: number;
  versionId: number;
  /** Fused score, comparable within one search. */
  score: number;
  /** By leg, where the implementation tells: BM25 0…1, cosine. */
  lexical?: number;
  dense?: number;
}

export interface SearchRequest {
  question: string;
  /** Live versions to search; all when absent. */
  versionIds?: readonly number[];
  limit: number;
}

/** Everything that answering reads, live versions only. One implementation over the store; tests may pass another. */
export interface Library {
  /** Names the state of the index: changes with every live switch. Stored with each answer. */
  generation(): Promise<string>;
  cards(): Promise<readonly DocumentCard[]>;
  passagesOf(versionId: number): Promise<readonly PassageRow[]>;
  passagesById(ids: readonly number[]): Promise<readonly PassageRow[]>;
  duties(filter: {
    versionIds?: readonly number[];
    agencyKeys?: readonly string[];
    groups?: boolean;
  }): Promise<readonly DutyRow[]>;
  referencesTo(number: NumberParts): Promise<readonly ReferenceRow[]>;
  referencesOf(versionId: number): Promise<readonly ReferenceRow[]>;
  search(request: SearchRequest): Promise<readonly SearchHit[]>;
  /** Inverse document frequency of terms, accented or folded; a term that no passage holds gets the highest. */
  idf(terms: readonly string[], options: { folded: boolean }): Promise<ReadonlyMap<string, number>>;
  /** Text of a live version. */
  text(versionId: number): Promise<string>;
  /** Agencies that live duties name. */
  agencies(): Promise<readonly Agency[]>;
}

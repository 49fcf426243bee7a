import type { Agency, FoundPlace } from "../../text/index.ts";
import type { Claim } from "./claimed.ts";
import type { Wanted } from "./wanted.ts";

/** A document as a person names it: "CT07", "công văn 465 Lào Cai", "QĐ 80/2025/QĐ-UBND". */
export interface DocumentMention {
  /** As typed. */
  raw: string;
  /** Without leading zeros. */
  seq: string;
  year: string | null;
  /** "Chỉ thị"; null for "văn bản 465" or a bare number. */
  type: string | null;
  /** Folded codes after the number, in order: ["ubnd", "vx"]. */
  codes: string[];
  /** A bare number that names a document only if one with it is held. */
  tentative?: true;
  start: number;
  end: number;
}

export interface QuestionAgency extends Agency {
  start: number;
  end: number;
}

/** What is asked. A question can ask several things. */
export type Intent =
  | "duty"
  | "lead"
  | "partner"
  | "deadline"
  | "reports-to"
  | "signer"
  | "date"
  | "addressees"
  | "recipients"
  | "number"
  | "issuer"
  | "about"
  | "carried-out-by"
  | "carries-out"
  | "based-on"
  | "replaced-by"
  | "in-force-from"
  | "in-force"
  | "mentioned-in"
  | "assigning-documents"
  | "which-document"
  | "yes-no"
  | "amount"
  | "list";

/** How a message is to be treated before anything is searched. */
export type MessageKind = "question" | "small-talk" | "instruction";

export interface ParsedQuestion {
  /** Canonical text that was understood (after history and English were resolved). */
  text: string;
  kind: MessageKind;
  /** True when no letter carries a diacritic. */
  unaccented: boolean;
  documents: DocumentMention[];
  agencies: QuestionAgency[];
  places: FoundPlace[];
  /** Names of districts, towns and communes that held documents are issued in. */
  localities: string[];
  intents: ReadonlySet<Intent>;
  /** What kind of thing the answer has to hold; null where any clause on the matter may answer. */
  wanted: Wanted | null;
  /** A figure or date that the question asks to have confirmed. Not part of `topic`, `matter` and `searchText`. */
  claim: Claim | null;
  /** Refers to a document of the turns before: "văn bản đó". */
  refersBack: boolean;
  /** Types named without a number: "kế hoạch của Bắc Giang" → ["Kế hoạch"]; "văn bản" → [""]. */
  types: string[];
  /** What the question is about once documents, agencies, places and question words are taken away. */
  topic: string;
  /** The topic with the agencies' words: for questions in which the agency is not the one that is asked about. */
  matter: string;
  /** ISO day, month or year that the question asks about ("tính đến 1/3/2023"); null = now. Not part of `text`. */
  asOf: string | null;
  /** The text with shorthand written out, for the lexical and vector legs. */
  searchText: string;
}

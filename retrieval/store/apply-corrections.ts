import type { Deadline, Duty, DutyRole, Field, ParsedDocument, Passage, Relation, Signer } from "../document/types.ts";
import type { Agency } from "../text/agencies.ts";
import { fold } from "../text/index.ts";
import { contentHash } from "./index-text.ts";

/** Header fields that an admin may correct. */
export const CORRECTABLE = [
  "number",
  "blankNumber",
  "type",
  "issuer",
  "place",
  "locality",
  "issuedOn",
  "title",
  "signer",
] as const;
export type CorrectableField = (typeof CORRECTABLE)[number];

/** Words of a document that a correction is about, found again in another reading or version of it. */
export interface WordsTarget {
  /** Of the passage's text; null for words outside every passage. */
  passageHash: string | null;
  /** Decides between two passages of the same words. */
  locator: string;
  /** The duty's ordering words, or the citation, as printed. */
  words: string;
}

export interface DutyTarget extends WordsTarget {
  agencyKey: string;
}

export interface AddedDuty {
  agency: Agency;
  role: DutyRole;
  deadline: DeadlineWords | null;
}

/** A deadline as an admin gives it: the day and the words that say it. */
export interface DeadlineWords {
  on: string | null;
  words: string;
}

export type CorrectionBody =
  | { kind: "header"; field: CorrectableField; target: null; newValue: string | Signer | null }
  | { kind: "duty"; field: "agency"; target: DutyTarget; newValue: Agency }
  | { kind: "duty"; field: "role"; target: DutyTarget; newValue: DutyRole }
  | { kind: "duty"; field: "deadline"; target: DutyTarget; newValue: DeadlineWords | null }
  | { kind: "duty"; field: "remove"; target: DutyTarget; newValue: null }
  | { kind: "duty"; field: "add"; target: WordsTarget; newValue: AddedDuty }
  | { kind: "reference"; field: "relation"; target: WordsTarget; newValue: Relation }
  | { kind: "reference"; field: "remove"; target: WordsTarget; newValue: null };

export interface Applied<T> {
  parsed: ParsedDocument;
  /** Corrections whose words this reading does not hold. */
  missed: T[];
}

/** Applies corrections in the order in which they were made. Pure; the reading that is given stays as it is. */
export function applyCorrections<T extends CorrectionBody>(
  read: ParsedDocument,
  corrections: readonly T[],
): Applied<T> {
  let parsed = read;
  const missed: T[] = [];
  for (const correction of corrections) {
    const next = applyOne(parsed, correction);
    if (next) parsed = next;
    else missed.push(correction);
  }
  return { parsed, missed };
}

function applyOne(parsed: ParsedDocument, correction: CorrectionBody): ParsedDocument | null {
  if (correction.kind === "header") return withField(parsed, correction.field, correction.newValue);
  if (correction.kind === "reference") return withReference(parsed, correction);
  return correction.field === "add" ? withNewDuty(parsed, correction) : withDuty(parsed, correction);
}

/** The span stays: it shows the words that were read wrongly, beside the value that a person vouches for. */
function withField(parsed: ParsedDocument, field: CorrectableField, value: string | Signer | null): ParsedDocument {
  const span = parsed.header[field]?.span ?? null;
  const header = { ...parsed.header, [field]: value === null ? null : ({ value, span } as Field<string | Signer>) };
  if (field === "number" && value !== null) header.blankNumber = null;
  return { ...parsed, header };
}

type DutyChange = Exclude<Extract<CorrectionBody, { kind: "duty" }>, { field: "add" }>;

function withDuty(parsed: ParsedDocument, change: DutyChange): ParsedDocument | null {
  const found = findDuty(parsed, change.target);
  if (!found) return null;
  if (change.field === "remove") return { ...parsed, duties: parsed.duties.filter((duty) => duty !== found) };
  const corrected = correctedDuty(parsed, found, change);
  return { ...parsed, duties: parsed.duties.map((duty) => (duty === found ? corrected : duty)) };
}

function correctedDuty(parsed: ParsedDocument, duty: Duty, change: Exclude<DutyChange, { field: "remove" }>): Duty {
  if (change.field === "role") return { ...duty, role: change.newValue };
  if (change.field === "deadline") return { ...duty, deadline: deadlineIn(parsed, duty.passage, change.newValue) };
  return { ...duty, agency: change.newValue, agencySpan: nameSpan(parsed, change.newValue, duty.span) };
}

function withNewDuty(
  parsed: ParsedDocument,
  { target, newValue }: Extract<CorrectionBody, { field: "add" }>,
): ParsedDocument | null {
  const passage = findPassage(parsed, target);
  if (!passage) return null;
  const start = parsed.text.indexOf(target.words, passage.span.start);
  const span = { start, end: start + target.words.length };
  const { agency, role, deadline } = newValue;
  const duty: Duty = {
    agency,
    role,
    agencySpan: nameSpan(parsed, agency, span),
    span,
    passage: passage.ordinal,
    partners: [],
    deadline: deadlineIn(parsed, passage.ordinal, deadline),
    reportsTo: null,
  };
  return { ...parsed, duties: [...parsed.duties, duty] };
}

/** Where the agency is printed at or before the duty; the duty itself where its name stands nowhere above. */
function nameSpan(parsed: ParsedDocument, agency: Agency, span: Duty["span"]): Duty["span"] {
  const start = fold(parsed.text.slice(0, span.end)).lastIndexOf(fold(agency.name));
  return start < 0 ? span : { start, end: start + agency.name.length };
}

function deadlineIn(parsed: ParsedDocument, ordinal: number, deadline: DeadlineWords | null): Deadline | null {
  if (!deadline) return null;
  const passage = parsed.passages.find((one) => one.ordinal === ordinal);
  if (!passage) return null;
  const at = textOf(parsed, passage).indexOf(deadline.words);
  const start = passage.span.start + at;
  const span = at < 0 ? passage.span : { start, end: start + deadline.words.length };
  return { on: deadline.on, span };
}

function withReference(
  parsed: ParsedDocument,
  change: Extract<CorrectionBody, { kind: "reference" }>,
): ParsedDocument | null {
  const { words } = change.target;
  const same = parsed.references.filter(({ span }) => parsed.text.slice(span.start, span.end) === words);
  const inPassage = same.filter(({ span }) => holderHash(parsed, span) === change.target.passageHash);
  const found = inPassage.length > 0 ? inPassage[0] : same.length === 1 ? same[0] : undefined;
  if (!found) return null;
  const references =
    change.field === "remove"
      ? parsed.references.filter((reference) => reference !== found)
      : parsed.references.map((one) => (one === found ? { ...one, relation: change.newValue } : one));
  return { ...parsed, references };
}

/** By passage, words and agency; where the parser cuts passages differently now, by words and agency if only one fits. */
export function findDuty(parsed: ParsedDocument, target: DutyTarget): Duty | null {
  const wordsOf = ({ span }: Duty) => parsed.text.slice(span.start, span.end);
  const same = parsed.duties.filter((duty) => wordsOf(duty) === target.words);
  const passages = new Map(parsed.passages.map((passage) => [passage.ordinal, passage]));
  const holder = ({ passage }: Duty) => passages.get(passage);
  const here = same.filter((duty) => hashOf(parsed, holder(duty)) === target.passageHash);
  const pools = [here.filter((duty) => holder(duty)?.locator === target.locator), here, same];
  for (const pool of pools) {
    const own = pool.filter((duty) => duty.agency.key === target.agencyKey);
    if (own.length === 1 || (own.length > 1 && pool !== same)) return own[0]!;
  }
  // Its agency was corrected by an entry that has been withdrawn since.
  return here.length === 1 ? here[0]! : null;
}

function findPassage(parsed: ParsedDocument, { passageHash, locator, words }: WordsTarget): Passage | null {
  const holding = parsed.passages.filter((passage) => textOf(parsed, passage).includes(words));
  const same = holding.filter((passage) => hashOf(parsed, passage) === passageHash);
  const placed = same.find((passage) => passage.locator === locator) ?? same[0];
  return placed ?? (holding.length === 1 ? holding[0]! : null);
}

const textOf = (parsed: ParsedDocument, { span }: Passage) => parsed.text.slice(span.start, span.end);

const hashOf = (parsed: ParsedDocument, passage: Passage | undefined) =>
  passage ? contentHash(textOf(parsed, passage)) : null;

/** The hash of the passage that holds a span; null where none does. */
export function holderHash(parsed: ParsedDocument, span: Duty["span"]): string | null {
  const holder = parsed.passages.find((one) => one.span.start <= span.start && span.end <= one.span.end);
  return hashOf(parsed, holder);
}

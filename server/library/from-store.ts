import {
  type Database,
  type DocumentRecord,
  type DocumentVersion,
  type Duty,
  findDocumentsByNumber,
  findDuties,
  fold,
  getDocument,
  getLiveVersion,
  getVersion,
  listDocuments,
  numberParts,
  type Passage,
  type PassageRecord,
  passagesOf,
  plainText,
  type ReferenceRecord,
  referencesOf,
  referencesTo,
  type VersionStatus,
  versionsOf,
  warningCounts,
} from "../../retrieval/index.ts";
import type { DocumentDetail, DocumentSummary, Library, RelatedDocument } from "./types.ts";

/** What waits for approval, or was refused it, is the admins' alone. */
const PUBLIC: ReadonlySet<VersionStatus> = new Set(["live", "retired"]);

/** What the pages show, read from the store. */
export function createLibrary(db: Database): Library {
  return {
    list: async () => {
      const [records, warnings] = await Promise.all([listDocuments(db), warningCounts(db)]);
      return records.map((record) => summaryOf(record, warnings.get(record.id) ?? 0));
    },
    find: async (id, versionId) => {
      const version = versionId === null ? await getLiveVersion(db, id) : await getVersion(db, versionId);
      return version === null || version.id !== id || !PUBLIC.has(version.status) ? null : detailOf(db, version);
    },
  };
}

function summaryOf(record: DocumentRecord, warnings: number): DocumentSummary {
  const { id, versionId, number, blankNumber, type, issuer, place, issuedOn, title, tier, sourceName } = record;
  return {
    id,
    versionId,
    source: sourceName,
    number,
    blankNumber,
    type,
    issuer,
    place,
    issuedOn,
    title,
    tier,
    warnings,
  };
}

async function detailOf(db: Database, version: DocumentVersion): Promise<DocumentDetail> {
  const passages = await passagesOf(db, version.versionId);
  const { header } = version;
  const versions = (await versionsOf(db, version.id)).filter(({ status }) => PUBLIC.has(status));
  return {
    ...summaryOf(version, 0),
    text: version.text,
    live: version.live,
    versions: versions.map(({ id, live }, index) => ({ id, live, ordinal: index + 1 })),
    addressees: header.addressees.map(({ value }) => value),
    recipients: header.recipients.map(({ value }) => value),
    signer: header.signer?.value ?? null,
    sourceAddress: version.sourceAddress,
    outline: version.outline,
    passages: passages.map(passageOf),
    duties: await dutiesOf(db, version),
    furniture: version.furniture,
    warnings: version.warnings,
    cites: await citesOf(db, version, passages),
    citedBy: await citedByOf(db, version),
  };
}

function passageOf({ ordinal, kind, start, end, locator, path, node }: PassageRecord): Passage {
  return { ordinal, kind, span: { start, end }, locator, path, node };
}

/** Duties are kept for search, which sees live versions only; an old version's page shows its text without them. */
async function dutiesOf(db: Database, version: DocumentVersion): Promise<Duty[]> {
  if (!version.live) return [];
  const records = await findDuties(db, { documentIds: [version.id] });
  return records.map(({ agency, role, agencySpan, span, partners, deadline, reportsTo, passage }) => ({
    agency,
    role,
    agencySpan,
    span,
    passage: passage.ordinal,
    partners,
    deadline,
    reportsTo,
  }));
}

async function citesOf(db: Database, version: DocumentVersion, passages: PassageRecord[]): Promise<RelatedDocument[]> {
  const ordinals = new Map(passages.map(({ id, ordinal }) => [id, ordinal]));
  const references = (await referencesOf(db, version.versionId)).filter(isFirstOfItsKind);
  const related: RelatedDocument[] = [];
  for (const reference of references) {
    const documents = await heldDocuments(db, reference, version.id);
    const passage = reference.passageId === null ? null : (ordinals.get(reference.passageId) ?? null);
    const label = plainText(version.text.slice(reference.start, reference.end));
    related.push({ relation: reference.relation, label, documents, passage });
  }
  return related;
}

/** A document that is cited ten times is related once. */
function isFirstOfItsKind(reference: ReferenceRecord, index: number, all: ReferenceRecord[]): boolean {
  const key = ({ relation, number, name }: ReferenceRecord) => `${relation}|${number ?? name}`;
  return all.findIndex((other) => key(other) === key(reference)) === index;
}

/** Two issuers use the same number: a date that both sides know must agree, and a named issuer decides. */
async function heldDocuments(db: Database, reference: ReferenceRecord, self: number): Promise<DocumentSummary[]> {
  const { numberSeq: seq, numberYear: year, numberSymbol: symbol, issuedOn, issuer } = reference;
  if (seq === null) return [];
  const found = await findDocumentsByNumber(db, { seq, year, symbol });
  const fitting = found.filter((record) => record.id !== self && datesAgree(record.issuedOn, issuedOn));
  const named = issuer === null ? [] : fitting.filter(({ issuerKey }) => issuerKey === fold(issuer));
  return (named.length > 0 ? named : fitting).map((record) => summaryOf(record, 0));
}

function datesAgree(held: string | null, cited: string | null): boolean {
  if (held === null || cited === null) return true;
  return held.startsWith(cited) || cited.startsWith(held);
}

async function citedByOf(db: Database, version: DocumentVersion): Promise<RelatedDocument[]> {
  if (version.number === null) return [];
  const { seq, year, symbol } = numberParts(version.number);
  const references = await referencesTo(db, { seq, year, symbol });
  const fitting = references.filter(
    ({ documentId, issuedOn }) => documentId !== version.id && datesAgree(version.issuedOn, issuedOn),
  );
  const related: RelatedDocument[] = [];
  for (const { documentId, relation } of fitting.filter(isFirstOfDocument)) {
    const record = await getDocument(db, documentId);
    if (record === null) continue;
    const document = summaryOf(record, 0);
    related.push({ relation, label: labelOf(document), documents: [document], passage: null });
  }
  return related;
}

function isFirstOfDocument(reference: ReferenceRecord, index: number, all: ReferenceRecord[]): boolean {
  const same = (other: ReferenceRecord) =>
    other.documentId === reference.documentId && other.relation === reference.relation;
  return all.findIndex(same) === index;
}

const labelOf = ({ type, number, blankNumber, title, source }: DocumentSummary) =>
  [type, number ?? blankNumber].filter(Boolean).join(" ") || (title ?? source);

import type { Database } from "../db/index.ts";
import type { Duty, ParsedDocument, Reference, Sidecar, Span } from "../document/types.ts";
import { AppError } from "../errors.ts";
import { fold, numberParts } from "../text/index.ts";
import { addGeneration } from "./index-state.ts";
import { indexTexts } from "./index-text.ts";
import { indexPassages, unindexDocument } from "./passage-index.ts";

export interface SaveVersionOptions {
  /** Folder, upload space or "samples"; a source name is unique inside it. */
  collection?: string;
  sourceName: string;
  sourceAddress?: string | null;
  sidecar?: Sidecar | null;
  /** Of the bytes that were indexed, with the sidecar's. */
  contentHash: string;
  parserVersion: string;
  parsed: ParsedDocument;
  /** One vector a passage, in order, each of unit length. Absent: found by words only. */
  embeddings?: { model: string; vectors: readonly (readonly number[] | Float32Array)[] } | undefined;
}

export interface SavedVersion {
  documentId: number;
  versionId: number;
  generation: number;
}

/**
 * Stores a parsed document and makes it the live version, in one transaction: search sees the old version until the
 * commit, then the new one. Throws `document.invalid` when a span does not fit the text.
 */
export async function saveDocumentVersion(db: Database, options: SaveVersionOptions): Promise<SavedVersion> {
  checkParsed(options.parsed, options.sourceName);
  return db.transaction(async (tx) => {
    const documentId = await upsertDocument(tx, options);
    await unindexDocument(tx, documentId);
    await tx.query("update document_versions set live = false where document_id = $1 and live", [documentId]);
    const versionId = await insertVersion(tx, documentId, options);
    const passageIds = await insertPassages(tx, versionId, options.parsed);
    await insertDuties(tx, { versionId, passageIds, duties: options.parsed.duties });
    await insertReferences(tx, { versionId, passageIds, parsed: options.parsed });
    await indexVersion(tx, { documentId, versionId, passageIds, options });
    const generation = await addGeneration(tx, { reason: "version.live", documentId, versionId });
    return { documentId, versionId, generation };
  });
}

/** Takes a document out of search; its versions stay for the answers that cite them. */
export async function retireDocument(db: Database, documentId: number): Promise<void> {
  await db.transaction(async (tx) => {
    await unindexDocument(tx, documentId);
    await tx.query("update document_versions set live = false where document_id = $1 and live", [documentId]);
    await addGeneration(tx, { reason: "document.retired", documentId });
  });
}

function checkParsed({ text, passages, duties, references }: ParsedDocument, sourceName: string): void {
  const fits = ({ start, end }: Span) => start >= 0 && start <= end && end <= text.length;
  const spans = [...passages, ...duties, ...references].map(({ span }) => span);
  const storable = text.isWellFormed() && !text.includes("\u0000");
  const held = duties.every((duty) =>
    isInside(duty.span, passages.find(({ ordinal }) => ordinal === duty.passage)?.span),
  );
  if (storable && spans.every(fits) && held) return;
  throw new AppError({
    code: "document.invalid",
    message: storable
      ? `${sourceName}: a span lies outside the text or its passage. This is a fault of the parser.`
      : `${sourceName}: the text holds characters that cannot be stored (U+0000 or half a surrogate pair).`,
  });
}

function isInside(inner: Span, outer: Span | undefined): boolean {
  return outer !== undefined && outer.start <= inner.start && inner.end <= outer.end;
}

async function upsertDocument(tx: Database, { collection = "", sourceName }: SaveVersionOptions): Promise<number> {
  // "do update" of nothing: the row is locked, so two writers of one document follow each other.
  const [row] = await tx.query<{ id: number }>(
    `insert into documents (collection, source_name) values ($1, $2)
     on conflict (collection, source_name) do update set source_name = excluded.source_name returning id`,
    [collection, sourceName],
  );
  return row!.id;
}

async function insertVersion(tx: Database, documentId: number, options: SaveVersionOptions): Promise<number> {
  const { parsed, sidecar } = options;
  const { header } = parsed;
  const number = header.number?.value ?? header.blankNumber?.value;
  const parts = number ? numberParts(number) : null;
  const key = (value: string | undefined) => (value ? fold(value) : null);
  const [row] = await tx.query<{ id: number }>(
    `insert into document_versions (document_id, live, content_hash, parser_version, source_address, tier, text, header,
       outline, furniture, warnings, sidecar, number_seq, number_year, number_symbol, type_key, issuer_key, place_key,
       locality_key, issued_on)
     values ($1, true, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb, $10::jsonb, $11::jsonb, $12, $13, $14, $15,
       $16, $17, $18, $19) returning id`,
    [
      documentId,
      options.contentHash,
      options.parserVersion,
      options.sourceAddress ?? sidecar?.source_address ?? null,
      parsed.tier,
      parsed.text,
      JSON.stringify(header),
      JSON.stringify(parsed.outline),
      JSON.stringify(parsed.furniture),
      JSON.stringify(parsed.warnings),
      sidecar ? JSON.stringify(sidecar) : null,
      parts?.seq || null,
      parts?.year ?? null,
      parts?.symbol || null,
      key(header.type?.value),
      key(header.issuer?.value),
      key(header.place?.value),
      key(header.locality?.value),
      header.issuedOn?.value ?? null,
    ],
  );
  return row!.id;
}

/** Passage ids by ordinal. */
type PassageIds = ReadonlyMap<number, number>;

async function insertPassages(
  tx: Database,
  versionId: number,
  { passages, text }: ParsedDocument,
): Promise<PassageIds> {
  const rows = passages.map(({ ordinal, kind, span, locator, path, node }) => ({
    ordinal,
    kind,
    span_start: span.start,
    span_end: span.end,
    locator,
    path,
    node,
    text: text.slice(span.start, span.end),
  }));
  const stored = await tx.query<{ id: number; ordinal: number }>(
    `insert into passages (version_id, ordinal, kind, span_start, span_end, locator, path, node, text)
     select $1, r.ordinal, r.kind, r.span_start, r.span_end, r.locator, r.path, r.node, r.text
       from jsonb_to_recordset($2::jsonb) as r(ordinal integer, kind text, span_start integer, span_end integer,
                                               locator text, path jsonb, node integer, text text)
      order by r.ordinal returning id, ordinal`,
    [versionId, JSON.stringify(rows)],
  );
  return new Map(stored.map(({ id, ordinal }) => [ordinal, id]));
}

interface DutyRows {
  versionId: number;
  passageIds: PassageIds;
  duties: readonly Duty[];
}

async function insertDuties(tx: Database, { versionId, passageIds, duties }: DutyRows): Promise<void> {
  const rows = duties.map((duty) => ({
    passage_id: passageIds.get(duty.passage),
    agency_key: duty.agency.key,
    agency: duty.agency,
    role: duty.role,
    agency_start: duty.agencySpan.start,
    agency_end: duty.agencySpan.end,
    span_start: duty.span.start,
    span_end: duty.span.end,
    partners: duty.partners,
    deadline: duty.deadline ?? undefined,
    reports_to: duty.reportsTo,
  }));
  await tx.query(
    `insert into duties (version_id, passage_id, agency_key, agency, role, agency_start, agency_end, span_start,
       span_end, partners, deadline, reports_to)
     select $1, r.passage_id, r.agency_key, r.agency, r.role, r.agency_start, r.agency_end, r.span_start, r.span_end,
       r.partners, r.deadline, r.reports_to
       from jsonb_to_recordset($2::jsonb) as r(passage_id integer, agency_key text, agency jsonb, role text,
         agency_start integer, agency_end integer, span_start integer, span_end integer, partners jsonb, deadline jsonb,
         reports_to text)`,
    [versionId, JSON.stringify(rows)],
  );
}

interface ReferenceRows {
  versionId: number;
  passageIds: PassageIds;
  parsed: ParsedDocument;
}

async function insertReferences(tx: Database, { versionId, passageIds, parsed }: ReferenceRows): Promise<void> {
  const rows = parsed.references.map((reference) => referenceRow(reference, parsed, passageIds));
  await tx.query(
    `insert into document_references (version_id, passage_id, relation, number, number_seq, number_year, number_symbol,
       type, name, issuer, issued_on, span_start, span_end)
     select $1, r.passage_id, r.relation, r.number, r.number_seq, r.number_year, r.number_symbol, r.type, r.name,
       r.issuer, r.issued_on, r.span_start, r.span_end
       from jsonb_to_recordset($2::jsonb) as r(passage_id integer, relation text, number text, number_seq text,
         number_year text, number_symbol text, type text, name text, issuer text, issued_on text, span_start integer,
         span_end integer)`,
    [versionId, JSON.stringify(rows)],
  );
}

function referenceRow(reference: Reference, { passages }: ParsedDocument, passageIds: PassageIds) {
  const parts = reference.number ? numberParts(reference.number) : null;
  const holder = passages.find(({ span }) => isInside(reference.span, span));
  return {
    passage_id: holder ? passageIds.get(holder.ordinal) : null,
    relation: reference.relation,
    number: reference.number,
    number_seq: parts?.seq || null,
    number_year: parts?.year ?? null,
    number_symbol: parts?.symbol || null,
    type: reference.type,
    name: reference.name,
    issuer: reference.issuer,
    issued_on: reference.issuedOn,
    span_start: reference.span.start,
    span_end: reference.span.end,
  };
}

interface IndexVersion {
  documentId: number;
  versionId: number;
  passageIds: PassageIds;
  options: SaveVersionOptions;
}

async function indexVersion(tx: Database, { documentId, versionId, passageIds, options }: IndexVersion): Promise<void> {
  const { parsed, embeddings } = options;
  const texts = indexTexts(parsed);
  const passages = parsed.passages.map(({ ordinal, kind }, index) => ({
    passageId: passageIds.get(ordinal)!,
    kind,
    text: texts[index]!,
    embedding: embeddings?.vectors[index],
  }));
  await indexPassages(tx, { documentId, versionId, passages, embeddingModel: embeddings?.model });
}

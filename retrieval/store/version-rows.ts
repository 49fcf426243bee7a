import type { Database } from "../db/index.ts";
import type { DocumentHeader, Duty, ParsedDocument, Reference, Sidecar, Span, Warning } from "../document/types.ts";
import { AppError } from "../errors.ts";
import { fold, numberParts } from "../text/index.ts";

/** `shadow`: prepared by a reindex that has not been switched to. */
export type VersionStatus = "pending" | "live" | "retired" | "rejected" | "shadow";

/** One version as it is written. Its status is never "live" here: `showVersion` makes it so. */
export interface NewVersion {
  sourceAddress?: string | null | undefined;
  sidecar?: Sidecar | null | undefined;
  /** Of the bytes that were indexed, with the sidecar's. */
  contentHash: string;
  /** Of the stored original bytes; null where only the text is held. */
  originalHash?: string | null | undefined;
  parserVersion: string;
  status: Exclude<VersionStatus, "live">;
  /** As it will be shown: corrections applied. */
  parsed: ParsedDocument;
  /** As it was read, where corrections changed it; else null. */
  extraction?: Extraction | null | undefined;
}

/** The part of a reading that corrections change. */
export interface Extraction {
  header: DocumentHeader;
  duties: readonly Duty[];
  references: readonly Reference[];
  warnings: readonly Warning[];
}

/** The ids that rows have in the database that they are copied from. */
export interface KeptIds {
  version: number;
  /** By ordinal. */
  passages: ReadonlyMap<number, number>;
}

/**
 * Writes a version with its passages, duties and references; nothing of it is searched yet. With `kept` under ids that
 * they have elsewhere: a copy for a replay, whose citations must be comparable.
 */
export async function insertVersionRows(
  tx: Database,
  documentId: number,
  version: NewVersion,
  kept?: KeptIds,
): Promise<number> {
  const versionId = await insertVersion(tx, { documentId, version, id: kept?.version });
  const passageIds = await insertPassages(tx, { versionId, parsed: version.parsed, ids: kept?.passages });
  await insertDuties(tx, { versionId, passageIds, duties: version.parsed.duties });
  await insertReferences(tx, { versionId, passageIds, parsed: version.parsed });
  return versionId;
}

/** Writes header, duties, references and warnings of a version anew: what a correction changes. Its text stays. */
export async function rewriteReading(
  tx: Database,
  versionId: number,
  version: Pick<NewVersion, "parsed" | "extraction">,
) {
  const { parsed, extraction } = version;
  await tx.query(
    `update document_versions set header = $2::jsonb, warnings = $3::jsonb, extraction = $4::jsonb, number_seq = $5,
       number_year = $6, number_symbol = $7, type_key = $8, issuer_key = $9, place_key = $10, locality_key = $11,
       issued_on = $12
      where id = $1`,
    [
      versionId,
      JSON.stringify(parsed.header),
      JSON.stringify(parsed.warnings),
      extraction ? JSON.stringify(extraction) : null,
      ...headerKeys(parsed.header),
    ],
  );
  const rows = await tx.query<{ id: number; ordinal: number }>(
    "select id, ordinal from passages where version_id = $1",
    [versionId],
  );
  const passageIds = new Map(rows.map(({ id, ordinal }) => [ordinal, id]));
  await tx.query("delete from duties where version_id = $1", [versionId]);
  await tx.query("delete from document_references where version_id = $1", [versionId]);
  await insertDuties(tx, { versionId, passageIds, duties: parsed.duties });
  await insertReferences(tx, { versionId, passageIds, parsed });
}

/** Throws `document.invalid` when a span does not fit the text: a version is stored whole and true, or not at all. */
export function checkParsed({ text, passages, duties, references }: ParsedDocument, sourceName: string): void {
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

/** The document of a name, made where there is none; its row is locked to the end of the transaction. */
export async function lockDocument(
  tx: Database,
  { collection, sourceName }: { collection: string; sourceName: string },
): Promise<number> {
  // "do update" of nothing: the row is locked, so two writers of one document follow each other.
  const [row] = await tx.query<{ id: number }>(
    `insert into documents (collection, source_name) values ($1, $2)
     on conflict (collection, source_name) do update set source_name = excluded.source_name returning id`,
    [collection, sourceName],
  );
  return row!.id;
}

interface VersionRow {
  documentId: number;
  version: NewVersion;
  id: number | undefined;
}

async function insertVersion(tx: Database, { documentId, version, id }: VersionRow): Promise<number> {
  const { parsed, sidecar, extraction } = version;
  const [row] = await tx.query<{ id: number }>(
    `insert into document_versions (document_id, live, status, content_hash, original_hash, parser_version,
       source_address, tier, text, header, outline, furniture, warnings, sidecar, extraction, number_seq, number_year,
       number_symbol, type_key, issuer_key, place_key, locality_key, issued_on, id)
     overriding system value
     values ($1, false, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11::jsonb, $12::jsonb, $13::jsonb,
       $14::jsonb, $15, $16, $17, $18, $19, $20, $21, $22, ${idOrNext("document_versions", "$23::integer")}) returning id`,
    [
      documentId,
      version.status,
      version.contentHash,
      version.originalHash ?? null,
      version.parserVersion,
      version.sourceAddress ?? sidecar?.source_address ?? null,
      parsed.tier,
      parsed.text,
      JSON.stringify(parsed.header),
      JSON.stringify(parsed.outline),
      JSON.stringify(parsed.furniture),
      JSON.stringify(parsed.warnings),
      sidecar ? JSON.stringify(sidecar) : null,
      extraction ? JSON.stringify(extraction) : null,
      ...headerKeys(parsed.header),
      id ?? null,
    ],
  );
  return row!.id;
}

const idOrNext = (table: string, id: string) => `coalesce(${id}, nextval(pg_get_serial_sequence('${table}', 'id')))`;

/** What filters compare, in the order of the columns from number_seq to issued_on. */
function headerKeys(header: DocumentHeader): (string | null)[] {
  const number = header.number?.value ?? header.blankNumber?.value;
  const parts = number ? numberParts(number) : null;
  const key = (value: string | undefined) => (value ? fold(value) : null);
  return [
    parts?.seq || null,
    parts?.year ?? null,
    parts?.symbol || null,
    key(header.type?.value),
    key(header.issuer?.value),
    key(header.place?.value),
    key(header.locality?.value),
    header.issuedOn?.value ?? null,
  ];
}

/** Passage ids by ordinal. */
type PassageIds = ReadonlyMap<number, number>;

interface PassageRows {
  versionId: number;
  parsed: ParsedDocument;
  ids: PassageIds | undefined;
}

async function insertPassages(tx: Database, { versionId, parsed, ids }: PassageRows): Promise<PassageIds> {
  const { passages, text } = parsed;
  const rows = passages.map(({ ordinal, kind, span, locator, path, node }) => ({
    id: ids?.get(ordinal),
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
    `insert into passages (version_id, ordinal, kind, span_start, span_end, locator, path, node, text, id)
     overriding system value
     select $1, r.ordinal, r.kind, r.span_start, r.span_end, r.locator, r.path, r.node, r.text,
            ${idOrNext("passages", "r.id")}
       from (select * from jsonb_to_recordset($2::jsonb) as given(id integer, ordinal integer, kind text,
               span_start integer, span_end integer, locator text, path jsonb, node integer, text text)
              order by ordinal) r
     returning id, ordinal`,
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

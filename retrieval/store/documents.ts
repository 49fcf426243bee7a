import type { Database } from "../db/index.ts";
import type { DocumentHeader, OutlineNode, Sidecar, SourceTier, Span, Warning } from "../document/types.ts";
import { fold } from "../text/index.ts";
import type { VersionStatus } from "./version-rows.ts";

/** A document with what identifies its live version. Dates are ISO, possibly partial. */
export interface DocumentRecord {
  id: number;
  versionId: number;
  /** Folder, upload space or "samples". */
  collection: string;
  /** Name of the file that was indexed. */
  sourceName: string;
  sourceAddress: string | null;
  tier: SourceTier;
  contentHash: string;
  /** "465/UBND-VX"; null when blank or absent. */
  number: string | null;
  /** "/UBND-TH" of a copy whose number is blank. */
  blankNumber: string | null;
  numberSeq: string | null;
  numberYear: string | null;
  /** Folded; also of a blank number. */
  numberSymbol: string | null;
  type: string | null;
  issuer: string | null;
  /** Folded. */
  issuerKey: string | null;
  /** Province or city; null = central. */
  place: string | null;
  locality: string | null;
  issuedOn: string | null;
  title: string | null;
}

/** One version with all that was read out of it. */
export interface DocumentVersion extends DocumentRecord {
  live: boolean;
  status: VersionStatus;
  text: string;
  header: DocumentHeader;
  outline: OutlineNode[];
  furniture: Span[];
  warnings: Warning[];
  sidecar: Sidecar | null;
  parserVersion: string;
}

const RECORD = `d.id, v.id as "versionId", d.collection, d.source_name as "sourceName",
  v.source_address as "sourceAddress", v.tier, v.content_hash as "contentHash",
  v.header->'number'->>'value' as "number", v.header->'blankNumber'->>'value' as "blankNumber",
  v.number_seq as "numberSeq", v.number_year as "numberYear", v.number_symbol as "numberSymbol",
  v.header->'type'->>'value' as "type", v.header->'issuer'->>'value' as "issuer", v.issuer_key as "issuerKey",
  v.header->'place'->>'value' as "place", v.header->'locality'->>'value' as "locality",
  v.issued_on as "issuedOn", v.header->'title'->>'value' as "title"`;

const FROM = "from documents d join document_versions v on v.document_id = d.id";

const VERSION = `${RECORD}, v.live, v.status, v.text, v.header, v.outline, v.furniture, v.warnings, v.sidecar,
  v.parser_version as "parserVersion"`;

/** Each given property narrows; texts are compared folded (no diacritics, lower case). */
export interface DocumentFilter {
  documentIds?: readonly number[];
  collection?: string;
  place?: string;
  /** True: only documents of no province (central issuers). */
  central?: boolean;
  locality?: string;
  issuer?: string;
  type?: string;
  tier?: SourceTier;
}

/** Live documents, oldest entry first. */
export function listDocuments(db: Database, filter: DocumentFilter = {}): Promise<DocumentRecord[]> {
  const folded = (value: string | undefined) => (value === undefined ? null : fold(value));
  return db.query<DocumentRecord>(
    `select ${RECORD} ${FROM}
      where v.live
        and ($1::integer[] is null or d.id = any($1::integer[]))
        and ($2::text is null or d.collection = $2)
        and ($3::text is null or v.place_key = $3)
        and (not $4::boolean or v.place_key is null)
        and ($5::text is null or v.locality_key = $5)
        and ($6::text is null or v.issuer_key = $6)
        and ($7::text is null or v.type_key = $7)
        and ($8::text is null or v.tier = $8)
      order by d.id`,
    [
      filter.documentIds ?? null,
      filter.collection ?? null,
      folded(filter.place),
      filter.central ?? false,
      folded(filter.locality),
      folded(filter.issuer),
      folded(filter.type),
      filter.tier ?? null,
    ],
  );
}

/** A document by its id; null when it is not there or has no live version. */
export async function getDocument(db: Database, id: number): Promise<DocumentRecord | null> {
  const [record] = await db.query<DocumentRecord>(`select ${RECORD} ${FROM} where v.live and d.id = $1`, [id]);
  return record ?? null;
}

/** Any version, also a retired one that an old answer points at. */
export async function getVersion(db: Database, versionId: number): Promise<DocumentVersion | null> {
  const [version] = await db.query<DocumentVersion>(`select ${VERSION} ${FROM} where v.id = $1`, [versionId]);
  return version ?? null;
}

/** The live version of a document with its text and all that was read out of it. */
export async function getLiveVersion(db: Database, documentId: number): Promise<DocumentVersion | null> {
  const [version] = await db.query<DocumentVersion>(`select ${VERSION} ${FROM} where v.live and d.id = $1`, [
    documentId,
  ]);
  return version ?? null;
}

/** Live documents with exactly this content (and parser), for "unchanged, no work". */
export function documentsByHash(
  db: Database,
  contentHash: string,
): Promise<(DocumentRecord & { parserVersion: string })[]> {
  return db.query(
    `select ${RECORD}, v.parser_version as "parserVersion" ${FROM} where v.live and v.content_hash = $1 order by d.id`,
    [contentHash],
  );
}

export interface NumberQuery {
  /** Without leading zeros, as `numberParts` gives it. */
  seq: string;
  year?: string | null;
  /** Folded. */
  symbol?: string | null;
  type?: string | null;
}

/** Live documents whose own number agrees; a year or symbol that one side lacks is no difference. */
export function findDocumentsByNumber(
  db: Database,
  { seq, year, symbol, type }: NumberQuery,
): Promise<DocumentRecord[]> {
  return db.query<DocumentRecord>(
    `select ${RECORD} ${FROM}
      where v.live and v.number_seq = $1
        and ($2::text is null or v.number_year is null or v.number_year = $2)
        and ($3::text is null or v.number_symbol is null or v.number_symbol = $3)
        and ($4::text is null or v.type_key is null or v.type_key = $4)
      order by d.id`,
    [seq, year || null, symbol || null, type ? fold(type) : null],
  );
}

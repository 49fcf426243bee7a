import type { Database } from "../db/index.ts";
import type {
  Deadline,
  Duty,
  DutyRole,
  OutlineNode,
  ParsedDocument,
  Reference,
  Relation,
  Sidecar,
  Span,
} from "../document/types.ts";
import type { Agency } from "../text/agencies.ts";
import type { PassageRecord } from "./passages.ts";
import type { Extraction, VersionStatus } from "./version-rows.ts";

/** A stored version as the parser gave it, so that everything that works on a reading works on an old one too. */
export interface StoredReading {
  documentId: number;
  versionId: number;
  status: VersionStatus;
  contentHash: string;
  originalHash: string | null;
  parserVersion: string;
  sourceName: string;
  sourceAddress: string | null;
  sidecar: Sidecar | null;
  /** As it is shown. */
  parsed: ParsedDocument;
  /** Before corrections; the same where there are none. */
  read: ParsedDocument;
}

interface VersionRow extends Omit<StoredReading, "parsed" | "read"> {
  text: string;
  tier: ParsedDocument["tier"];
  header: ParsedDocument["header"];
  outline: OutlineNode[];
  furniture: Span[];
  warnings: ParsedDocument["warnings"];
  extraction: Extraction | null;
}

/** Null when there is no such version. */
export async function storedReading(db: Database, versionId: number): Promise<StoredReading | null> {
  const [row] = await db.query<VersionRow>(
    `select v.document_id as "documentId", v.id as "versionId", v.status, v.content_hash as "contentHash",
            v.original_hash as "originalHash", v.parser_version as "parserVersion", d.source_name as "sourceName",
            v.source_address as "sourceAddress", v.sidecar, v.text, v.tier, v.header, v.outline, v.furniture, v.warnings,
            v.extraction
       from document_versions v join documents d on d.id = v.document_id where v.id = $1`,
    [versionId],
  );
  if (!row) return null;
  const { text, tier, header, outline, furniture, warnings, extraction, ...rest } = row;
  const passages = await readPassages(db, versionId);
  const parsed: ParsedDocument = {
    text,
    tier,
    header,
    outline,
    passages,
    duties: await readDuties(db, versionId),
    references: await readReferences(db, versionId),
    furniture,
    warnings,
  };
  return { ...rest, parsed, read: extraction ? withExtraction(parsed, extraction) : parsed };
}

function withExtraction(parsed: ParsedDocument, { header, duties, references, warnings }: Extraction): ParsedDocument {
  return { ...parsed, header, duties: [...duties], references: [...references], warnings: [...warnings] };
}

type PassageRow = Omit<PassageRecord, "id" | "versionId" | "documentId" | "text">;

async function readPassages(db: Database, versionId: number): Promise<ParsedDocument["passages"]> {
  const rows = await db.query<PassageRow>(
    `select ordinal, kind, span_start as "start", span_end as "end", locator, path, node
       from passages where version_id = $1 order by ordinal`,
    [versionId],
  );
  return rows.map(({ start, end, ...passage }) => ({ ...passage, span: { start, end } }));
}

interface DutyRow {
  agency: Agency;
  role: DutyRole;
  agencyStart: number;
  agencyEnd: number;
  start: number;
  end: number;
  passage: number;
  partners: string[];
  deadline: Deadline | null;
  reportsTo: string | null;
}

async function readDuties(db: Database, versionId: number): Promise<Duty[]> {
  const rows = await db.query<DutyRow>(
    `select y.agency, y.role, y.agency_start as "agencyStart", y.agency_end as "agencyEnd", y.span_start as "start",
            y.span_end as "end", p.ordinal as passage, y.partners, y.deadline, y.reports_to as "reportsTo"
       from duties y join passages p on p.id = y.passage_id where y.version_id = $1 order by y.id`,
    [versionId],
  );
  return rows.map(({ agencyStart, agencyEnd, start, end, ...duty }) => ({
    ...duty,
    agencySpan: { start: agencyStart, end: agencyEnd },
    span: { start, end },
  }));
}

interface ReferenceRow extends Omit<Reference, "span"> {
  relation: Relation;
  start: number;
  end: number;
}

async function readReferences(db: Database, versionId: number): Promise<Reference[]> {
  const rows = await db.query<ReferenceRow>(
    `select relation, number, type, name, issuer, issued_on as "issuedOn", span_start as "start", span_end as "end"
       from document_references where version_id = $1 order by id`,
    [versionId],
  );
  return rows.map(({ start, end, ...reference }) => ({ ...reference, span: { start, end } }));
}

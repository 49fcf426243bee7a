import { type Database, fold, type SourceTier, type VersionStatus } from "../../../retrieval/index.ts";
import { documentName, SAMPLE_PREFIX } from "../../pages/index.ts";

/** A document as the console lists it: by its live version, else by the one that waits, else by the newest. */
export interface ListedDocument {
  id: number;
  versionId: number;
  collection: string;
  source: string;
  status: VersionStatus;
  /** A newer version waits for approval. */
  waits: boolean;
  number: string | null;
  blankNumber: string | null;
  type: string | null;
  issuer: string | null;
  issuedOn: string | null;
  title: string | null;
  tier: SourceTier;
  warnings: number;
  corrections: number;
}

export interface DocumentQuery {
  words: string;
  /** Folded, as the filter's options carry them. */
  type: string | null;
  issuer: string | null;
  /** A tier, or "sample", which none of them holds. */
  tier: string | null;
  collection: string | null;
  status: "live" | "pending" | "out" | null;
  warned: boolean;
  /** From 1. */
  page: number;
}

export const PAGE_SIZE = 25;

const SHOWN = `shown as (
  select distinct on (d.id) d.id, d.collection, d.source_name, v.id as version_id, v.status, v.header, v.tier,
         v.type_key, v.issuer_key, v.issued_on, jsonb_array_length(v.warnings) as warnings,
         exists (select 1 from document_versions p where p.document_id = d.id and p.status = 'pending') as waits
    from documents d join document_versions v on v.document_id = d.id and v.status <> 'shadow'
   order by d.id, (v.status = 'live') desc, (v.status = 'pending') desc, v.id desc)`;

/** One page of the documents that fit, newest issue first; documents without a date come last. */
export async function searchDocuments(
  db: Database,
  query: DocumentQuery,
): Promise<{ documents: ListedDocument[]; total: number }> {
  const { words, type, issuer, tier, collection, status, warned, page } = query;
  const rows = await db.query<ListedDocument & { total: number }>(
    `with ${SHOWN}
     select id, version_id as "versionId", collection, source_name as "source", status, waits,
            header->'number'->>'value' as "number", header->'blankNumber'->>'value' as "blankNumber",
            header->'type'->>'value' as "type", header->'issuer'->>'value' as "issuer", issued_on as "issuedOn",
            header->'title'->>'value' as "title", tier, warnings,
            (select count(*) from corrections c where c.document_id = shown.id and c.withdrawn_at is null)
              as "corrections",
            count(*) over () as total
       from shown
      where not exists (
              select 1 from unnest($1::text[]) as word
               where position(word in folded_words(concat_ws(' ', header->'number'->>'value',
                       header->'blankNumber'->>'value', header->'type'->>'value', header->'issuer'->>'value',
                       header->'place'->>'value', header->'title'->>'value', source_name))) = 0)
        and ($2::text is null or type_key = $2)
        and ($3::text is null or issuer_key = $3)
        and ($4::text is null or case when starts_with(source_name, $10) then 'sample' else tier end = $4)
        and ($5::text is null or collection = $5)
        and (case $6::text when 'live' then status = 'live' when 'pending' then waits
                           when 'out' then status not in ('live', 'pending') else true end)
        and (not $7::boolean or warnings > 0)
      order by issued_on desc nulls last, id
      limit $8 offset $9`,
    [wordsOf(words), type, issuer, tier, collection, status, warned, PAGE_SIZE, (page - 1) * PAGE_SIZE, SAMPLE_PREFIX],
  );
  return { documents: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

const wordsOf = (words: string) =>
  fold(words)
    .split(/\s+/)
    .filter((word) => word !== "");

export interface FilterOption {
  key: string;
  name: string;
  count: number;
}

/** What the lists of the filter offer, the most frequent first. */
export async function filterOptions(db: Database): Promise<{ types: FilterOption[]; issuers: FilterOption[] }> {
  const options = (key: "type_key" | "issuer_key", field: "type" | "issuer") =>
    db.query<FilterOption>(
      `with ${SHOWN}
       select ${key} as key, min(header->'${field}'->>'value') as name, count(*) as count
         from shown where ${key} is not null group by ${key} order by count(*) desc, ${key} limit 200`,
    );
  return { types: await options("type_key", "type"), issuers: await options("issuer_key", "issuer") };
}

export interface DocumentCounts {
  live: number;
  pending: number;
  warned: number;
}

export async function documentCounts(db: Database): Promise<DocumentCounts> {
  const [row] = await db.query<DocumentCounts>(
    `select count(*) filter (where status = 'live') as live, count(*) filter (where status = 'pending') as pending,
            count(*) filter (where status = 'live' and jsonb_array_length(warnings) > 0) as warned
       from document_versions`,
  );
  return row ?? { live: 0, pending: 0, warned: 0 };
}

/** Ids of a version's duties and references, in the order in which `storedReading` gives them. */
export async function rowIds(db: Database, versionId: number): Promise<{ duties: number[]; references: number[] }> {
  const [duties, references] = [
    await db.query<{ id: number }>("select id from duties where version_id = $1 order by id", [versionId]),
    await db.query<{ id: number }>("select id from document_references where version_id = $1 order by id", [versionId]),
  ];
  return { duties: duties.map(({ id }) => id), references: references.map(({ id }) => id) };
}

/** "Chỉ thị 07/CT-TTg" of each document, by its live version, else by the newest. */
export async function namesOf(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<NamedDocument & { id: number }>(
    `with ${SHOWN}
     select id, header->'number'->>'value' as "number", header->'blankNumber'->>'value' as "blankNumber",
            header->'type'->>'value' as "type"
       from shown where id = any($1::integer[])`,
    [[...ids]],
  );
  return new Map(rows.map((row) => [row.id, documentName(row)]));
}

type NamedDocument = Parameters<typeof documentName>[0];

/** The first passage of a version that has these words; null when none has. */
export async function passageHolding(db: Database, versionId: number, words: string): Promise<number | null> {
  if (words === "") return null;
  const [row] = await db.query<{ id: number }>(
    "select id from passages where version_id = $1 and position($2 in text) > 0 order by ordinal limit 1",
    [versionId, words],
  );
  return row?.id ?? null;
}

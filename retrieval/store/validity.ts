import type { Database } from "../db/index.ts";
import type { ParsedDocument, Span } from "../document/types.ts";
import { type EndedDocument, readValidity } from "../document/validity.ts";
import { AppError } from "../errors.ts";
import { fold, numberParts, sameNumber } from "../text/index.ts";
import { findDocumentsByNumber } from "./documents.ts";
import { addGeneration } from "./index-state.ts";
import { storedReading } from "./stored-reading.ts";

export type ValidityKind = "in-force-from" | "in-force-to" | "replaced-by" | "repealed-by";
export type ValidityState = "proposed" | "confirmed" | "dismissed";

/** One statement about when a document is in force. Only a confirmed one decides anything. */
export interface ValidityFact {
  id: number;
  documentId: number;
  kind: ValidityKind;
  date: string | null;
  partial: boolean;
  byDocumentId: number | null;
  byLabel: string | null;
  state: ValidityState;
  sourceVersionId: number | null;
  start: number | null;
  end: number | null;
  quote: string | null;
  decidedBy: string | null;
}

const FACT = `f.id, f.document_id as "documentId", f.kind, f.date, f.partial, f.by_document_id as "byDocumentId",
  f.by_label as "byLabel", f.state, f.source_version_id as "sourceVersionId", f.span_start as "start",
  f.span_end as "end", f.quote, f.decided_by as "decidedBy"`;

export interface ValidityFilter {
  documentId?: number;
  state?: ValidityState;
}

/** In the order in which they were proposed or entered. */
export function listValidity(db: Database, { documentId, state }: ValidityFilter = {}): Promise<ValidityFact[]> {
  return db.query<ValidityFact>(
    `select ${FACT} from validity_facts f
      where ($1::integer is null or f.document_id = $1) and ($2::text is null or f.state = $2) order by f.id`,
    [documentId ?? null, state ?? null],
  );
}

export interface ValidityDecision {
  id: number;
  state: "confirmed" | "dismissed";
  /** Instead of the proposed day. */
  date?: string | undefined;
  actor: string;
}

/** An admin's word on a proposal, or another word later. Throws `validity.missing`, `validity.bad_date`. */
export async function decideValidity(
  db: Database,
  { id, state, date, actor }: ValidityDecision,
): Promise<ValidityFact> {
  if (date !== undefined) checkDate(date);
  return db.transaction(async (tx) => {
    const [fact] = await tx.query<ValidityFact>(
      `update validity_facts f set state = $2, date = coalesce($3, f.date), decided_by = $4, decided_at = now()
        where f.id = $1 returning ${FACT}`,
      [id, state, date ?? null, actor],
    );
    if (!fact) throw missing(id);
    await addGeneration(tx, { reason: `validity.${state}`, documentId: fact.documentId });
    return fact;
  });
}

export interface NewValidity {
  documentId: number;
  kind: ValidityKind;
  date?: string | null;
  partial?: boolean;
  byDocumentId?: number | null;
  byLabel?: string | null;
  actor: string;
}

/** What no text says and an admin knows: confirmed at once. */
export async function addValidity(db: Database, fact: NewValidity): Promise<number> {
  if (fact.date) checkDate(fact.date);
  return db.transaction(async (tx) => {
    const [row] = await tx.query<{ id: number }>(
      `insert into validity_facts (document_id, kind, date, partial, by_document_id, by_label, state, decided_by, decided_at)
       values ($1, $2, $3, $4, $5, $6, 'confirmed', $7, now())
       on conflict (document_id, kind, coalesce(by_document_id, 0), coalesce(date, ''), partial)
       do update set state = 'confirmed', by_label = coalesce(excluded.by_label, validity_facts.by_label),
                     decided_by = excluded.decided_by, decided_at = now()
       returning id`,
      [
        fact.documentId,
        fact.kind,
        fact.date ?? null,
        fact.partial ?? false,
        fact.byDocumentId ?? null,
        fact.byLabel ?? null,
        fact.actor,
      ],
    );
    await addGeneration(tx, { reason: "validity.confirmed", documentId: fact.documentId });
    return row!.id;
  });
}

interface Shown {
  documentId: number;
  versionId: number;
  parsed: ParsedDocument;
}

/**
 * Proposes what a version that goes live says of itself and of held documents, and what held ones say of it. Earlier
 * proposals of the same document that nobody has decided on are replaced; decided ones stay.
 */
export async function proposeFrom(tx: Database, { documentId, versionId, parsed }: Shown): Promise<void> {
  await tx.query(
    `delete from validity_facts where state = 'proposed'
       and source_version_id in (select id from document_versions where document_id = $1)`,
    [documentId],
  );
  const { own, ended } = readValidity(parsed);
  for (const { kind, date, span } of own) {
    await propose(tx, { documentId, kind, date, partial: false, by: null, source: { versionId, span, parsed } });
  }
  for (const one of ended) {
    for (const target of await heldTargets(tx, one, { documentId, parsed })) {
      await proposeEnd(tx, one, { target, by: { documentId, versionId, parsed } });
    }
  }
  await proposeIncoming(tx, { documentId, parsed });
}

/** Documents that were held before and say that this one is ended. */
async function proposeIncoming(tx: Database, { documentId, parsed }: Omit<Shown, "versionId">): Promise<void> {
  const number = parsed.header.number?.value;
  if (!number) return;
  const citing = await tx.query<{ versionId: number }>(
    `select distinct r.version_id as "versionId"
       from document_references r
       join document_versions v on v.id = r.version_id and v.live and v.document_id <> $2
       left join passages p on p.id = r.passage_id
      where r.number_seq = $1 and (r.relation in ('repeals', 'replaces') or p.text ilike '%hết hiệu lực%')
      order by 1`,
    [numberParts(number).seq, documentId],
  );
  for (const { versionId } of citing) {
    const reading = await storedReading(tx, versionId);
    if (!reading) continue;
    const by = { documentId: reading.documentId, versionId, parsed: reading.parsed };
    for (const one of readValidity(reading.parsed).ended) {
      if (!one.reference.number || !sameNumber(one.reference.number, number)) continue;
      const targets = await heldTargets(tx, one, by);
      if (targets.includes(documentId)) await proposeEnd(tx, one, { target: documentId, by });
    }
  }
}

/** Held documents that a citation means: same number, no contradicting day, of the same province or central. */
async function heldTargets(
  tx: Database,
  { reference }: EndedDocument,
  { documentId, parsed }: Omit<Shown, "versionId">,
): Promise<number[]> {
  const { seq, year, symbol } = numberParts(reference.number ?? "");
  if (!seq || !symbol) return [];
  const place = parsed.header.place?.value ?? null;
  const issued = parsed.header.issuedOn?.value ?? null;
  const held = await findDocumentsByNumber(tx, { seq, year: year ?? null, symbol, type: reference.type });
  return held
    .filter((record) => record.id !== documentId && record.numberSymbol === symbol)
    .filter((record) => agree(record.issuedOn, reference.issuedOn) && notAfter(record.issuedOn, issued))
    .filter((record) => record.place === null || (place !== null && fold(record.place) === fold(place)))
    .map(({ id }) => id);
}

function agree(held: string | null, cited: string | null): boolean {
  return held === null || cited === null || held.startsWith(cited) || cited.startsWith(held);
}

/** Nothing ends what is issued after it. */
function notAfter(held: string | null, citing: string | null): boolean {
  if (held === null || citing === null) return true;
  const length = Math.min(held.length, citing.length);
  return held.slice(0, length) <= citing.slice(0, length);
}

function proposeEnd(tx: Database, one: EndedDocument, { target, by }: { target: number; by: Shown }): Promise<void> {
  const source = { versionId: by.versionId, span: one.span, parsed: by.parsed };
  return propose(tx, { documentId: target, kind: one.kind, date: one.date, partial: one.partial, by, source });
}

interface Proposal {
  documentId: number;
  kind: ValidityKind;
  date: string | null;
  partial: boolean;
  by: Shown | null;
  source: { versionId: number; span: Span; parsed: ParsedDocument };
}

async function propose(tx: Database, { documentId, kind, date, partial, by, source }: Proposal): Promise<void> {
  const { versionId, span, parsed } = source;
  const label = by ? [by.parsed.header.type?.value, by.parsed.header.number?.value].filter(Boolean).join(" ") : "";
  // A confirmed or dismissed word on the same matter may carry another day: an admin set it.
  await tx.query(
    `insert into validity_facts (document_id, kind, date, partial, by_document_id, by_label, source_version_id,
       span_start, span_end, quote)
     select $1::integer, $2::text, $3::text, $4::boolean, $5::integer, $6::text, $7::integer, $8::integer, $9::integer,
            $10::text
      where not exists (select 1 from validity_facts where document_id = $1 and kind = $2 and state <> 'proposed'
                           and coalesce(by_document_id, 0) = coalesce($5, 0) and partial = $4)
     on conflict do nothing`,
    [
      documentId,
      kind,
      date,
      partial,
      by?.documentId ?? null,
      label || null,
      versionId,
      span.start,
      span.end,
      parsed.text.slice(span.start, span.end),
    ],
  );
}

function checkDate(date: string): void {
  const day = new Date(`${date}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)) return;
  throw new AppError({
    code: "validity.bad_date",
    message: `"${date}" is not a day of the calendar; write it as 2024-03-01.`,
    userMessage: "Ngày không hợp lệ. Vui lòng ghi theo dạng năm-tháng-ngày, ví dụ 2024-03-01.",
  });
}

const missing = (id: number): AppError =>
  new AppError({
    code: "validity.missing",
    message: `There is no statement of validity ${id}.`,
    userMessage: "Không tìm thấy thông tin hiệu lực này.",
  });

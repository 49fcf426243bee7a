import type { Database } from "../db/index.ts";
import type { ParsedDocument, Warning } from "../document/types.ts";
import { applyCorrections, type CorrectionBody } from "./apply-corrections.ts";
import type { Extraction } from "./version-rows.ts";

export type CorrectionRecord = CorrectionBody & {
  id: number;
  documentId: number;
  oldValue: unknown;
  actor: string;
  reason: string | null;
  createdAt: Date;
  withdrawnBy: string | null;
  withdrawnAt: Date | null;
  /** It holds in the generations after this one … */
  madeAfter: number;
  /** … up to this one; null while it stands. */
  withdrawnAfter: number | null;
};

const CORRECTION = `id, document_id as "documentId", kind, field, target, old_value as "oldValue",
  new_value as "newValue", actor, reason, created_at as "createdAt", withdrawn_by as "withdrawnBy",
  withdrawn_at as "withdrawnAt", made_after as "madeAfter", withdrawn_after as "withdrawnAfter"`;

const LAST_GENERATION = "(select coalesce(max(g.id), 0) from index_generations g)";

/** All corrections ever made to a document, withdrawn ones too, in the order in which they were made. */
export function correctionsOf(db: Database, documentId: number): Promise<CorrectionRecord[]> {
  return db.query<CorrectionRecord>(`select ${CORRECTION} from corrections where document_id = $1 order by id`, [
    documentId,
  ]);
}

export async function getCorrection(db: Database, id: number): Promise<CorrectionRecord | null> {
  const [record] = await db.query<CorrectionRecord>(`select ${CORRECTION} from corrections where id = $1`, [id]);
  return record ?? null;
}

/** What holds for a document now. `stamp` changes with every correction that is made or withdrawn. */
export interface ActiveCorrections {
  corrections: CorrectionRecord[];
  stamp: string;
}

export async function activeCorrections(db: Database, documentId: number | null): Promise<ActiveCorrections> {
  if (documentId === null) return { corrections: [], stamp: "0/0/0" };
  // The stamp first: a correction made between the two reads makes the save fail and be tried again.
  const [row] = await db.query<{ stamp: string }>("select corrections_stamp($1) as stamp", [documentId]);
  const corrections = await correctionsOf(db, documentId);
  return { corrections: corrections.filter(({ withdrawnAt }) => withdrawnAt === null), stamp: row!.stamp };
}

export interface Corrected {
  parsed: ParsedDocument;
  /** As it was read; null where nothing is corrected. */
  extraction: Extraction | null;
  missed: CorrectionBody[];
}

/** A reading with its corrections; one whose words it no longer holds becomes a warning. Pure. */
export function corrected(read: ParsedDocument, corrections: readonly CorrectionBody[]): Corrected {
  if (corrections.length === 0) return { parsed: read, extraction: null, missed: [] };
  const { parsed, missed } = applyCorrections(read, corrections);
  const { header, duties, references, warnings } = read;
  return {
    parsed: { ...parsed, warnings: [...warnings, ...missed.map(lost)] },
    extraction: { header, duties, references, warnings },
    missed,
  };
}

function lost({ target }: CorrectionBody): Warning {
  return {
    code: "correction.target_gone",
    message: `Một chỉnh sửa trước đây không còn áp dụng được vì bản này không có đoạn “${target?.words ?? ""}”. Vui lòng kiểm tra lại.`,
    span: null,
  };
}

export interface NewCorrection {
  documentId: number;
  body: CorrectionBody;
  oldValue: unknown;
  actor: string;
  reason?: string | null | undefined;
}

/** Under the index lock, so that the generation it is made after is the last one. */
export async function insertCorrection(tx: Database, correction: NewCorrection): Promise<number> {
  const { documentId, body, oldValue, actor, reason } = correction;
  const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  const [row] = await tx.query<{ id: number }>(
    `insert into corrections (document_id, kind, field, target, old_value, new_value, actor, reason, made_after)
     values ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7, $8, ${LAST_GENERATION}) returning id`,
    [documentId, body.kind, body.field, json(body.target), json(oldValue), json(body.newValue), actor, reason ?? null],
  );
  return row!.id;
}

/** False when it is withdrawn already. */
export async function markWithdrawn(tx: Database, id: number, actor: string): Promise<boolean> {
  const rows = await tx.query(
    `update corrections set withdrawn_by = $2, withdrawn_at = now(), withdrawn_after = ${LAST_GENERATION}
      where id = $1 and withdrawn_at is null returning id`,
    [id, actor],
  );
  return rows.length > 0;
}

import type { Database } from "../db/index.ts";
import { fold } from "../text/index.ts";

/** A document that people asked for and that is not held. */
export interface MissingDocument {
  id: number;
  numberSeq: string;
  numberYear: string;
  numberSymbol: string;
  typeKey: string;
  /** As the first person wrote it. */
  label: string;
  asked: number;
  firstAskedAt: Date;
  lastAskedAt: Date;
}

export interface MissingDocumentRequest {
  seq: string;
  year?: string | null;
  symbol?: string | null;
  type?: string | null;
  label: string;
}

/** Counts one more question for it. */
export async function recordMissingDocument(db: Database, request: MissingDocumentRequest): Promise<void> {
  await db.query(
    `insert into missing_documents as m (number_seq, number_year, number_symbol, type_key, label)
     values ($1, $2, $3, $4, $5)
     on conflict (number_seq, number_year, number_symbol, type_key)
     do update set asked = m.asked + 1, last_asked_at = now()`,
    [
      request.seq,
      request.year ?? "",
      fold(request.symbol ?? ""),
      fold(request.type ?? ""),
      request.label.toWellFormed(),
    ],
  );
}

/** The most asked for first. */
export function listMissingDocuments(db: Database): Promise<MissingDocument[]> {
  return db.query<MissingDocument>(
    `select id, number_seq as "numberSeq", number_year as "numberYear", number_symbol as "numberSymbol",
            type_key as "typeKey", label, asked, first_asked_at as "firstAskedAt", last_asked_at as "lastAskedAt"
       from missing_documents order by asked desc, id`,
  );
}

/** Puts the number itself in place of what somebody wrote: the words are erased, what is missing is still known. */
export async function neutralLabels(tx: Database, labels: readonly string[]): Promise<void> {
  await tx.query(
    `update missing_documents
        set label = trim(concat_ws(' ', nullif(type_key, ''),
                    concat_ws('/', number_seq, nullif(number_year, ''), nullif(upper(number_symbol), ''))))
      where label = any($1::text[])`,
    [labels],
  );
}

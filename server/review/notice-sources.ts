import type { Database } from "../../retrieval/index.ts";
import { dateInWords, documentName } from "../pages/index.ts";
import { type NoticeSource, refusal } from "./notice-text.ts";

interface SourceRow extends Omit<NoticeSource, "marker" | "name"> {
  locator: string;
  number: string | null;
  blankNumber: string | null;
  type: string | null;
  issuer: string | null;
  issuedOn: string | null;
}

const SOURCE = `p.version_id as "versionId", p.id as "passageId", p.span_start as "start", p.text, p.locator,
  v.header->'number'->>'value' as "number", v.header->'blankNumber'->>'value' as "blankNumber",
  v.header->'type'->>'value' as "type", v.header->'issuer'->>'value' as "issuer",
  v.header->'issuedOn'->>'value' as "issuedOn"`;

/** The passages that an answer quotes, under the answer's own numbers. */
export async function sourcesOfAnswer(db: Database, answerId: string): Promise<NoticeSource[]> {
  const rows = await db.query<SourceRow & { marker: number }>(
    `select c.marker, ${SOURCE}
       from answer_citations c join passages p on p.id = c.passage_id join document_versions v on v.id = p.version_id
      where c.answer_id = $1 order by c.marker`,
    [answerId],
  );
  return rows.map((row) => named(row, row.marker));
}

/** "/documents/12#p34", "https://…/documents/12?v=5&from=1&to=9#p34" */
const ADDRESS = /\/documents\/(\d{1,9})(?:\?([^#\s]*))?#p(\d{1,9})\s*$/;

/** Other passages by their addresses, numbered on from `after`. Throws `notice.unknown_address`. */
export async function sourcesAt(db: Database, addresses: readonly string[], after: number): Promise<NoticeSource[]> {
  const found: NoticeSource[] = [];
  for (const address of addresses) {
    const [, documentId, query = "", ordinal] = ADDRESS.exec(address) ?? [];
    const version = /(?:^|&)v=(\d{1,9})(?:&|$)/.exec(query)?.[1] ?? null;
    const [row] = documentId === undefined ? [] : await passageAt(db, [Number(documentId), Number(ordinal), version]);
    if (row === undefined) {
      throw refusal("unknown_address", `Không tìm thấy đoạn văn bản ở địa chỉ “${address.slice(0, 120)}”.`);
    }
    found.push(named(row, after + found.length + 1));
  }
  return found;
}

/** Of the version that is named, else of the one in use. */
function passageAt(db: Database, params: readonly [number, number, string | null]): Promise<SourceRow[]> {
  return db.query<SourceRow>(
    `select ${SOURCE}
       from passages p join document_versions v on v.id = p.version_id
      where v.document_id = $1 and p.ordinal = $2 and v.status in ('live', 'retired')
        and case when $3::integer is null then v.live else v.id = $3::integer end`,
    params,
  );
}

function named({ locator, number, blankNumber, type, issuer, issuedOn, ...source }: SourceRow, marker: number) {
  const { versionId, passageId, start, text } = source;
  const about = [documentName({ number, blankNumber, type }), issuer, dateInWords(issuedOn), locator];
  return { marker, versionId, passageId, start, text, name: about.filter(Boolean).join(" · ") };
}

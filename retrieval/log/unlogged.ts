import type { Database } from "../db/index.ts";
import type { EntryKind } from "./chain.ts";
import { NOTICE_SUBJECTS } from "./notice-evidence.ts";

export interface UnloggedRow {
  kind: EntryKind;
  subject: string;
}

/** Where the rows of each kind of line stand. */
const ROWS: Readonly<Record<EntryKind, string>> = {
  answer: "select sequence as at, id as subject from answers",
  feedback: "select id, id::text from feedback",
  delivery: "select id, id::text from answer_deliveries",
  erasure: "select id, id::text from erasures",
  review: "select id, id::text from reviews",
  notice: `select split_part(subject, ':', 1)::integer, subject from (${NOTICE_SUBJECTS}) n`,
};

/** Rows that somebody slipped in: nothing of the program writes one without a line. */
export async function unloggedRows(db: Database, limit: number): Promise<{ count: number; first: UnloggedRow[] }> {
  const all = Object.entries(ROWS)
    .map(
      (
        [kind, rows],
        rank,
      ) => `select ${rank} as rank, '${kind}' as kind, r.at, r.subject from (${rows}) as r(at, subject)
        where not exists (select 1 from audit_log l where l.kind = '${kind}' and l.subject = r.subject)`,
    )
    .join(" union all ");
  const rows = await db.query<UnloggedRow & { total: number }>(
    `select kind, subject, (count(*) over ())::integer as total from (${all}) u order by rank, at limit $1`,
    [limit],
  );
  return { count: rows[0]?.total ?? 0, first: rows.map(({ kind, subject }) => ({ kind, subject })) };
}

import type { Database } from "../db/index.ts";
import { type EntryKind, lockChain } from "./chain.ts";
import { logRow } from "./log-row.ts";

export interface ErasedSubject {
  kind: "answer" | "feedback" | "review" | "notice";
  subject: string;
}

export interface NewErasure {
  what: "words" | "person";
  reason: "request" | "forget" | "retention";
  /** Name of an account, "cli", "person" for the person's own wish, "program" for a rule. */
  actor: string;
  subjects: readonly ErasedSubject[];
}

/**
 * Records what is erased, then runs `erase`, which the triggers admit only now, then adds the line of the chain that a
 * check of the log will want in place of the words. Returns the erasure's id.
 */
export async function insertErasure(
  tx: Database,
  { what, reason, actor, subjects }: NewErasure,
  erase: () => Promise<void>,
): Promise<number> {
  await lockChain(tx);
  const [row] = await tx.query<{ id: number }>(
    "insert into erasures (what, reason, actor, at) values ($1, $2, $3, $4) returning id",
    [what, reason, actor, new Date()],
  );
  const id = row!.id;
  await tx.query(
    `insert into erased_subjects (erasure_id, kind, subject)
     select $1, r.kind, r.subject from jsonb_to_recordset($2::jsonb) as r(kind text, subject text)`,
    [id, JSON.stringify(subjects)],
  );
  await erase();
  await logRow(tx, "erasure", id);
  return id;
}

/** Of some subjects, what a recorded erasure (one that has its line) took out of them. */
export function erasuresOf(
  db: Database,
  subjects: readonly { kind: EntryKind; subject: string }[],
): Promise<(ErasedSubject & Pick<NewErasure, "what">)[]> {
  return db.query(
    `select distinct s.kind, s.subject, e.what
       from unnest($1::text[], $2::text[]) as q(kind, subject)
       join erased_subjects s on s.kind = q.kind and s.subject = q.subject
       join erasures e on e.id = s.erasure_id
       join audit_log l on l.kind = 'erasure' and l.subject = e.id::text`,
    [subjects.map(({ kind }) => kind), subjects.map(({ subject }) => subject)],
  );
}

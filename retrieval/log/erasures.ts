import type { Database } from "../db/index.ts";
import { appendEntry } from "./chain.ts";
import { erasureEvidence } from "./evidence.ts";

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
  const [evidence] = await erasureEvidence(tx, [String(id)]);
  if (evidence) await appendEntry(tx, "erasure", evidence);
  return id;
}

import type { Database } from "../db/index.ts";
import { appendEntry, type EntryKind, readHead } from "./chain.ts";
import { readEvidence } from "./evidence.ts";

const BATCH = 500;

const OLD_ROWS: readonly [EntryKind, string][] = [
  ["answer", "select id as subject from answers order by sequence"],
  ["feedback", "select id::text as subject from feedback order by id"],
];

/**
 * Gives the rows of a log that is older than the chain their lines, once. Never where there are lines already: a row
 * that somebody slipped in later must stay without one.
 */
export async function adoptOldRows(db: Database): Promise<void> {
  if ((await readHead(db)).position > 0) return;
  await db.transaction(async (tx) => {
    await tx.query("select position from audit_head for update");
    if ((await readHead(tx)).position > 0) return;
    for (const [kind, sql] of OLD_ROWS) {
      const subjects = (await tx.query<{ subject: string }>(sql)).map(({ subject }) => subject);
      for (let from = 0; from < subjects.length; from += BATCH) {
        const batch = subjects.slice(from, from + BATCH);
        const found = new Map((await readEvidence[kind](tx, batch)).map((evidence) => [evidence.subject, evidence]));
        for (const subject of batch) await appendEntry(tx, kind, found.get(subject)!);
      }
    }
  });
}

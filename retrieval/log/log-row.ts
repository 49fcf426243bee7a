import type { Database } from "../db/index.ts";
import { appendEntry, type EntryKind } from "./chain.ts";
import { readEvidence } from "./evidence.ts";

/**
 * Gives a row that was just written its line of the chain: read back, so that what is hashed is what a later check will
 * read. As late in its transaction as may be: it holds up the other writers of the log until that ends.
 */
export async function logRow(tx: Database, kind: EntryKind, subject: string | number): Promise<void> {
  const [evidence] = await readEvidence[kind](tx, [String(subject)]);
  if (evidence === undefined) throw new Error(`there is no ${kind} ${subject} to log`);
  await appendEntry(tx, kind, evidence);
}

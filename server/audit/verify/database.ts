import {
  type AuditEntry,
  type AuditEvidence,
  type Database,
  type EntryKind,
  erasuresOf,
  FIRST_HASH,
  readEntries,
  readEvidence,
  readHead,
  sealsBetween,
  unloggedRows,
} from "../../../retrieval/index.ts";
import { createLineChecker, type LineChecker } from "./check-line.ts";
import { createSealChecker, type Keys, type SealChecker } from "./check-seals.ts";
import { collectFindings, type Findings } from "./findings.ts";
import { checkSealsFile } from "./seals-file.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

export interface VerifyOptions {
  db: Database;
  keys: Keys;
  /** `isNamed`: somebody asked for this very file, so it has to be there. */
  sealsFile: { path: string; isNamed: boolean };
  mustBeSigned?: boolean | undefined;
  /** Lines that are held in memory at a time. */
  batch?: number | undefined;
}

const BATCH = 1_000;
/** A row without a line is named; of many the first will do. */
const NAMED = 1;

interface Check {
  db: Database;
  findings: Findings;
  lines: LineChecker;
  seals: SealChecker;
  batch: number;
}

/**
 * Reads the whole log once, in order, a batch at a time. Each batch is read in one snapshot, so that what is written or
 * erased meanwhile is no fault; lines that are added meanwhile are checked too.
 */
export async function verifyDatabase(options: VerifyOptions): Promise<Verdict> {
  const { db, keys, sealsFile, mustBeSigned = false, batch = BATCH } = options;
  const findings = collectFindings();
  const lines = createLineChecker(findings, { position: 0, hash: FIRST_HASH });
  const seals = createSealChecker(findings, keys);
  const check = { db, findings, lines, seals, batch };
  while (await inSnapshot(db, (tx) => checkBatch({ ...check, db: tx })));
  const file = await checkSealsFile({ ...check, ...sealsFile, end: lines.last().position });
  const notices =
    file === "absent" ? [`Không có tệp niêm phong ${sealsFile.path}; chỉ đối chiếu được với cơ sở dữ liệu.`] : [];
  const checked = { from: 1, lines: lines.count(), head: lines.last(), sealedTo: seals.sealedTo() };
  return verdictOf({ ...checked, findings, notices, mustBeSigned });
}

function inSnapshot<T>(db: Database, work: (tx: Database) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.exec("set transaction isolation level repeatable read, read only");
    return work(tx);
  });
}

/** False when that was the end; the end is then checked in the same snapshot. */
async function checkBatch(check: Check): Promise<boolean> {
  const { db, lines, batch } = check;
  const after = lines.last().position;
  const entries = await readEntries(db, after, batch);
  const last = entries.at(-1);
  if (last === undefined) {
    await checkEnd(check);
    return false;
  }
  const evidence = await evidenceOf(db, entries);
  const erased = new Set(
    (await erasuresOf(db, entries)).map(({ kind, subject, what }) => `${what} ${kind} ${subject}`),
  );
  for (const entry of entries) {
    const key = keyOf(entry);
    lines.check({
      entry,
      evidence: evidence.get(key) ?? null,
      erased: { words: erased.has(`words ${key}`), person: erased.has(`person ${key}`) },
    });
  }
  await checkSeals(check, entries, after, last.position);
  return true;
}

const keyOf = ({ kind, subject }: Pick<AuditEntry, "kind" | "subject">) => `${kind} ${subject}`;

/** What stands in the database of each subject; one query a kind. */
async function evidenceOf(db: Database, entries: readonly AuditEntry[]): Promise<Map<string, AuditEvidence>> {
  const found = new Map<string, AuditEvidence>();
  for (const [kind, own] of Map.groupBy(entries, (entry) => entry.kind)) {
    // A kind that the program does not know was written by somebody else: its rows count as missing.
    const read = (readEvidence as Readonly<Record<string, (typeof readEvidence)[EntryKind] | undefined>>)[kind];
    const rows = read
      ? await read(
          db,
          own.map(({ subject }) => subject),
        )
      : [];
    for (const row of rows) found.set(keyOf({ kind, subject: row.subject }), row);
  }
  return found;
}

async function checkSeals(check: Check, entries: readonly AuditEntry[], after: number, upTo: number): Promise<void> {
  const hashes = new Map(entries.map(({ position, hash }) => [position, hash]));
  for (const seal of await sealsBetween(check.db, after, upTo)) {
    check.seals.check(seal, hashes.get(seal.position) ?? null);
  }
}

/** The head, what was sealed above it, and rows that no line is about. */
async function checkEnd({ db, findings, lines, seals }: Check): Promise<void> {
  const last = lines.last();
  const head = await readHead(db);
  if (head.position > last.position) {
    const cut = { position: last.position + 1, kind: null, subject: null, upTo: head.position };
    findings.add({ code: "line.missing", ...cut }, head.position - last.position);
  } else if (head.position !== last.position || head.hash !== last.hash) {
    findings.add({ code: "head.changed", position: last.position, kind: null, subject: null });
  }
  for (const seal of await sealsBetween(db, last.position, Number.MAX_SAFE_INTEGER)) seals.above(seal, last.position);
  const { count, first } = await unloggedRows(db, NAMED);
  for (const row of first) findings.add({ code: "row.unlogged", position: null, ...row }, count);
}

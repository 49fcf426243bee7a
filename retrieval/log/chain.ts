import type { Database } from "../db/index.ts";
import { digest, saltedDigest } from "./canonical.ts";

/** What a line of the chain is about. */
export type EntryKind = "answer" | "feedback" | "delivery" | "erasure" | "review" | "notice";

/** What stands in the database of one subject, in the form that is hashed. */
export interface Evidence {
  subject: string;
  /** All that must not change, as JSON. */
  content: object;
  /** What may be erased; null once it is, or where there is none. */
  words: Salted | null;
  person: Salted | null;
}

export interface Salted {
  salt: string;
  value: object;
}

/** One line of the chain. Hashes are SHA-256, hexadecimal. */
export interface AuditEntry {
  /** 1, 2, 3, … without gaps. */
  position: number;
  at: Date;
  kind: EntryKind;
  subject: string;
  contentHash: string;
  wordsHash: string | null;
  personHash: string | null;
  previousHash: string;
  hash: string;
}

export interface Head {
  /** Of the last line; 0 when there is none. */
  position: number;
  hash: string;
}

/** What stands before the first line. */
export const FIRST_HASH = "0".repeat(64);

export function entryHash(entry: Omit<AuditEntry, "hash">): string {
  const { position, at, kind, subject, contentHash, wordsHash, personHash, previousHash } = entry;
  return digest([position, at.toISOString(), kind, subject, contentHash, wordsHash, personHash, previousHash]);
}

export const hashesOf = ({ content, words, person }: Omit<Evidence, "subject">) => ({
  contentHash: digest(content),
  wordsHash: words && saltedDigest(words.salt, words.value),
  personHash: person && saltedDigest(person.salt, person.value),
});

/**
 * Keeps other writers of the log away until the transaction ends, and returns the last line. A transaction that also
 * changes rows which writers of the log change after their line (what is to be sent, turns, erased words) calls this
 * before it touches them: all take the chain first, so that no two wait for each other.
 */
export async function lockChain(tx: Database): Promise<Head> {
  const [head] = await tx.query<Head>("select position, hash from audit_head for update");
  return head ?? { position: 0, hash: FIRST_HASH };
}

/**
 * Appends a line, inside the transaction that wrote its subject; as late in it as may be, for it holds up the other
 * writers of the log until the transaction ends.
 */
export async function appendEntry(tx: Database, kind: EntryKind, { subject, ...evidence }: Evidence): Promise<void> {
  const { position, hash: previousHash } = await lockChain(tx);
  const entry = {
    ...{ position: position + 1, at: new Date(), kind, subject, previousHash },
    ...hashesOf(evidence),
  };
  const hash = entryHash(entry);
  await tx.query(
    `insert into audit_log (position, at, kind, subject, content_hash, words_hash, person_hash, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [entry.position, entry.at, kind, subject, entry.contentHash, entry.wordsHash, entry.personHash, previousHash, hash],
  );
  await tx.query("update audit_head set position = $1, hash = $2", [entry.position, hash]);
}

export async function readHead(db: Database): Promise<Head> {
  const [head] = await db.query<Head>("select position, hash from audit_head");
  return head ?? { position: 0, hash: FIRST_HASH };
}

/** Lines above `after`, in order. */
export function readEntries(db: Database, after: number, limit: number): Promise<AuditEntry[]> {
  return db.query<AuditEntry>(
    `select position, at, kind, subject, content_hash as "contentHash", words_hash as "wordsHash",
            person_hash as "personHash", previous_hash as "previousHash", hash
       from audit_log where position > $1 order by position limit $2`,
    [after, limit],
  );
}

import { type AuditEvidence, digest, entryHash, saltedDigest } from "../../../retrieval/index.ts";
import { vietnamTime } from "../spreadsheet/index.ts";
import { kindOf, type NamedRow } from "./columns.ts";

/**
 * One exchange as one object: all that the columns say, and what its line of the chain was made of, so that the line can
 * be checked without the database. Of the person only the name in this export: the keys of the log stay in it.
 */
export function jsonRecord(row: NamedRow, evidence: AuditEvidence | undefined, withWords: boolean): object {
  const { sequence: _, personKey: __, hasWords, words: ___, askedAt, chain, ...rest } = row;
  const words = withWords ? (evidence?.words ?? null) : null;
  return {
    ...rest,
    citations: rest.citations.map((citation) => ({ ...citation, kind: kindOf(citation) })),
    time: vietnamTime(askedAt),
    erased: withWords ? words === null : !hasWords,
    words: words?.value ?? null,
    evidence: { content: evidence?.content ?? null, wordsSalt: words?.salt ?? null },
    chain: chain && { ...chain, at: new Date(chain.at).toISOString(), kind: "answer", subject: row.id },
  };
}

/** What is wrong with a line of a JSONL export against its own line of the chain; null: nothing. */
export function faultOfRecord(text: string): "not a record" | "content" | "words" | "chain" | null {
  const record = parse(text);
  if (record === null) return "not a record";
  const { chain, evidence, words } = record;
  const entry = { ...chain, at: new Date(chain.at) };
  if (entryHash(entry) !== chain.hash) return "chain";
  if (digest(evidence.content) !== chain.contentHash) return "content";
  const isWordless = words === null || evidence.wordsSalt === null;
  return isWordless || saltedDigest(evidence.wordsSalt ?? "", words) === chain.wordsHash ? null : "words";
}

interface CheckedRecord {
  chain: Parameters<typeof entryHash>[0] & { hash: string };
  evidence: { content: object; wordsSalt: string | null };
  words: object | null;
}

function parse(text: string): CheckedRecord | null {
  try {
    const value = JSON.parse(text) as Partial<CheckedRecord> | null;
    const isRecord = value?.chain && value.evidence && !Number.isNaN(new Date(value.chain.at).getTime());
    return isRecord ? (value as CheckedRecord) : null;
  } catch {
    return null;
  }
}

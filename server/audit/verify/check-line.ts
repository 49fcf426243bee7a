import {
  type AuditEntry,
  type AuditEvidence,
  digest,
  entryHash,
  type Head,
  type Salted,
  saltedDigest,
} from "../../../retrieval/index.ts";
import type { FaultCode, Finding, Findings } from "./findings.ts";

export interface Line {
  entry: AuditEntry;
  /** What stands in the database (or the export) now; null when it is gone. */
  evidence: Omit<AuditEvidence, "subject"> | null;
  /** What recorded erasures took out of it. */
  erased: { words: boolean; person: boolean };
}

export interface LineChecker {
  /** Lines come in order of position. */
  check(line: Line): void;
  /** The last line that was checked. */
  last(): Head;
  count(): number;
}

/** Follows the chain line by line; at most one finding a line. `start` is the line before the first one. */
export function createLineChecker(findings: Findings, start: Head): LineChecker {
  let last: Head = start;
  // Whom a wrong "previous hash" of the next line blames; null once that line was found bad itself.
  let blamed: Pick<Finding, "position" | "kind" | "subject"> | null = null;
  let count = 0;
  return {
    check: ({ entry, evidence, erased }) => {
      const { position, kind, subject, hash, previousHash } = entry;
      const at = { position, kind, subject };
      const isWhole = entryHash(entry) === hash;
      const expected = last.position + 1;
      if (position !== expected) {
        const upTo = position - 1;
        findings.add(
          { code: "line.missing", position: expected, kind: null, subject: null, upTo },
          position - expected,
        );
      } else if (isWhole && previousHash !== last.hash && (blamed !== null || count === 0)) {
        findings.add({ code: "line.replaced", ...(blamed ?? at) });
      }
      const fault = isWhole ? faultOf(entry, evidence, erased) : "line.changed";
      if (fault !== null) findings.add({ code: fault, ...at });
      blamed = fault === null ? at : null;
      last = { position, hash };
      count += 1;
    },
    last: () => last,
    count: () => count,
  };
}

function faultOf(entry: AuditEntry, evidence: Line["evidence"], erased: Line["erased"]): FaultCode | null {
  if (evidence === null) return "row.missing";
  if (digest(evidence.content) !== entry.contentHash) return "row.changed";
  const words = faultOfErasable(entry.wordsHash, evidence.words, erased.words);
  if (words !== null) return `words.${words}`;
  const person = faultOfErasable(entry.personHash, evidence.person, erased.person);
  return person === null ? null : `person.${person}`;
}

function faultOfErasable(
  hash: string | null,
  now: Salted | null,
  isErased: boolean,
): "changed" | "gone" | "returned" | null {
  if (now === null) return hash === null || isErased ? null : "gone";
  if (isErased) return "returned";
  return hash !== null && saltedDigest(now.salt, now.value) === hash ? null : "changed";
}

import type { Head } from "../../../retrieval/index.ts";
import type { Finding, Findings } from "./findings.ts";

/** What came of a check. */
export interface Verdict {
  ok: boolean;
  /** First line that was checked; above 1 for a part of the log. */
  from: number;
  lines: number;
  head: Head;
  /** Position of the latest seal that holds; null where there is none. */
  sealedTo: number | null;
  /** Lines above it. */
  unsigned: number;
  bad: number;
  byCode: Record<string, number>;
  first: Finding | null;
  /** Vietnamese: what the check could not look at. */
  notices: readonly string[];
}

interface Checked extends Pick<Verdict, "from" | "lines" | "head" | "sealedTo" | "notices"> {
  findings: Findings;
  /** Lines that nobody signed are a fault too. */
  mustBeSigned: boolean;
}

export function verdictOf({ findings, mustBeSigned, ...checked }: Checked): Verdict {
  const { head, sealedTo, lines, from } = checked;
  const unsigned = Math.max(0, Math.min(lines, head.position - (sealedTo ?? from - 1)));
  // Where something else is wrong, what is not signed for that reason is no second fault.
  if (mustBeSigned && unsigned > 0 && findings.total() === 0) {
    const first = head.position - unsigned + 1;
    findings.add({ code: "lines.unsigned", position: first, kind: null, subject: null, upTo: head.position }, unsigned);
  }
  const notices = unsigned > 0 ? [...checked.notices, `${unsigned} dòng sau cùng chưa được ký.`] : checked.notices;
  return {
    ...checked,
    ...{ notices, unsigned, ok: findings.total() === 0, bad: findings.total(), byCode: findings.byCode() },
    first: findings.first(),
  };
}

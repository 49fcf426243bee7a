/** What can be wrong with the log. Stable: scripts may look for them. */
export type FaultCode =
  | "line.missing"
  | "line.changed"
  | "line.replaced"
  | "row.missing"
  | "row.changed"
  | "row.unlogged"
  | "words.changed"
  | "words.gone"
  | "words.returned"
  | "person.changed"
  | "person.gone"
  | "person.returned"
  | "head.changed"
  | "seal.invalid"
  | "seal.unknown_key"
  | "seal.contradicts"
  | "seal.above_end"
  | "seals_file.unreadable"
  | "export.unreadable"
  | "export.cut"
  | "export.unknown_key"
  | "lines.unsigned";

export interface Finding {
  code: FaultCode;
  /** Of the line; null for what has none. */
  position: number | null;
  kind: string | null;
  subject: string | null;
  /** Up to here, where one finding is about several lines. */
  upTo?: number;
  /** More about it, for the sentence: a key, a position. */
  detail?: string;
}

export interface Findings {
  add(finding: Finding, count?: number): void;
  /** The one with the lowest position; those without one come last. */
  first(): Finding | null;
  total(): number;
  byCode(): Record<string, number>;
}

/** Counts, and keeps the first: a log may have a million faults. */
export function collectFindings(): Findings {
  let first: Finding | null = null;
  let total = 0;
  const codes = new Map<FaultCode, number>();
  const rank = ({ position }: Finding) => position ?? Number.POSITIVE_INFINITY;
  return {
    add: (finding, count = 1) => {
      total += count;
      codes.set(finding.code, (codes.get(finding.code) ?? 0) + count);
      if (first === null || rank(finding) < rank(first)) first = finding;
    },
    first: () => first,
    total: () => total,
    byCode: () => Object.fromEntries(codes),
  };
}

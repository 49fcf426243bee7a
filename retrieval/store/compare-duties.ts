import type { Duty, ParsedDocument } from "../document/types.ts";
import { plainText } from "../text/index.ts";
import type { PassagePairs } from "./pair-passages.ts";

/** A duty with the words that order it. */
export interface DutyLine {
  agencyKey: string;
  agency: string;
  role: Duty["role"];
  deadline: string | null;
  words: string;
  /** "Mục 4" */
  locator: string;
}

export interface DutyChanges {
  /** The same words, or the clause in their place, order another agency now. */
  moved: { before: DutyLine; after: DutyLine }[];
  /** The same agency, with another role or deadline. */
  altered: { before: DutyLine; after: DutyLine }[];
  added: DutyLine[];
  removed: DutyLine[];
}

export interface ComparedReadings {
  before: ParsedDocument;
  after: ParsedDocument;
  passages: PassagePairs;
}

/** Compares what two versions order, clause by clause. Pure. */
export function dutyChanges({ before, after, passages }: ComparedReadings): DutyChanges {
  const changes: DutyChanges = { moved: [], altered: [], added: [], removed: [] };
  const left = linesByPassage(before);
  const right = linesByPassage(after);
  for (const { before: one, after: other } of [...passages.unchanged, ...passages.changed]) {
    compareClause(left.get(one.ordinal) ?? [], right.get(other.ordinal) ?? [], changes);
  }
  for (const { ordinal } of passages.removed) changes.removed.push(...(left.get(ordinal) ?? []));
  for (const { ordinal } of passages.added) changes.added.push(...(right.get(ordinal) ?? []));
  return changes;
}

function linesByPassage(parsed: ParsedDocument): Map<number, DutyLine[]> {
  const lines = new Map<number, DutyLine[]>();
  const locators = new Map(parsed.passages.map(({ ordinal, locator }) => [ordinal, locator]));
  for (const { agency, role, deadline, span, passage } of parsed.duties) {
    const line: DutyLine = {
      agencyKey: agency.key,
      agency: agency.name,
      role,
      deadline: deadline ? parsed.text.slice(deadline.span.start, deadline.span.end) : null,
      words: parsed.text.slice(span.start, span.end),
      locator: locators.get(passage) ?? "",
    };
    lines.set(passage, [...(lines.get(passage) ?? []), line]);
  }
  return lines;
}

function compareClause(before: readonly DutyLine[], after: readonly DutyLine[], changes: DutyChanges): void {
  const right = [...after];
  const gone: DutyLine[] = [];
  for (const line of before) {
    const at = bestMatch(line, right);
    if (at < 0) {
      gone.push(line);
      continue;
    }
    const [partner] = right.splice(at, 1) as [DutyLine];
    if (partner.role !== line.role || partner.deadline !== line.deadline)
      changes.altered.push({ before: line, after: partner });
  }
  // What one agency lost and another got in the same clause has moved.
  for (const line of gone) {
    const at = right.findIndex((other) => other.role === line.role && other.agencyKey !== line.agencyKey);
    const [partner] = at < 0 ? [] : right.splice(at, 1);
    if (partner) changes.moved.push({ before: line, after: partner });
    else changes.removed.push(line);
  }
  changes.added.push(...right);
}

/** The same agency with the same words; else the same agency. */
function bestMatch(line: DutyLine, lines: readonly DutyLine[]): number {
  const flat = (words: string) => plainText(words).replace(/\s+/gu, " ");
  const exact = lines.findIndex((one) => one.agencyKey === line.agencyKey && flat(one.words) === flat(line.words));
  return exact >= 0 ? exact : lines.findIndex((one) => one.agencyKey === line.agencyKey);
}

import type { DocumentHeader, Duty, ParsedDocument, PassageKind, Reference } from "../../retrieval/index.ts";
import { emptyHeader, headerFields } from "./header.ts";

export interface ParsedDocumentParts {
  header?: Partial<{ [K in keyof DocumentHeader]: string }>;
  /** One passage a line of the text, each of this kind unless named. */
  lines: readonly (string | { text: string; kind?: PassageKind; path?: string[] })[];
  /** By the line that holds them. */
  duties?: readonly (Partial<Duty> & { line: number; agencyKey: string })[];
  references?: readonly (Partial<Reference> & { line: number; number: string })[];
}

/** A parsed document whose spans are true, for tests of what comes after parsing. */
export function parsedDocument({
  header = {},
  lines,
  duties = [],
  references = [],
}: ParsedDocumentParts): ParsedDocument {
  const entries = lines.map((line) => (typeof line === "string" ? { text: line } : line));
  let offset = 0;
  const passages = entries.map((entry, ordinal) => {
    const span = { start: offset, end: offset + entry.text.length };
    offset = span.end + 1;
    const { kind = "clause", path = [] } = entry as { kind?: PassageKind; path?: string[] };
    return { ordinal, kind, span, locator: `Mục ${ordinal + 1}`, path, node: null };
  });
  const spanOf = (line: number) => passages[line]?.span ?? { start: 0, end: 0 };
  return {
    text: entries.map(({ text }) => text).join("\n"),
    tier: "original",
    header: { ...emptyHeader(), ...headerFields(header) },
    outline: [],
    passages,
    duties: duties.map(({ line, agencyKey, ...duty }) => ({
      agency: { key: agencyKey, name: agencyKey, level: "unknown", place: null, kind: "agency" },
      role: "lead",
      agencySpan: spanOf(line),
      span: spanOf(line),
      passage: line,
      partners: [],
      deadline: null,
      reportsTo: null,
      ...duty,
    })),
    references: references.map(({ line, ...reference }) => ({
      relation: "mentions",
      type: null,
      name: null,
      issuer: null,
      issuedOn: null,
      span: spanOf(line),
      ...reference,
    })),
    furniture: [],
    warnings: [],
  };
}

import { type Answer, type Citation, sourceFacts } from "../prompts/index.ts";
import {
  type Database,
  type DocumentCard,
  type DocumentVersion,
  getPassages,
  getVersion,
  type OutlineNode,
  type PassageRecord,
  plainText,
  type Span,
} from "../retrieval/index.ts";
import type { Reply } from "./message.ts";

export interface ClauseSources {
  db: Database;
  /** Live documents; an old answer may cite a version that is not among them. */
  cards(): Promise<readonly DocumentCard[]>;
}

/** A clause longer than this is a chapter: the passage that was quoted is shown instead. */
const LONGEST = 4000;
const CLAUSES: ReadonlySet<OutlineNode["kind"]> = new Set(["dieu", "khoan", "diem", "number"]);

/** The whole clause behind a citation, from the version that the answer cites. Null when that version is gone. */
export async function openClause(
  { db, cards }: ClauseSources,
  answer: Answer,
  citation: Citation,
): Promise<Extract<Reply, { kind: "clause" }> | null> {
  const version = await getVersion(db, citation.versionId);
  if (!version) return null;
  const [passage] = await getPassages(db, [citation.passageId]);
  const span = passage ? wholeClause(version, passage) : citation;
  const card = (await cards()).find((one) => one.versionId === version.versionId) ?? oldCard(version);
  const old = version.live ? "" : ", bản cũ, trong kho đã có bản mới hơn";
  return {
    kind: "clause",
    answerId: answer.id,
    citation,
    heading: `[${citation.marker}] ${citation.locator} – ${sourceFacts(card)}${old}`,
    text: readable(version.text.slice(span.start, span.end)),
  };
}

/** The article, paragraph or point that the passage stands in, with all that is below it. */
function wholeClause({ outline, furniture }: DocumentVersion, passage: PassageRecord): Span {
  let node = passage.node === null ? undefined : outline[passage.node];
  while (node && !(CLAUSES.has(node.kind) && node.label !== "")) {
    node = node.parent === null ? undefined : outline[node.parent];
  }
  if (!node || passage.kind === "table-row") return passage;
  const { start, end } = node.span;
  const holds = start <= passage.start && passage.end <= end && end - start <= LONGEST;
  const isClean = !furniture.some((other) => other.start < end && start < other.end);
  return holds && isClean ? node.span : passage;
}

/** The document's words without markdown marks, its lines kept apart. */
function readable(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.trimStart().startsWith("|") ? tableLine(line) : plainText(line)))
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function tableLine(line: string): string {
  if (/^[\s|:-]+$/.test(line)) return "";
  return line
    .split("|")
    .map((cell) => plainText(cell))
    .filter(Boolean)
    .join(" | ");
}

/** What is known of a version that is not live any more. */
function oldCard(version: DocumentVersion): DocumentCard {
  const { id, versionId, sourceName, header, tier, collection, warnings } = version;
  return {
    documentId: id,
    versionId,
    source: sourceName,
    header,
    tier,
    alternativeNumbers: [],
    originalHeld: false,
    sample: collection === "samples",
    warnings,
    citedDate: null,
    validity: [],
  };
}

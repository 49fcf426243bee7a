import {
  coverage,
  type DocumentCard,
  type DutyRow,
  type PassageRow,
  passageTerms,
  type QuestionAgency,
  sameSector,
  type TopicTerms,
  titleCoverage,
} from "../../../retrieval/index.ts";
import { type AskContext, cardOf, distinct, newestFirst, topicOf } from "../context.ts";
import type { Section } from "../draft.ts";
import { issuerOf, shortName } from "../names.ts";
import { citing } from "../relation.ts";
import { labelledByDocument } from "./quotes.ts";
import type { DutyContext, Finding } from "./types.ts";
import { agencyName } from "./words.ts";

/** Where the agency is tasked instead: documents that carry the named one out, and others on the same matter. */
export async function elsewhereSections(
  context: AskContext,
  { agency, target }: DutyContext,
  found: Finding,
): Promise<{ sections: Section[]; notes: string[] }> {
  const own = new Set(target.cards.map((card) => card.versionId));
  const resolved = context.scope.mentions.find((mention) => mention.cards.some((card) => own.has(card.versionId)));
  const carriers = resolved
    ? (await citing(context, resolved)).filter((row) => row.relation === "carries-out").map((row) => row.versionId)
    : [];
  const sections: Section[] = [];
  const below = carriers.length > 0 ? await context.library.duties({ versionIds: [...new Set(carriers)] }) : [];
  const carried = below.filter(
    (row) => row.role !== "partner" && (row.agency.key === agency.key || sameSector(agency.key, row.agency.key)),
  );
  const [named] = target.cards as [DocumentCard];
  if (carried.length > 0) {
    sections.push({
      heading: `Văn bản thực hiện ${shortName(named)}:`,
      quotes: await labelledByDocument(context, carried, 3),
    });
  }
  const all = (await context.library.duties({ agencyKeys: [agency.key] })).filter(
    (row) =>
      row.role !== "partner" &&
      row.agency.kind !== "group" &&
      !own.has(row.versionId) &&
      !carriers.includes(row.versionId),
  );
  const { near, far } = await byMatter(context, named, all);
  if (near.length > 0) {
    const earlier = near.every((row) => isEarlier(cardOf(context, row.versionId), named));
    const heading = `${agencyName(context, agency)} được giao ở văn bản khác cùng nội dung${earlier ? `, ban hành trước ${shortName(named)}` : ""}:`;
    sections.push({ heading, quotes: await labelledByDocument(context, near, 3) });
  }
  return {
    sections: found.kind === "none" && near.length === 0 && carried.length === 0 ? [] : sections,
    notes: farNote(context, { agency, far, shown: near.length }),
  };
}

function isEarlier(card: DocumentCard | undefined, than: DocumentCard): boolean {
  const date = card?.header.issuedOn?.value;
  const other = than.header.issuedOn?.value;
  return Boolean(date && other && date.slice(0, 7) < other.slice(0, 7));
}

function farNote(
  context: AskContext,
  { agency, far, shown }: { agency: QuestionAgency; far: readonly DutyRow[]; shown: number },
): string[] {
  const cards = newestFirst(distinct(far.map((row) => cardOf(context, row.versionId))));
  if (cards.length === 0 || shown > 0) return [];
  const names = cards.slice(0, 4).map((card) => `${card.header.number?.value ?? shortName(card)} (${issuerOf(card)})`);
  return [
    `${agencyName(context, agency)} được giao việc ở văn bản khác trong kho, về nội dung khác: ${names.join("; ")}${cards.length > 4 ? "…" : ""}`,
  ];
}

/** Splits duties by whether they are on the same matter as the named document: by title, or by the clause itself. */
async function byMatter(
  context: AskContext,
  named: DocumentCard,
  rows: readonly DutyRow[],
): Promise<{ near: DutyRow[]; far: DutyRow[] }> {
  const title = named.header.title?.value ?? "";
  const subject = await topicOf(context, title.replace(/^.*?(?:về việc|về|V\/v)\s+/iu, ""));
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const saying = new Set(
    passages
      .filter((passage) => sayMatter(subject, passage, cardOf(context, passage.versionId)))
      .map(({ passageId }) => passageId),
  );
  const near: DutyRow[] = [];
  const far: DutyRow[] = [];
  for (const row of rows) {
    const card = cardOf(context, row.versionId);
    if (!card) continue;
    (saying.has(row.passageId) || sameMatter(subject, card) ? near : far).push(row);
  }
  return { near, far };
}

/** Share of the named title that a clause elsewhere and its own document's title must say together. */
const CLAUSE_SAYS_IT = 0.6;

function sayMatter(subject: TopicTerms, passage: PassageRow, card: DocumentCard | undefined): boolean {
  if (subject.terms.length < FEWEST_TERMS) return false;
  return coverage(subject, passageTerms(passage, card, subject.folded)) >= CLAUSE_SAYS_IT;
}

/** Share of the named title's weight that another title must hold to be on the same matter. */
const SAME_MATTER = 0.5;

/** A title this short says too little to compare by. */
const FEWEST_TERMS = 4;

function sameMatter(subject: TopicTerms, card: DocumentCard): boolean {
  return subject.terms.length >= FEWEST_TERMS && titleCoverage(subject, card) >= SAME_MATTER;
}

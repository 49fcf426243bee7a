import {
  type DocumentCard,
  type DutyRow,
  findAgencies,
  plainText,
  type QuestionAgency,
} from "../../../retrieval/index.ts";
import { type AskContext, cardOf, distinct, evidenceOf } from "../context.ts";
import type { Draft, Quote, Section } from "../draft.ts";
import { countWord, fullName, listed, shortName } from "../names.ts";
import { focusOf } from "../shorten.ts";
import { classify, groupRows } from "./classify.ts";
import { elsewhereSections } from "./elsewhere.ts";
import { isAnotherPlace, isSamePlace, placeOf } from "./places.ts";
import { deadlineNote, dutyQuotes } from "./quotes.ts";
import type { DutyContext, Finding } from "./types.ts";
import { agencyName, groupWords, properName } from "./words.ts";

/**
 * "Sở Y tế Cà Mau phải làm gì theo kế hoạch của Cần Thơ?": one province's document gives nothing to another's agency.
 * Shows what it gives the issuer's own. Null where the places agree or the document speaks of the place asked about.
 */
export async function otherPlaceDraft(context: AskContext, { agency, target }: DutyContext): Promise<Draft | null> {
  const place = placeOf(context, agency);
  if (!place || agency.level === "central") return null;
  const cards = [];
  for (const card of target.cards) if (await isAnotherPlace(context, card, place)) cards.push(card);
  if (cards.length === 0 || cards.length < target.cards.length) return null;
  const [card] = cards as [DocumentCard];
  const asked = agencyName(context, agency);
  const issuers = card.header.place?.value;
  const why = issuers ? `đây là văn bản của ${issuers}` : `văn bản này không nêu ${place}`;
  const lead = [`${fullName(card)} không giao việc cho ${asked}: ${why}.`];
  const rows = issuers ? await context.library.duties({ versionIds: [card.versionId] }) : [];
  const found = classify(rows, { ...agency, place: null });
  const premise = "other-place";
  if (/^(?:none|level)$/.test(found.kind)) return { status: "not_found", lead, sections: [], notes: [], premise };
  const quotes = await dutyQuotes(context, found.rows, { labels: false, most: 4 });
  const heading = `Việc được giao cho ${properName(found.rows[0] as DutyRow)} của ${issuers}:`;
  return { status: "answered", lead, sections: [{ heading, quotes }], notes: [], premise };
}

/** "Sở X phải làm gì theo văn bản Y?" */
export async function explicitDraft(context: AskContext, duties: DutyContext): Promise<Draft> {
  const found = classify(duties.rows, duties.agency);
  return { ...(await verdictDraft(context, duties, found)), premise: found.kind };
}

async function verdictDraft(
  context: AskContext,
  { agency, target, rows }: DutyContext,
  found: Finding,
): Promise<Draft> {
  const asked = agencyName(context, agency);
  if (found.kind === "assigned") return assignedDraft(context, { agency, target, rows }, found);
  const [card] = target.cards as [DocumentCard];
  const name = target.cards.length === 1 ? fullName(card) : listed(target.cards.map(shortName));
  if (found.kind === "group") {
    const quotes = await dutyQuotes(context, found.rows, { labels: false });
    const lead = [
      `${name} không giao việc riêng cho ${asked}; ${asked} thuộc “${groupWords(found.rows)}” được giao chung:`,
    ];
    return {
      status: "answered",
      lead,
      sections: [{ heading: null, quotes }],
      notes: deadlineNote(context, found.rows),
    };
  }
  const lead = [`${name} không giao việc cho ${asked}.`];
  const sections: Section[] = [];
  if (found.kind === "partner") {
    const quotes = await dutyQuotes(context, found.rows, { labels: true });
    sections.push({ heading: `${asked} chỉ được nêu là cơ quan phối hợp:`, quotes });
    return { status: "answered", lead, sections, notes: [] };
  }
  if (found.kind === "level") {
    const quotes = await dutyQuotes(context, found.rows, { labels: true, most: 3 });
    sections.push({
      heading: `Trong ${shortName(card)}, cùng lĩnh vực chỉ giao cho ${listed([...new Set(found.rows.map((row) => properName(row)))])}:`,
      quotes,
    });
  }
  const mentioned = found.kind === "none" ? await mentionQuotes(context, agency, target.cards) : [];
  if (mentioned.length > 0) {
    sections.push({ heading: `${asked} chỉ được nhắc tới trong các đoạn sau:`, quotes: mentioned });
    return { status: "answered", lead: [`${name} không giao việc riêng cho ${asked}.`], sections, notes: [] };
  }
  const elsewhere = await elsewhereSections(context, { agency, target, rows }, found);
  sections.push(...elsewhere.sections);
  const answered = sections.length > 0;
  return { status: answered ? "answered" : "not_found", lead, sections, notes: elsewhere.notes };
}

/** Clauses that name the agency without giving it a duty: an answer does not deny what a clause says. */
async function mentionQuotes(
  context: AskContext,
  agency: QuestionAgency,
  cards: readonly DocumentCard[],
  exactly = false,
): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of cards.slice(0, 3)) {
    const passages = (await context.library.passagesOf(card.versionId)).filter((passage) =>
      /^(?:clause|table-row|closing|preamble)$/.test(passage.kind),
    );
    for (const passage of passages) {
      const named = findAgencies(plainText(passage.text)).some(
        (found) =>
          found.kind !== "group" &&
          found.key === agency.key &&
          isSamePlace(found.place, agency.place) &&
          (!exactly || found.place !== null),
      );
      if (named)
        quotes.push({
          label: null,
          evidence: evidenceOf(passage, card),
          focus: focusOf(`${agency.name} ${agency.place ?? ""}`),
        });
    }
  }
  return quotes.slice(0, 3);
}

export async function assignedDraft(
  context: AskContext,
  { agency, target, rows }: DutyContext,
  found: Finding,
): Promise<Draft> {
  const asked = agencyName(context, agency);
  const byName = agency.place && target.explicit ? await mentionQuotes(context, agency, target.cards, true) : [];
  const cards = distinct(found.rows.map((row) => cardOf(context, row.versionId)));
  const group = groupRows(rows, agency).filter(
    (row) => row.agency.key !== agency.key && !found.rows.some((own) => own.passageId === row.passageId),
  );
  const sections: Section[] = [];
  for (const card of cards) {
    const own = found.rows.filter((row) => row.versionId === card.versionId);
    const quotes = await dutyQuotes(context, own, { labels: false });
    sections.push({ heading: cards.length > 1 ? `${fullName(card)}:` : null, quotes });
  }
  if (byName.length > 0) sections.unshift({ heading: null, quotes: byName });
  const notes = deadlineNote(context, found.rows);
  if (group.length > 0)
    notes.push(
      `${asked} còn cùng làm phần việc giao chung cho “${groupWords(group)}” ${cards.length === 1 ? "trong văn bản này" : "trong các văn bản này"}.`,
    );
  const together =
    agency.kind !== "group" && found.rows.every((row) => row.agency.kind === "group")
      ? `“${groupWords(found.rows)}”, trong đó có ${asked}`
      : asked;
  const lead =
    cards.length === 1
      ? [`${fullName(cards[0] as DocumentCard)} giao ${together}:`]
      : [`${asked} được giao việc trong ${countWord(cards.length)} văn bản:`];
  const silent = target.cards.filter((card) => !cards.includes(card));
  if (silent.length > 0 && target.explicit)
    notes.push(`${listed(silent.map((card) => fullName(card)))} không giao việc riêng cho ${asked}.`);
  return { status: "answered", lead, sections, notes };
}

import {
  type DocumentCard,
  type DutyRow,
  fold,
  type PassageRow,
  plainText,
  topicBeyondTitle,
} from "../../../retrieval/index.ts";
import { type AskContext, agencyFacts, cardOf, distinct, evidenceOf } from "../context.ts";
import type { Fact, Quote } from "../draft.ts";
import { sentenceWith, TIME } from "../figures.ts";
import { isLabelLine, tasksOf } from "../lists/labels.ts";
import { dateOf, issuerOf, shortName } from "../names.ts";
import { type Ranked, rank } from "../rank.ts";
import { focusOf } from "../shorten.ts";
import { properName } from "./words.ts";

const MOST_DUTIES = 9;

interface QuoteOptions {
  labels: boolean;
  most?: number;
}

/** One quote a passage: lead duties before coordinating ones, what the question is about before the rest. */
export async function dutyQuotes(
  context: AskContext,
  rows: readonly DutyRow[],
  { labels, most = MOST_DUTIES }: QuoteOptions,
): Promise<Quote[]> {
  const ranked = await withTasks(context, await relevant(context, rows));
  return Promise.all(
    ranked.slice(0, most).map(async ({ passage, card, row }) => ({
      label: labelOf(row, { passage, withName: labels }),
      evidence: evidenceOf(passage, card),
      facts: await agencyFacts(context, [row]),
      focus: focusOf(context.question.topic),
      ...(passage.passageId === row.passageId ? shownPart(context, passage, row) : {}),
    })),
  );
}

/** Of "Đơn vị chủ trì: Sở Y tế" the task above it is quoted: the line alone does not say what is to be done. */
async function withTasks(context: AskContext, ranked: readonly RankedDuty[]): Promise<RankedDuty[]> {
  const shown: RankedDuty[] = [];
  for (const one of ranked) {
    const { passage } = one;
    const tasks = isLabelLine(passage)
      ? tasksOf(await context.library.passagesOf(passage.versionId), passage).map((task) => ({ ...one, passage: task }))
      : [];
    shown.push(...(tasks.length > 0 ? tasks.slice(0, MOST_TASKS) : [one]));
  }
  const seen = new Set<number>();
  return shown.filter(({ passage }) => !seen.has(passage.passageId) && seen.add(passage.passageId));
}

/** Of the tasks that one line names an agency for, so that others have room. */
const MOST_TASKS = 3;

function shownPart(context: AskContext, passage: PassageRow, row: DutyRow): { must?: { start: number; end: number } } {
  if (!context.question.intents.has("deadline")) return partOf(passage, row);
  const must = sentenceWith(passage.text, { figure: TIME, focus: focusOf(context.question.matter) });
  return must ? { must } : partOf(passage, row);
}

/** In a paragraph that gives work to several agencies, the part that is this one's has to be seen. */
function partOf(passage: PassageRow, row: DutyRow): { must?: { start: number; end: number } } {
  const inside = row.span.start > passage.span.start && row.span.end <= passage.span.end;
  return inside ? { must: { start: row.span.start - passage.span.start, end: row.span.end - passage.span.start } } : {};
}

/** Who, and "chủ trì" where the clause says so; a list of one agency's duties needs neither. */
function labelOf(row: DutyRow, { passage, withName }: { passage: PassageRow; withName: boolean }): string | null {
  if (!withName) return null;
  const opening = plainText(passage.text).slice(0, 160).toLowerCase();
  const role = row.role === "coordinate" ? "phối hợp" : opening.includes("chủ trì") ? "chủ trì" : null;
  return `${properName(row)}${role ? ` (${role})` : ""}`;
}

interface RankedDuty extends Ranked {
  row: DutyRow;
}

const ROLE_ORDER = { lead: 0, coordinate: 1, partner: 2 } as const;

/**
 * Duties in the order they are worth reading. Where the question asks about a matter, duties far from it are left
 * out; where it only names the document's own subject, none is.
 */
async function relevant(context: AskContext, rows: readonly DutyRow[]): Promise<RankedDuty[]> {
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const versionIds = [...new Set(rows.map((row) => row.versionId))];
  const [card] = versionIds.map((id) => cardOf(context, id));
  const beyond =
    card && versionIds.length === 1 ? topicBeyondTitle(context.question.topic, card) : context.question.topic;
  const byPassage = new Map<number, DutyRow>();
  for (const row of [...rows].sort((a, b) => ROLE_ORDER[a.role] - ROLE_ORDER[b.role]))
    if (!byPassage.has(row.passageId)) byPassage.set(row.passageId, row);
  const withRow = (ranked: Ranked): RankedDuty => ({
    ...ranked,
    row: byPassage.get(ranked.passage.passageId) as DutyRow,
  });
  if (beyond === "") {
    const order = (await rank(context, { versionIds, passages, topic: "" })).map(withRow);
    return dropRepeats(
      order.sort((a, b) => ROLE_ORDER[a.row.role] - ROLE_ORDER[b.row.role] || a.passage.ordinal - b.passage.ordinal),
    );
  }
  const ranked = (await rank(context, { versionIds, passages, topic: beyond })).map(withRow);
  const best = ranked[0];
  if (!best) return [];
  const bestCoverage = Math.max(...ranked.map((one) => one.coverage));
  const close =
    bestCoverage < 0.3
      ? ranked
      : ranked.filter((one) => one.coverage >= bestCoverage * 0.45 || one.score >= best.score * 0.7);
  return dropRepeats(close);
}

/** A duty that a portal repeats is quoted once. */
function dropRepeats(ranked: readonly RankedDuty[]): RankedDuty[] {
  const seen = new Set<string>();
  return ranked.filter(({ passage }) => {
    const key = fold(passage.text)
      .replace(/[^\p{L}\d]+/gu, " ")
      .trim();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function deadlineNote(context: AskContext, rows: readonly DutyRow[]): string[] {
  if (!context.question.intents.has("deadline")) return [];
  return rows.some((row) => row.deadline) ? [] : ["Các đoạn này không nêu thời hạn."];
}

/** One quote a document, the agency's place as its label: "Lào Cai (chủ trì)". */
export async function labelledByDocument(
  context: AskContext,
  rows: readonly DutyRow[],
  most: number,
): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of distinct(rows.map((row) => cardOf(context, row.versionId))).slice(0, most)) {
    const [best] = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: true, most: 1 },
    );
    if (!best) continue;
    const place = card.header.locality?.value ?? card.header.place?.value ?? issuerOf(card);
    const { said, facts } = await carriesOut(context, card);
    quotes.push({
      ...best,
      label: `${best.label}${place ? `, ${place}` : ""}${said}`,
      facts: [...(best.facts ?? []), ...facts],
    });
  }
  return quotes;
}

/** ", thực hiện Thông báo 387/TB-VPCP": what a document carries out, with the words that say so. */
async function carriesOut(context: AskContext, card: DocumentCard): Promise<{ said: string; facts: Fact[] }> {
  const asked = new Set(
    context.scope.mentions.flatMap((mention) => mention.cards.map((held) => held.header.number?.value)),
  );
  const row = (await context.library.referencesOf(card.versionId)).find(
    (one) => one.relation === "carries-out" && one.number !== null && !asked.has(one.number),
  );
  if (!row?.number) return { said: "", facts: [] };
  const text = (await context.library.text(card.versionId)).slice(row.span.start, row.span.end);
  return {
    said: `, thực hiện ${row.type ? `${row.type} ` : ""}${row.number}`,
    facts: [{ versionId: card.versionId, span: row.span, text }],
  };
}

export async function labelledByCard(
  context: AskContext,
  rows: readonly DutyRow[],
  cards: readonly DocumentCard[],
): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of cards) {
    const [best] = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: false, most: 1 },
    );
    const facts = [shortName(card), issuerOf(card), dateOf(card)].filter(Boolean).join(", ");
    if (best) quotes.push({ ...best, label: `${facts}${best.label ? ` (${best.label.toLowerCase()})` : ""}` });
  }
  return quotes;
}

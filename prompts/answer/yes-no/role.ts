import { type DutyRow, fold, type PassageRow, plainText, type QuestionAgency } from "../../../retrieval/index.ts";
import { type AskContext, evidenceOf } from "../context.ts";
import type { Draft, Evidence, Quote } from "../draft.ts";
import { agencyName, nearKey } from "../duties/index.ts";
import { properName } from "../duties/words.ts";
import { isLabelLine, tasksOf } from "../lists/labels.ts";
import { listed, shortName } from "../names.ts";
import { syllablesOf } from "./rival.ts";

type Role = "lead" | "partner";

/** "Sở Y tế chủ trì …", "Sở Y tế phối hợp …": what the question takes the agency for. */
export function roleAsked({ question }: AskContext): { agency: QuestionAgency; role: Role } | null {
  const [agency] = question.agencies;
  if (!agency || agency.end === 0) return null;
  const after = fold(question.text.slice(agency.end, agency.end + 40));
  const found = /^[^,.;]{0,24}?\b(chu tri|lam dau moi|la dau moi|phoi hop)\b/.exec(after)?.[1];
  return found ? { agency, role: found === "phoi hop" ? "partner" : "lead" } : null;
}

/** The question without its agency: who leads is what is compared, it must not decide which clause is found. */
export function withoutAgency(context: AskContext): AskContext {
  const { question } = context;
  return { ...context, question: { ...question, agencies: [], matter: question.topic } };
}

/**
 * Compares the agency with those that the best clause gives the work to; null where the clause does not say who leads.
 */
export async function roleVerdict(
  context: AskContext,
  { agency, role }: { agency: QuestionAgency; role: Role },
  draft: Draft,
): Promise<Draft | null> {
  const quote = draft.sections[0]?.quotes[0];
  if (draft.status !== "answered" || !quote || !saysMost(context, quote)) return null;
  const { card } = quote.evidence;
  const label = await leaderLine(context, quote);
  const { passageId, text, locator } = label ?? quote.evidence;
  const words = fold(plainText(text));
  const rows = (await context.library.duties({ versionIds: [card.versionId] })).filter(
    (row) => row.passageId === passageId,
  );
  if (!/\bchu tri\b/.test(words))
    return IN_ROW.test(locator) ? rowVerdict(context, { agency, rows, words, draft }) : null;
  const isAsked = (row: DutyRow) => row.agency.key === agency.key || nearKey(agency.key, row.agency.key);
  const leads = rows.filter((row) => row.role === "lead" && row.agency.kind !== "group");
  const joins = rows.filter((row) => row.role !== "lead" && isAsked(row));
  // More than one work in a clause: whose "chủ trì" it is cannot be told.
  if (leads.length === 0 || (words.match(/\bchu tri\b/g) ?? []).length > 1) return null;
  const asked = agencyName(context, agency);
  const leaders = listed([...new Set(leads.map(properName))]);
  const name = shortName(card);
  const isLead = leads.some(isAsked);
  if (!isLead && rows.some((row) => row.role === "lead" && row.agency.kind === "group")) return null;
  const lead = isLead
    ? role === "lead"
      ? `Đúng: ${name} giao ${asked} chủ trì.`
      : `Không: ${name} giao ${asked} chủ trì.`
    : joins.length > 0
      ? role === "partner"
        ? `Đúng: ${name} nêu ${asked} phối hợp; chủ trì là ${leaders}.`
        : `Không: ${name} giao ${leaders} chủ trì; ${asked} phối hợp.`
      : `Không: ${name} giao ${leaders} chủ trì${label ? "" : `; đoạn này không nêu ${asked}`}.`;
  // Partners may stand on a line of their own.
  if (label && !isLead && joins.length === 0 && role === "partner") return null;
  if (!isLead && joins.length === 0 && words.includes(fold(agency.name))) return null;
  return { ...(label ? shownBeside(draft, quote, evidenceOf(label, card)) : draft), lead: [lead] };
}

/** "Đơn vị chủ trì: Sở Y tế", on a line below the clause that says what is to be done. */
async function leaderLine(context: AskContext, { evidence }: Quote): Promise<PassageRow | null> {
  const { card, ordinal, passageId, text } = evidence;
  if (/\bchu tri\b/.test(fold(plainText(text)))) return null;
  const passages = await context.library.passagesOf(card.versionId);
  const below = passages.filter((one) => one.ordinal > ordinal && one.ordinal <= ordinal + LINES_BELOW);
  const isOf = (line: PassageRow) => tasksOf(passages, line).some((task) => task.passageId === passageId);
  return below.find((line) => isLabelLine(line) && LEADER.test(fold(plainText(line.text))) && isOf(line)) ?? null;
}

const LEADER = /\bchu tri\W*:/;
/** Passages below a task among which its label line is looked for. */
const LINES_BELOW = 12;

/** The line stands right behind the task that it is of. */
function shownBeside(draft: Draft, task: Quote, line: Evidence): Draft {
  const quote: Quote = { label: null, evidence: line, focus: new Set() };
  const sections = draft.sections.map((section) => ({
    ...section,
    quotes: section.quotes
      .filter(({ evidence }) => evidence.passageId !== line.passageId)
      .flatMap((one) => (one === task ? [one, quote] : [one])),
  }));
  return { ...draft, sections };
}

/** "Phụ lục, nhóm I, dòng 3" */
const IN_ROW = /(?:^|, )dòng \d+$/u;

interface OfRow {
  agency: QuestionAgency;
  rows: readonly DutyRow[];
  words: string;
  draft: Draft;
}

/** A row that names others and not the agency; that its column is of those who lead stands in the table's head only. */
function rowVerdict(context: AskContext, { agency, rows, words, draft }: OfRow): Draft | null {
  const card = draft.sections[0]?.quotes[0]?.evidence.card;
  const leads = rows.filter((row) => row.role === "lead" && row.agency.kind !== "group");
  const isNamed = rows.some((row) => row.agency.kind === "group" || nearKey(agency.key, row.agency.key));
  if (!card || leads.length === 0 || isNamed || words.includes(fold(agency.name))) return null;
  const leaders = listed([...new Set(leads.map(properName))]);
  const lead = `Không: ở dòng này, ${shortName(card)} ghi ${leaders}, không ghi ${agencyName(context, agency)}.`;
  return { ...draft, lead: [lead] };
}

/** Share of the matter that the clause, its headings and its title must say for a verdict. */
const SAID = 0.6;

export function isOnMatter(context: AskContext, draft: Draft): boolean {
  const quote = draft.sections[0]?.quotes[0];
  return draft.status === "answered" && quote !== undefined && saysMost(context, quote);
}

function saysMost({ question }: AskContext, { evidence }: Quote): boolean {
  const asked = syllablesOf(question.topic);
  const held = syllablesOf(
    plainText([evidence.text, ...evidence.path, evidence.card.header.title?.value ?? ""].join(". ")),
  );
  return asked.size > 0 && [...asked].filter((word) => held.has(word)).length / asked.size >= SAID;
}

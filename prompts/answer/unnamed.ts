import { findAgencies, fold, isMember, plainText, type QuestionAgency } from "../../retrieval/index.ts";
import { asks } from "./asks.ts";
import { type AskContext, distinct } from "./context.ts";
import { type Draft, type Quote, quotesOf } from "./draft.ts";
import { agencyName, classify, eligibleRows, nearKey } from "./duties/index.ts";
import { isLabelLine } from "./lists/labels.ts";
import { shortName } from "./names.ts";

/**
 * A question about an agency that is answered by clauses on its matter says first where the best of them does not concern
 * that agency: "Công an tỉnh phối hợp với ai …?" is not what a ministry was told.
 */
export async function sayUnnamed(context: AskContext, draft: Draft): Promise<Draft> {
  const [agency] = context.question.agencies;
  const quotes = quotesOf(draft);
  const [best, ...rest] = quotes;
  if (!agency || agency.kind === "group" || context.question.wanted !== null || !best) return draft;
  if (await concerns(context, best, agency)) return draft;
  const asked = agencyName(context, agency);
  for (const quote of rest)
    if (await concerns(context, quote, agency)) {
      const said = `Đoạn khớp nhất dưới đây không nêu ${asked}.`;
      return isItsLabel(best, quote) ? draft : { ...draft, lead: [said, ...draft.lead] };
    }
  return { ...draft, lead: [await verdict(context, agency, quotes), ...draft.lead] };
}

/** "Đơn vị chủ trì: …" right below a task says who has it. */
function isItsLabel({ evidence: task }: Quote, { evidence: line }: Quote): boolean {
  const below = line.ordinal - task.ordinal;
  return task.card === line.card && below > 0 && below <= LABELS_OF_TASK && isLabelLine(line);
}

const LABELS_OF_TASK = 4;

/** The clause gives the agency or its group something, names it, or stands in a document of its own. */
async function concerns(context: AskContext, { evidence }: Quote, agency: QuestionAgency): Promise<boolean> {
  const { card, path, text, passageId } = evidence;
  const { issuer, title, addressees } = card.header;
  const said = [issuer?.value ?? "", title?.value ?? "", ...addressees.map(({ value }) => value), ...path, text];
  if (said.some((words) => names(plainText(words), agency))) return true;
  const duties = await context.library.duties({ versionIds: [card.versionId] });
  return duties.some(
    (row) =>
      row.passageId === passageId && (nearKey(agency.key, row.agency.key) || isMember(agency.key, row.agency.key)),
  );
}

function names(words: string, { key, name }: QuestionAgency): boolean {
  return fold(words).includes(fold(name)) || findAgencies(words).some((found) => nearKey(key, found.key));
}

async function verdict(context: AskContext, agency: QuestionAgency, quotes: readonly Quote[]): Promise<string> {
  const asked = agencyName(context, agency);
  const [card, ...others] = distinct(quotes.map(({ evidence }) => evidence.card));
  if (card && others.length === 0 && context.scope.mentions.some(({ cards }) => cards.includes(card))) {
    const given = await context.library.duties({ versionIds: [card.versionId] });
    const { kind } = classify(await eligibleRows(context, agency, given), agency);
    if (kind === "none" || kind === "level") return `${shortName(card)} không giao việc cho ${asked}.`;
  }
  return asks(context, ["duty", "lead", "partner", "reports-to", "deadline"])
    ? `Không tìm thấy văn bản đang giữ nào giao việc này cho ${asked}.`
    : `Các đoạn tìm được không nêu ${asked}.`;
}

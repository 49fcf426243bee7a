import { type DocumentCard, type DutyRow, type QuestionAgency, sameSector } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft, Section } from "../draft.ts";
import { countWord, fullName, issuerOf, listed, shortName } from "../names.ts";
import { findTopic } from "../topic.ts";
import { chooseDocuments } from "./choose.ts";
import { groupRows, isOfPlace, isOneOf, nearKey } from "./classify.ts";
import { assignedDraft, explicitDraft } from "./explicit.ts";
import { dutyQuotes, labelledByDocument } from "./quotes.ts";
import type { DutyContext, Target } from "./types.ts";
import { agencyName, groupWords, properName } from "./words.ts";

const MOST_DOCUMENTS = 6;

/** "Sở X ở Lạng Sơn phải làm gì?", "Công an tỉnh phải làm gì?": documents are found by place, matter and agency. */
export async function openDraft(context: AskContext, { agency, target, rows }: DutyContext): Promise<Draft | null> {
  const tasked = rows.filter((row) => row.role !== "partner");
  const own = tasked
    .filter((row) => isOfPlace(row, agency))
    .filter(
      (row) =>
        row.agency.key === agency.key ||
        isOneOf(row, agency) ||
        (row.agency.kind !== "group" && nearKey(agency.key, row.agency.key)),
    );
  const group = groupRows(rows, agency).filter((row) => row.agency.key !== agency.key);
  const { topic } = context.question;
  const rival = topic === "" ? null : await findTopic(context, { cards: target.cards, explicit: false, topic });
  const chosen = await chooseDocuments(context, { own, group, rival: rival?.coverage ?? 0 });
  if (chosen.length === 0 && isSlight(context, target))
    return explicitDraft(context, { agency, target: { ...target, explicit: true }, rows });
  if (chosen.length === 0) return levelElsewhere(context, { agency, target, rows });
  if (chosen.length > 1 && topic === "") return manyDraft(context, agency, { own, group, cards: chosen });
  const keep = (list: readonly DutyRow[]) =>
    list.filter((row) => chosen.some((card) => card.versionId === row.versionId));
  const kept = keep(own);
  if (kept.length > 0)
    return assignedDraft(context, { agency, target, rows: keep(rows) }, { kind: "assigned", rows: kept });
  return explicitDraft(context, { agency, target: { cards: chosen, explicit: true }, rows: keep(rows) });
}

/** One left-over word about one document of the place is no matter of its own. */
function isSlight(context: AskContext, { cards }: Target): boolean {
  const words = context.question.topic.split(" ").filter(Boolean).length;
  return words === 1 && cards.length === 1 && context.scope.byPlace !== null;
}

async function manyDraft(
  context: AskContext,
  agency: QuestionAgency,
  found: { own: readonly DutyRow[]; group: readonly DutyRow[]; cards: readonly DocumentCard[] },
): Promise<Draft> {
  const rows = found.own.length > 0 ? found.own : found.group;
  const asked = agencyName(context, agency);
  const few = found.cards.length <= 2;
  const sections: Section[] = [];
  for (const card of found.cards.slice(0, MOST_DOCUMENTS)) {
    const quotes = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: false, most: few ? 5 : 2 },
    );
    sections.push({ heading: `${fullName(card)}:`, quotes });
  }
  const rest = found.cards.slice(MOST_DOCUMENTS);
  const notes =
    rest.length > 0
      ? [
          `Ngoài ra còn: ${rest
            .slice(0, 6)
            .map((card) => `${card.header.number?.value ?? shortName(card)} (${issuerOf(card)})`)
            .join(
              "; ",
            )}${rest.length > 6 ? "…" : ""}. Xin nêu thêm số văn bản, địa phương hoặc nội dung để trả lời đầy đủ.`,
        ]
      : [];
  const through = found.own.length > 0 ? "" : `, qua “${groupWords(rows)}”`;
  return {
    status: "answered",
    lead: [`${asked} được giao việc trong ${countWord(found.cards.length)} văn bản đang giữ${through}:`],
    sections,
    notes,
  };
}

/** Nothing for the agency in the documents of the place or on the matter: another level there, or elsewhere. */
async function levelElsewhere(context: AskContext, { agency, target, rows }: DutyContext): Promise<Draft | null> {
  if (context.question.topic !== "") return null;
  const level = rows.filter((row) => row.role !== "partner" && sameSector(agency.key, row.agency.key));
  const partner = rows.filter((row) => row.role === "partner" && row.agency.key === agency.key);
  const asked = agencyName(context, agency);
  const where = context.scope.byPlace ? "Các văn bản đang giữ của địa phương này" : "Các văn bản đang giữ";
  if (partner.length > 0) {
    return {
      status: "answered",
      lead: [`${where} không giao việc riêng cho ${asked}; cơ quan này chỉ được nêu là cơ quan phối hợp:`],
      sections: [{ heading: null, quotes: await labelledByDocument(context, partner, 4) }],
      notes: [],
    };
  }
  if (level.length === 0 || target.cards.length === 0) return null;
  const names = listed([...new Set(level.map(properName))].slice(0, 3));
  return {
    status: "answered",
    lead: [`${where} không giao việc cho ${asked}. Cùng lĩnh vực, việc được giao cho ${names}:`],
    sections: [{ heading: null, quotes: await labelledByDocument(context, level, 4) }],
    notes: [],
  };
}

import type { QuestionAgency } from "../../../retrieval/index.ts";
import { type AskContext, cardOf, distinct, newestFirst } from "../context.ts";
import type { Draft } from "../draft.ts";
import { countWord, shortName } from "../names.ts";
import { chooseByTitle } from "./choose.ts";
import { labelledByCard } from "./quotes.ts";
import { agencyName } from "./words.ts";

/** "Những văn bản nào giao nhiệm vụ cho Sở Nội vụ?" */
export async function composeCross(context: AskContext, agency: QuestionAgency): Promise<Draft | null> {
  const versionIds = context.scope.byPlace?.map((card) => card.versionId);
  const rows = (
    await context.library.duties({ agencyKeys: [agency.key], ...(versionIds ? { versionIds } : {}) })
  ).filter((row) => row.role !== "partner");
  let kept = rows;
  if (context.question.topic !== "" && rows.length > 0) {
    const chosen = await chooseByTitle(context, rows);
    if (chosen.length > 0) kept = rows.filter((row) => chosen.includes(row.versionId));
  }
  const cards = newestFirst(distinct(kept.map((row) => cardOf(context, row.versionId))));
  if (cards.length === 0) return null;
  const quotes = await labelledByCard(context, kept, cards.slice(0, 9));
  const rest = cards.slice(9);
  const notes =
    rest.length > 0
      ? [
          `Còn: ${rest
            .slice(0, 12)
            .map((card) => card.header.number?.value ?? shortName(card))
            .join("; ")}${rest.length > 12 ? "…" : ""}.`,
        ]
      : [];
  const lead = [
    `${cards.length === 1 ? "Một văn bản" : `Có ${countWord(cards.length)} văn bản`} trong kho giao việc cho ${agencyName(context, agency)}:`,
  ];
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes };
}

import { type DocumentCard, fold, type QuestionAgency } from "../../retrieval/index.ts";
import { composeList, composeNothing, needMore, smallTalk } from "./absent.ts";
import { asks, wantsThing } from "./asks.ts";
import type { AskContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { composeCross, composeDuties } from "./duties/index.ts";
import { countsTasks } from "./figures.ts";
import { matterDraft } from "./matter.ts";
import { shortName } from "./names.ts";
import { togetherDraft } from "./together.ts";
import { sayUnnamed } from "./unnamed.ts";
import { composeWhich } from "./which.ts";

/** No document is named: agency, place and matter lead to it. */
export async function composeOpen(context: AskContext): Promise<Draft> {
  const { question, scope } = context;
  const [agency] = question.agencies;
  if (agency && asks(context, ["assigning-documents"])) {
    const draft = await composeCross(context, agency);
    if (draft) return draft;
  }
  if (asks(context, ["which-document"]) && !asks(context, ["assigning-documents"])) {
    const draft = await composeWhich(context);
    if (draft) return draft;
  }
  const things = wantsThing(context);
  const clauseFirst =
    things ||
    (question.topic !== "" &&
      asks(context, ["deadline", "amount", "reports-to", "yes-no", "which-document", "lead"]) &&
      !(agency && asks(context, ["duty"]) && !asks(context, ["lead"])));
  if (agency && !clauseFirst) {
    const draft = await togetherDraft(context, question.agencies, (one) => openDuties(context, one));
    if (draft) return draft;
  }
  if (question.matter !== "" && (question.topic !== "" || clauseFirst)) {
    const draft = await matterDraft(context);
    if (draft) return sayUnnamed(context, draft);
  }
  if (agency && clauseFirst && !things && (!asks(context, ["amount"]) || countsTasks(fold(question.text)))) {
    const draft = await openDuties(context, agency);
    if (draft) return draft;
  }
  if (asks(context, ["list"])) return composeList(context);
  if (/^\s*(?:xin )?(?:chao|hello|hi|hey|alo|cam on|thank)\b/.test(fold(question.text))) return smallTalk();
  if (question.topic === "" && !agency)
    return scope.byPlace?.length ? placeDraft(context, scope.byPlace) : needMore(context.cards);
  return composeNothing(context, null);
}

/** A ministry's duties do not stand in one province's documents; a province's own may stand in a ministry's. */
async function openDuties(context: AskContext, agency: QuestionAgency): Promise<Draft | null> {
  const { byPlace } = context.scope;
  if (byPlace && agency.level !== "central") {
    const draft = await composeDuties(context, agency, { cards: byPlace, explicit: false });
    if (draft) return draft;
    if (agency.key !== "ubnd cap tinh") return null;
  }
  return composeDuties(context, agency, { cards: context.cards, explicit: false });
}

/** Only a place is named: what is held of it. */
function placeDraft(context: AskContext, cards: readonly DocumentCard[]): Draft {
  if (cards.length === 1) return needMore(cards);
  return {
    ...composeList(context),
    status: "clarify",
    choices: cards.slice(0, 4).map((card) => `${shortName(card)} nói về việc gì?`),
  };
}

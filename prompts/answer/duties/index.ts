import type { QuestionAgency } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { eligibleRows } from "./eligible.ts";
import { explicitDraft, otherPlaceDraft } from "./explicit.ts";
import { listedBelow } from "./listed.ts";
import { openDraft } from "./open.ts";
import { withPlace } from "./places.ts";
import type { Target } from "./types.ts";

/** What one agency has to do: premise first, then its duties with lead ones before the others. */
export async function composeDuties(context: AskContext, asked: QuestionAgency, target: Target): Promise<Draft | null> {
  const agency = withPlace(context, asked);
  const elsewhere = target.explicit ? await otherPlaceDraft(context, { agency, target, rows: [] }) : null;
  if (elsewhere) return elsewhere;
  const versionIds = target.cards.map((card) => card.versionId);
  const rows = await eligibleRows(context, agency, await context.library.duties({ versionIds }));
  if (target.explicit) {
    const below = await listedBelow(context, agency, { cards: target.cards, rows });
    return explicitDraft(context, { agency, target, rows: [...rows, ...below] });
  }
  return openDraft(context, { agency, target, rows });
}

export { classify, nearKey } from "./classify.ts";
export { composeCross } from "./cross.ts";
export { eligibleRows } from "./eligible.ts";
export { placeOf } from "./places.ts";
export { agencyName, groupWords } from "./words.ts";

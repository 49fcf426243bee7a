import type { QuestionAgency } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import { type Draft, quoteKey, quotesOf } from "./draft.ts";
import { underVerdict } from "./join.ts";

/** "Công an tỉnh và Bộ đội Biên phòng phải làm gì?": agencies named side by side are each answered for. */
export async function togetherDraft(
  context: AskContext,
  agencies: readonly QuestionAgency[],
  draftFor: (agency: QuestionAgency) => Promise<Draft | null>,
): Promise<Draft | null> {
  const [first, second] = agencies;
  if (!first) return null;
  const draft = await draftFor(first);
  const beside =
    second &&
    /^(?:\s*,\s*|\s+(?:và|va|cùng|cung|hay|hoặc)\s+)$/iu.test(context.question.text.slice(first.end, second.start));
  const other = draft && beside && second.key !== first.key ? await draftFor(second) : null;
  if (!draft || !other) return draft;
  const shown = new Set(quotesOf(draft).map(quoteKey));
  const isNew = quotesOf(other).some((quote) => !shown.has(quoteKey(quote)));
  if (!isNew) return { ...draft, lead: [...draft.lead, ...other.lead] };
  const status = draft.status === "answered" || other.status === "answered" ? "answered" : draft.status;
  return {
    status,
    lead: [draft.lead.join(" ")],
    sections: [...draft.sections, ...underVerdict(other.lead, other.sections)],
    notes: [...draft.notes, ...other.notes],
  };
}

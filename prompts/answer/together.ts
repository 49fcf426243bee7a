import type { QuestionAgency } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import type { Draft, Section } from "./draft.ts";

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
  const spans = new Set(
    draft.sections.flatMap((section) =>
      section.quotes.map((quote) => `${quote.evidence.card.versionId}:${quote.evidence.span.start}`),
    ),
  );
  const isNew = other.sections.some((section) =>
    section.quotes.some((quote) => !spans.has(`${quote.evidence.card.versionId}:${quote.evidence.span.start}`)),
  );
  if (!isNew) return { ...draft, lead: [...draft.lead, ...other.lead] };
  const part = (one: Draft) => [{ heading: one.lead.join(" "), quotes: [] }, ...one.sections];
  const [head, ...rest] = part(draft);
  const status = draft.status === "answered" || other.status === "answered" ? "answered" : draft.status;
  return {
    status,
    lead: [head?.heading ?? ""],
    sections: [...rest, ...joined(part(other))],
    notes: [...draft.notes, ...other.notes],
  };
}

/** The second verdict becomes the heading of its first quotes. */
function joined([head, ...sections]: Section[]): Section[] {
  const [first, ...rest] = sections;
  if (!head || !first) return head ? [head] : [];
  return [{ heading: [head.heading, first.heading].filter(Boolean).join(" "), quotes: first.quotes }, ...rest];
}

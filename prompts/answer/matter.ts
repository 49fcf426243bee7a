import { type DocumentCard, fold, hasDiacritics, plainText } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { fullName } from "./names.ts";
import { composeTopic, findTopic, type TopicFinding, topicDraft } from "./topic.ts";

/** Looks in the documents of the places named, then everywhere with the places as part of the matter. */
export async function matterDraft(context: AskContext): Promise<Draft | null> {
  const { question, scope } = context;
  const { byPlace } = scope;
  if (!byPlace) return composeTopic(context, { cards: null, explicit: false });
  if (question.places.length + question.localities.length > 1) {
    const draft = await perPlaceDraft(context, byPlace);
    if (draft) return draft;
  }
  const placed = byPlace.length > 0 ? await findTopic(context, { cards: byPlace, explicit: false }) : null;
  const written = [...question.places.map((place) => place.name), ...question.localities].join(" ");
  const names = hasDiacritics(question.matter) ? written : fold(written);
  const anywhere =
    placed && placed.coverage >= SURE
      ? null
      : await findTopic(context, { cards: null, explicit: false, topic: `${question.matter} ${names}` });
  const finding = better(placed, anywhere && ofPlaces(anywhere, context, byPlace));
  return finding ? topicDraft(context, finding) : null;
}

/** Found everywhere: a ministry's clauses, and another province's only where they name the place that is asked about. */
function ofPlaces(
  finding: TopicFinding,
  { question }: AskContext,
  byPlace: readonly DocumentCard[],
): TopicFinding | null {
  // "Phan Rang - Tháp Chàm" is Phan Rang in a sentence.
  const names = [...question.places.map((place) => place.name), ...question.localities].map((name) =>
    fold(name.replace(/\s[-–]\s.*$/u, "")),
  );
  const kept = finding.kept.filter(({ card, passage }) => {
    if (card.header.place === null || byPlace.includes(card)) return true;
    const said = fold(plainText([card.header.title?.value ?? "", ...passage.path, passage.text].join(". ")));
    return names.some((name) => said.includes(name));
  });
  return kept.length > 0 ? { ...finding, kept, coverage: kept[0]?.coverage ?? 0 } : null;
}

/** A clause in the place's own documents that holds this much is the answer; no other is looked for. */
const SURE = 0.7;

function better(placed: TopicFinding | null, anywhere: TopicFinding | null): TopicFinding | null {
  if (!placed || !anywhere) return placed ?? anywhere;
  return anywhere.coverage > placed.coverage * 1.15 ? anywhere : placed;
}

/** "Lạng Sơn, Lào Cai và Phan Rang giao cho cơ quan nào?": one answer a place. */
async function perPlaceDraft(context: AskContext, byPlace: readonly DocumentCard[]): Promise<Draft | null> {
  const groups = new Map<string, DocumentCard[]>();
  for (const card of byPlace) {
    const key = context.question.localities.includes(card.header.locality?.value ?? "")
      ? (card.header.locality?.value ?? "")
      : (card.header.place?.value ?? "");
    groups.set(key, [...(groups.get(key) ?? []), card]);
  }
  if (groups.size < 2) return null;
  const sections = [];
  for (const cards of groups.values()) {
    const draft = await composeTopic(context, { cards, explicit: cards.length === 1 });
    const [card] = draft?.sections.flatMap((section) => section.quotes.map((quote) => quote.evidence.card)) ?? [];
    if (draft && card)
      sections.push({
        heading: `${fullName(card)}:`,
        quotes: draft.sections.flatMap((section) => section.quotes).slice(0, 2),
      });
  }
  return sections.length > 1
    ? { status: "answered", lead: ["Từng địa phương giao như sau:"], sections, notes: [] }
    : null;
}

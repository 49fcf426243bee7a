import { type DocumentCard, fold, type ResolvedMention, titleCoverage } from "../../retrieval/index.ts";
import { composeNotHeld } from "./absent.ts";
import { asks, wantsDuties, wantsThing } from "./asks.ts";
import { composeCited } from "./cited.ts";
import { type AskContext, distinct, topicOf } from "./context.ts";
import { withDocuments } from "./documents.ts";
import type { Draft } from "./draft.ts";
import { unchangedDraft } from "./force.ts";
import { composeOpen } from "./open.ts";
import { changedBy, citing, composeRelation, mentionName, RELATIONS } from "./relation.ts";
import { findTopic, topicDraft } from "./topic.ts";
import { composeWhich, withoutChange } from "./which.ts";

/** The question names documents by number. */
export async function composeNamed(context: AskContext, mentions: readonly ResolvedMention[]): Promise<Draft> {
  const held = mentions.filter((mention) => mention.cards.length > 0);
  const missing = mentions.filter((mention) => mention.cards.length === 0);
  const [first] = mentions as [ResolvedMention];
  if (held.length > 0 && asks(context, ["replaced-by"]) && asksByWhich(context)) return byWhichDraft(context, held);
  if (asks(context, RELATIONS) && !wantsDuties(context) && !wantsThing(context)) {
    for (const mention of [...held, ...missing]) {
      const related = await composeRelation(context, mention);
      if (related && !(held.length === 0 && wantsAnotherDocument(context) && !asksWhoChanged(context)))
        return withMatter(context, related, mention.cards);
    }
  }
  const cards = distinct(held.flatMap((mention) => mention.cards));
  if (cards.length > 0) return withDocuments(context, cards);
  if (wantsAnotherDocument(context)) {
    const draft = await composeWhich(context);
    if (draft) return draft;
  }
  const cited = await composeCited(context, first);
  if (cited) return cited;
  const hasMore = context.question.agencies.length > 0 || context.question.topic !== "";
  const carriers = hasMore ? await carriersOf(context, first) : [];
  if (carriers.length > 0) {
    const draft = await withDocuments(context, carriers);
    if (draft.status === "answered")
      return withNote(
        draft,
        `${mentionName(first)} chưa có trong kho; trên đây là văn bản có dẫn chiếu ${mentionName(first)}.`,
      );
  }
  if (context.scope.byPlace?.length && hasMore) {
    const draft = await composeOpen(context);
    if (draft.status === "answered") return withNote(draft, `${mentionName(first)} chưa có trong kho văn bản.`);
  }
  return composeNotHeld(context, first);
}

const withNote = (draft: Draft, note: string): Draft => ({ ...draft, notes: [...draft.notes, note] });

/** "… bãi bỏ X rồi thì theo văn bản nào?": X is only the background. */
function wantsAnotherDocument(context: AskContext): boolean {
  return (
    asks(context, ["which-document"]) &&
    (context.question.topic !== "" || context.question.agencies.length > 0) &&
    !asks(context, ["carried-out-by", "mentioned-in"])
  );
}

/** What the question asks beside the relation: "bãi bỏ quyết định nào, giữ áp dụng quyết định nào?" */
async function withMatter(context: AskContext, draft: Draft, cards: readonly DocumentCard[]): Promise<Draft> {
  const topic = withoutChange(context.question.topic);
  if (cards.length !== 1 || topic.split(" ").length < 2 || asks(context, ["carried-out-by", "mentioned-in"]))
    return draft;
  const finding = await findTopic(context, { cards, explicit: true, topic });
  if (!finding || finding.coverage < 0.5) return draft;
  const shown = new Set(draft.sections.flatMap((section) => section.quotes.map((quote) => quote.evidence.passageId)));
  const kept = finding.kept.filter((one) => !shown.has(one.passage.passageId)).slice(0, 2);
  if (kept.length === 0) return draft;
  const extra = await topicDraft(context, { ...finding, kept });
  return { ...draft, sections: [...draft.sections, ...extra.sections] };
}

/** "… bị văn bản nào bãi bỏ?" asks for the relation itself. */
function asksWhoChanged(context: AskContext): boolean {
  return /(?:bi|duoc) [^?.]{0,30}(?:bai bo|thay the|sua doi|huy bo)|van ban nao (?:da )?(?:bai bo|thay the|sua doi)/.test(
    fold(context.question.text),
  );
}

/** "Văn bản nào thay thế X?" asks for what came after X, and not for what X itself replaces. */
function asksByWhich({ question }: AskContext): boolean {
  const which = "(?:van ban|quyet dinh|chi thi|ke hoach|nghi quyet|thong tu|nghi dinh|huong dan|cong van) nao";
  const change = "(?:bai bo|thay the|sua doi|huy bo)";
  return new RegExp(
    `${which} (?:da |se )?${change}|${change} (?:boi|bang) ${which}|(?:bi|duoc) ${which} ${change}`,
  ).test(fold(question.text));
}

async function byWhichDraft(context: AskContext, held: readonly ResolvedMention[]): Promise<Draft> {
  const found = [];
  for (const mention of held) {
    const changes = await changedBy(context, mention);
    if (changes) found.push(changes);
  }
  if (found.length === 0) return unchangedDraft(distinct(held.flatMap(({ cards }) => cards)));
  const quotes = found.flatMap((one) => one.quotes);
  return {
    status: "answered",
    lead: found.flatMap((one) => one.lead),
    sections: [{ heading: null, quotes }],
    notes: [],
  };
}

/** Held documents that carry out a directive which is not held, narrowed by the place named. */
async function carriersOf(context: AskContext, mention: ResolvedMention): Promise<DocumentCard[]> {
  const rows = await citing(context, mention);
  const carrying = rows.filter((row) => row.relation === "carries-out");
  const cards = distinct(
    (carrying.length > 0 ? carrying : rows).map((row) =>
      context.cards.find((card) => card.versionId === row.versionId),
    ),
  );
  const { byPlace } = context.scope;
  const placed = byPlace ? cards.filter((card) => byPlace.includes(card)) : cards;
  const fitting = placed.length > 0 ? placed : cards;
  const topic = await topicOf(context, context.question.topic);
  const best = Math.max(0, ...fitting.map((card) => titleCoverage(topic, card)));
  return best < 0.4
    ? fitting.slice(0, 4)
    : fitting.filter((card) => titleCoverage(topic, card) >= best * 0.8).slice(0, 4);
}

import { type DocumentCard, fold, type Intent, type QuestionAgency, type ResolvedMention } from "../../retrieval/index.ts";
import { composeList, composeNotHeld, composeNothing, needMore, refusal, smallTalk } from "./absent.ts";
import { type AskContext, distinct, topicOf } from "./context.ts";
import type { Draft } from "./draft.ts";
import { composeCross, composeDuties } from "./duties.ts";
import { about, composeMetadata, METADATA } from "./metadata.ts";
import { fullName, issuerOf, shortName } from "./names.ts";
import { citing, composeRelation, mentionName, RELATIONS } from "./relation.ts";
import { composeTopic } from "./topic.ts";

/** Decides what a question asks and composes the extractive answer. Premises are checked before anything is quoted. */
export async function compose(context: AskContext): Promise<Draft> {
  const { question } = context;
  if (question.kind === "instruction") return refusal();
  if (question.kind === "small-talk") return smallTalk();
  const named = context.scope.mentions;
  if (named.length > 0) return composeNamed(context, named);
  if (context.previousCards.length > 0) return withDocuments(context, context.previousCards, null);
  return composeOpen(context);
}

const asks = (context: AskContext, intents: readonly Intent[]) => intents.some((intent) => context.question.intents.has(intent));

/** The question names documents by number. */
async function composeNamed(context: AskContext, mentions: readonly ResolvedMention[]): Promise<Draft> {
  const held = mentions.filter((mention) => mention.cards.length > 0);
  const missing = mentions.filter((mention) => mention.cards.length === 0);
  const [first] = mentions as [ResolvedMention];
  if (asks(context, RELATIONS)) {
    for (const mention of [...held, ...missing]) {
      const related = await composeRelation(context, mention);
      if (related && !wantsDutiesOf(context)) return related;
    }
  }
  if (held.length > 0) {
    const cards = distinct(held.flatMap((mention) => mention.cards));
    return withDocuments(context, cards, held[0] ?? first);
  }
  const carriers = await carriersOf(context, first);
  if (carriers.length > 0 && (context.question.agencies.length > 0 || context.question.topic !== "")) {
    const draft = await withDocuments(context, carriers, null);
    if (draft.status === "answered") return { ...draft, notes: [...draft.notes, `${mentionName(first)} chưa có trong kho; trên đây là văn bản thực hiện.`] };
  }
  if (context.scope.byPlace?.length && (context.question.agencies.length > 0 || context.question.topic !== "")) {
    const draft = await composeOpen(context);
    if (draft.status === "answered") return { ...draft, notes: [...draft.notes, `${mentionName(first)} chưa có trong kho văn bản.`] };
  }
  return composeNotHeld(context, first);
}

/** "Sở Tài chính làm gì trong kế hoạch thực hiện Chỉ thị 27": the relation only says which document is meant. */
function wantsDutiesOf(context: AskContext): boolean {
  return context.question.agencies.length > 0 && asks(context, ["duty", "deadline", "partner", "reports-to"]) && !asks(context, ["which-document", "replaced-by"]);
}

/** Held documents that carry out a directive which is not held, narrowed by the place named. */
async function carriersOf(context: AskContext, mention: ResolvedMention): Promise<DocumentCard[]> {
  const rows = await citing(context, mention);
  const carrying = rows.filter((row) => row.relation === "carries-out");
  const cards = distinct((carrying.length > 0 ? carrying : rows).map((row) => context.cards.find((card) => card.versionId === row.versionId)));
  const { byPlace } = context.scope;
  const placed = byPlace ? cards.filter((card) => byPlace.includes(card)) : cards;
  return placed.length > 0 ? placed : cards;
}

/** The documents are known; what is asked of them decides. */
async function withDocuments(context: AskContext, cards: readonly DocumentCard[], mention: ResolvedMention | null): Promise<Draft> {
  const { question } = context;
  const agencies = mainAgencies(context, cards);
  if (cards.length > 1 && mention && agencies.length === 0 && question.topic === "" && !asks(context, METADATA)) return severalDraft(context, cards);
  const wantsMetadata = asks(context, METADATA);
  const [agency] = agencies;
  if (wantsMetadata && !(agency && asks(context, ["duty"]) && !asks(context, ["signer", "date"]))) {
    const draft = await composeMetadata(context, cards);
    const extra = question.intents.has("about") && question.topic !== "" ? await composeTopic(context, { cards, explicit: true }) : null;
    if (draft.status === "answered" && !extra) return cards.length > 1 ? withHeading(draft, cards) : draft;
    if (extra) return { ...draft, status: "answered", sections: [...extra.sections, ...draft.sections] };
    if (question.topic === "") return draft;
  }
  if (agency) {
    const draft = await dutiesOrDeadline(context, agency, cards);
    if (draft) return draft;
  }
  if (question.topic !== "" || asks(context, ["deadline", "lead", "amount", "reports-to", "partner"])) {
    const draft = await composeTopic(context, { cards, explicit: true });
    if (draft) return draft;
    return composeNothing(context, cards.length === 1 ? fullName(cards[0] as DocumentCard) : null);
  }
  if (cards.length > 1) return severalDraft(context, cards);
  const { lead, quotes } = await about(context, cards[0] as DocumentCard);
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes: [] };
}

/** The issuer of the document is not the agency asked about ("Công văn 5095 của Sở Giáo dục"), unless it is the only one. */
function mainAgencies(context: AskContext, cards: readonly DocumentCard[]): QuestionAgency[] {
  const { agencies, text } = context.question;
  const fields = cards.map((card) => issuerOf(card).toLowerCase());
  const asked = agencies.filter((agency) => {
    const before = text.slice(Math.max(0, agency.start - 5), agency.start).toLowerCase();
    const isIssuer = fields.some((issuer) => issuer !== "" && issuer.includes(agency.name.toLowerCase()));
    return !(isIssuer && /(?:của|cua)\s$/u.test(before));
  });
  return asked;
}

/** Deadline and who-questions that also name an agency look for the clause first, then for the agency's duties. */
async function dutiesOrDeadline(context: AskContext, agency: QuestionAgency, cards: readonly DocumentCard[]): Promise<Draft | null> {
  const { question } = context;
  const narrow = question.topic !== "" && asks(context, ["deadline", "amount", "reports-to", "partner", "lead", "yes-no"]) && !asks(context, ["duty"]);
  if (narrow) {
    const draft = await composeTopic(context, { cards, explicit: true });
    if (draft) return draft;
  }
  return composeDuties(context, agency, { cards, explicit: true });
}

function withHeading(draft: Draft, cards: readonly DocumentCard[]): Draft {
  const number = cards[0]?.header.number?.value;
  return number ? { ...draft, lead: [`Có nhiều văn bản số ${number}:`, ...draft.lead] } : draft;
}

/** Same number, several issuers: each under its name, and the choice is offered. */
async function severalDraft(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const sections = [];
  for (const card of cards.slice(0, 5)) {
    const { quotes } = await about(context, card);
    sections.push({ heading: `${fullName(card)}:`, quotes: quotes.slice(0, 2) });
  }
  const number = cards[0]?.header.number?.value;
  const lead = number ? [`Có nhiều văn bản số ${number}, của các cơ quan khác nhau:`] : ["Câu hỏi ứng với nhiều văn bản:"];
  const choices = cards.slice(0, 5).map((card) => `${shortName(card)} của ${issuerOf(card)} giao việc gì?`);
  return { status: "answered", lead, sections, notes: [], choices };
}

/** No document is named: agency, place and matter lead to it. */
async function composeOpen(context: AskContext): Promise<Draft> {
  const { question, scope } = context;
  const [agency] = question.agencies;
  if (agency && asks(context, ["assigning-documents"])) {
    const draft = await composeCross(context, agency);
    if (draft) return draft;
  }
  if (asks(context, ["signer", "date", "addressees", "recipients", "number", "issuer"]) && question.topic !== "") {
    const cards = await describedBy(context);
    if (cards.length > 0) {
      const draft = await composeMetadata(context, cards.slice(0, 1));
      if (draft.status === "answered") return draft;
    }
  }
  const clauseFirst = question.topic !== "" && asks(context, ["deadline", "amount", "reports-to", "yes-no", "which-document"]) && !asks(context, ["duty"]);
  if (agency && !clauseFirst) {
    const draft = await composeDuties(context, agency, { cards: scope.byPlace ?? context.cards, explicit: false });
    if (draft) return draft;
  }
  if (question.topic !== "") {
    const draft = await composeTopic(context, { cards: scope.byPlace, explicit: false });
    if (draft) return draft;
  }
  if (agency && clauseFirst) {
    const draft = await composeDuties(context, agency, { cards: scope.byPlace ?? context.cards, explicit: false });
    if (draft) return draft;
  }
  if (asks(context, ["list"])) return composeList(context);
  if (question.topic === "" && !agency) return scope.byPlace?.length ? placeDraft(context, scope.byPlace) : needMore(context.cards);
  return composeNothing(context, null);
}

/** Only a place is named: what is held of it. */
function placeDraft(context: AskContext, cards: readonly DocumentCard[]): Draft {
  return cards.length === 1 ? needMore(cards) : { ...composeList(context), status: "clarify", choices: cards.slice(0, 4).map((card) => `${shortName(card)} nói về việc gì?`) };
}

/** Share of the topic that a title must hold for the question to mean that document. */
const TITLE_FIT = 0.6;

/** Documents described by what they are about instead of by number. */
async function describedBy(context: AskContext): Promise<DocumentCard[]> {
  const { question, scope, cards } = context;
  const topic = await topicOf(context, question.topic);
  if (topic.total === 0) return [];
  const scored = (scope.byPlace ?? cards).map((card) => {
    const title = ` ${fold(`${card.header.type?.value ?? ""} ${card.header.title?.value ?? ""}`).replace(/[^\p{L}\d]+/gu, " ")} `;
    let held = 0;
    for (const [term, weight] of topic.weights) if (title.includes(` ${term.replace("_", " ")} `)) held += weight;
    return { card, share: held / topic.total };
  });
  const best = Math.max(0, ...scored.map((one) => one.share));
  return best < TITLE_FIT ? [] : scored.filter((one) => one.share >= best - 0.02).map((one) => one.card);
}

import { type DocumentCard, fold, type QuestionAgency, topicBeyondTitle } from "../../retrieval/index.ts";
import { composeNothing } from "./absent.ts";
import { asks, wantsThing } from "./asks.ts";
import type { AskContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { composeDuties } from "./duties/index.ts";
import { about, composeMetadata, METADATA } from "./metadata.ts";
import { fullName, issuerOf, shortName } from "./names.ts";
import { placeNamedDraft } from "./place-named.ts";
import { togetherDraft } from "./together.ts";
import { composeTopic, findTopic, topicDraft } from "./topic.ts";
import { sayUnnamed } from "./unnamed.ts";
import { composePurpose } from "./wanted/purpose.ts";
import { asksWhyIssued, composeReason } from "./wanted/reason.ts";

/** The documents are known; what is asked of them decides. */
export async function withDocuments(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const { question } = context;
  const { wanted } = question;
  if (wanted?.kind === "purpose" && isAboutWhole(question.topic, cards)) return composePurpose(context, cards);
  if (wanted?.kind === "reason" && (isAboutWhole(question.topic, cards) || asksWhyIssued(context))) {
    const draft = await composeReason(context, cards);
    if (draft) return draft;
  }
  const agencies = mainAgencies(context, cards);
  const [agency] = agencies;
  const wantsFacts =
    asks(context, METADATA) &&
    !wantsThing(context) &&
    !(agency && asks(context, ["duty"]) && !asks(context, ["signer", "date"]));
  if (cards.length > 1 && !agency && !wantsFacts && !asks(context, ["deadline", "amount", "lead"]))
    return severalDraft(context, cards);
  if (wantsFacts) {
    const draft = await factsDraft(context, cards);
    if (draft) return draft;
  }
  const clauseFirst =
    question.topic !== "" &&
    asks(context, ["deadline", "amount", "reports-to", "partner", "lead", "yes-no"]) &&
    !(agency && asks(context, ["duty"]));
  if (clauseFirst || !agency || wanted) {
    const narrows =
      question.topic !== "" || wanted || asks(context, ["deadline", "lead", "amount", "reports-to", "partner"]);
    const draft = narrows ? await composeTopic(context, { cards, explicit: true }) : null;
    if (draft) return agency ? sayUnnamed(context, draft) : draft;
  }
  if (agency && !wantsThing(context)) {
    const draft = await togetherDraft(context, agencies, (one) =>
      composeDuties(context, one, { cards, explicit: true }),
    );
    if (draft) return draft;
  }
  const named = await placeNamedDraft(context, cards);
  if (named) return named;
  if (question.topic !== "" || wanted || asks(context, ["deadline", "amount"]))
    return composeNothing(context, cards.length === 1 ? fullName(cards[0] as DocumentCard) : null);
  if (cards.length > 1) return severalDraft(context, cards);
  const { lead, quotes } = await about(context, cards[0] as DocumentCard);
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes: [] };
}

/** "Mục đích của kế hoạch truyền thông …": only the document's own subject is named. */
function isAboutWhole(topic: string, cards: readonly DocumentCard[]): boolean {
  return cards.some((card) => topicBeyondTitle(topic.replace(/ban hành|ra đời|ban hanh/giu, " ").trim(), card) === "");
}

async function factsDraft(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft | null> {
  const { question } = context;
  const draft = await composeMetadata(context, cards);
  const wantsClause = question.topic !== "" && asks(context, ["about", "issuer", "addressees"]);
  const extra = wantsClause ? await composeTopic(context, { cards, explicit: true }) : null;
  if (extra) return { ...draft, status: "answered", sections: [...extra.sections, ...draft.sections] };
  if (draft.status === "answered") return cards.length > 1 ? withHeading(draft, cards) : draft;
  return question.topic === "" ? draft : null;
}

/** Leaves out the agency that only says whose document it is: "Công văn 5095 của Sở Giáo dục", "cv 10988 bnv". */
function mainAgencies(context: AskContext, cards: readonly DocumentCard[]): QuestionAgency[] {
  const { agencies, text, documents } = context.question;
  const issuers = cards.map((card) => fold(issuerOf(card)).replace(/ (?:tinh|thanh pho) .*$/, ""));
  return agencies.filter((agency) => {
    const isIssuer = issuers.some(
      (issuer) => issuer !== "" && (issuer.startsWith(fold(agency.name)) || fold(agency.name).startsWith(issuer)),
    );
    if (!isIssuer) return true;
    const before = fold(text.slice(Math.max(0, agency.start - 6), agency.start));
    const followsNumber = documents.some(
      (mention) => agency.start - mention.end >= 0 && agency.start - mention.end <= 2,
    );
    return !(followsNumber || /(?:cua|do|boi) $/.test(before));
  });
}

function withHeading(draft: Draft, cards: readonly DocumentCard[]): Draft {
  const numbers = new Set(cards.map((card) => card.header.number?.value));
  const [number] = [...numbers];
  return numbers.size === 1 && number ? { ...draft, lead: [`Có nhiều văn bản số ${number}:`, ...draft.lead] } : draft;
}

/** Same number, several issuers, or a description that fits several: each under its name, and the choice is offered. */
async function severalDraft(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const finding =
    context.question.topic === ""
      ? null
      : await findTopic(context, { cards, explicit: true, topic: context.question.topic });
  const sections = [];
  for (const card of cards.slice(0, 5)) {
    const own = finding?.kept.filter((one) => one.card.versionId === card.versionId) ?? [];
    const quotes =
      own.length > 0
        ? (await topicDraft(context, { kept: own, topic: context.question.topic, coverage: 1 })).sections.flatMap(
            (section) => section.quotes,
          )
        : (await about(context, card)).quotes.slice(0, 2);
    sections.push({ heading: `${fullName(card)}:`, quotes });
  }
  const numbers = new Set(cards.map((card) => card.header.number?.value));
  const [number] = [...numbers];
  const lead =
    numbers.size === 1 && number
      ? [`Có nhiều văn bản số ${number}, của các cơ quan khác nhau:`]
      : ["Câu hỏi ứng với nhiều văn bản đang giữ:"];
  const choices = cards.slice(0, 5).map((card) => `${shortName(card)} của ${issuerOf(card)} nói về việc gì?`);
  return { status: "answered", lead, sections, notes: [], choices };
}

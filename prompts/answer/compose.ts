import {
  type DocumentCard,
  fold,
  hasDiacritics,
  type Intent,
  numberParts,
  plainText,
  type QuestionAgency,
  type ResolvedMention,
  titleCoverage,
} from "../../retrieval/index.ts";
import { composeList, composeNotHeld, composeNothing, needMore, refusal, smallTalk } from "./absent.ts";
import { type AskContext, distinct, topicOf } from "./context.ts";
import { describedCards } from "./described.ts";
import type { Draft, Section } from "./draft.ts";
import { composeCross, composeDuties } from "./duties/index.ts";
import { about, composeMetadata, METADATA } from "./metadata.ts";
import { fullName, issuerOf, shortName } from "./names.ts";
import { citing, composeRelation, mentionName, RELATIONS } from "./relation.ts";
import { laterDraft, withTime } from "./time.ts";
import { composeTopic, findTopic, type TopicFinding, topicDraft } from "./topic.ts";

/** Decides what a question asks and composes the extractive answer. Premises are checked before anything is quoted. */
export async function compose(context: AskContext): Promise<Draft> {
  const { question, later = [] } = context;
  if (question.kind === "instruction") return refusal();
  if (question.kind === "small-talk") return smallTalk();
  if (question.asOf !== null && later.length > 0) return laterDraft(context, question.asOf, later);
  return withTime(context, await composeAnswer(context));
}

async function composeAnswer(context: AskContext): Promise<Draft> {
  const named = context.scope.mentions;
  if (named.length > 0) return composeNamed(context, named);
  if (context.previousCards.length > 0) return withDocuments(context, context.previousCards);
  const described = await meantCards(context);
  if (described.length > 0) {
    const draft = await composeDescribed(context, described);
    // That the one document meant does not task the agency, or says not who signed it, is the answer; clauses of other
    // documents would hide it.
    const settled = context.question.agencies.length > 0 || (described.length === 1 && asksHeaderFact(context));
    if (draft.status === "answered" || settled) return draft;
  }
  return composeOpen(context);
}

const asks = (context: AskContext, intents: readonly Intent[]) =>
  intents.some((intent) => context.question.intents.has(intent));

const asksHeaderFact = (context: AskContext) => asks(context, ["signer", "date", "number"]);

/** Share of the question that a title must say for "… từ khi nào đến khi nào?" to be about that document. */
const WHOLE_TITLE = 0.8;

function meantCards(context: AskContext): Promise<DocumentCard[]> {
  if (wantsOneDocument(context)) return describedCards(context);
  return asks(context, ["deadline"]) ? describedCards(context, WHOLE_TITLE) : Promise.resolve([]);
}

/** Facts and relations belong to one document; "kế hoạch của Bắc Giang" names one without its number. */
function wantsOneDocument(context: AskContext): boolean {
  return (
    context.question.types.length > 0 ||
    asks(context, [
      "signer",
      "date",
      "addressees",
      "recipients",
      "number",
      "about",
      "carries-out",
      "based-on",
      "replaced-by",
    ])
  );
}

/** The question names documents by number. */
async function composeNamed(context: AskContext, mentions: readonly ResolvedMention[]): Promise<Draft> {
  const held = mentions.filter((mention) => mention.cards.length > 0);
  const missing = mentions.filter((mention) => mention.cards.length === 0);
  const [first] = mentions as [ResolvedMention];
  if (asks(context, RELATIONS) && !wantsDuties(context)) {
    for (const mention of [...held, ...missing]) {
      const related = await composeRelation(context, mention);
      if (related && !(held.length === 0 && wantsAnotherDocument(context) && !asksWhoChanged(context)))
        return withMatter(context, related, mention.cards);
    }
  }
  if (held.length > 0) return withDocuments(context, distinct(held.flatMap((mention) => mention.cards)));
  if (wantsAnotherDocument(context)) {
    const draft = await composeWhich(context);
    if (draft) return draft;
  }
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

/** "Sở Tài chính làm gì trong kế hoạch thực hiện Chỉ thị 27": the relation only says which document is meant. */
function wantsDuties(context: AskContext): boolean {
  return (
    context.question.agencies.length > 0 &&
    asks(context, ["duty", "deadline", "partner", "reports-to"]) &&
    !asks(context, ["which-document", "replaced-by"])
  );
}

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

/** The matter without the words of the relation itself. */
function withoutChange(text: string): string {
  return text
    .replace(/bãi bỏ|thay thế|sửa đổi|bổ sung|hết hiệu lực|bai bo|thay the|sua doi/giu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** "… bị văn bản nào bãi bỏ?" asks for the relation itself. */
function asksWhoChanged(context: AskContext): boolean {
  return /(?:bi|duoc) [^?.]{0,30}(?:bai bo|thay the|sua doi|huy bo)|van ban nao (?:da )?(?:bai bo|thay the|sua doi)/.test(
    fold(context.question.text),
  );
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

async function composeDescribed(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  if (asks(context, RELATIONS) && !wantsDuties(context)) {
    for (const card of cards) {
      const related = await composeRelation(context, mentionOf(card));
      if (related) return related;
    }
  }
  return withDocuments(context, cards);
}

/** A document found by description, in the form of one that was named. */
function mentionOf(card: DocumentCard): ResolvedMention {
  const { seq, year, symbol } = numberParts(card.header.number?.value ?? "");
  const mention = {
    raw: shortName(card),
    seq,
    year,
    type: card.header.type?.value ?? null,
    codes: symbol.split("-"),
    start: 0,
    end: 0,
  };
  return { mention, cards: [card], copies: [] };
}

/** The documents are known; what is asked of them decides. */
async function withDocuments(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const { question } = context;
  const agencies = mainAgencies(context, cards);
  const [agency] = agencies;
  const wantsFacts =
    asks(context, METADATA) && !(agency && asks(context, ["duty"]) && !asks(context, ["signer", "date"]));
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
  if (clauseFirst || !agency) {
    const wanted = question.topic !== "" || asks(context, ["deadline", "lead", "amount", "reports-to", "partner"]);
    const draft = wanted ? await composeTopic(context, { cards, explicit: true }) : null;
    if (draft) return draft;
  }
  if (agency) {
    const draft = await togetherDraft(context, agencies, (one) =>
      composeDuties(context, one, { cards, explicit: true }),
    );
    if (draft) return draft;
  }
  if (question.topic !== "" || asks(context, ["deadline", "amount"]))
    return composeNothing(context, cards.length === 1 ? fullName(cards[0] as DocumentCard) : null);
  if (cards.length > 1) return severalDraft(context, cards);
  const { lead, quotes } = await about(context, cards[0] as DocumentCard);
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes: [] };
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

/** "… theo văn bản nào?": documents whose subject is the matter asked about. */
async function composeWhich(context: AskContext): Promise<Draft | null> {
  const matter = withoutChange(context.question.matter);
  const topic = await topicOf(context, matter);
  if (topic.total === 0) return null;
  const scored = (context.scope.byPlace ?? context.cards).map((card) => ({ card, share: titleCoverage(topic, card) }));
  const best = Math.max(0, ...scored.map((one) => one.share));
  if (best < 0.6) return null;
  const cards = scored
    .filter((one) => one.share >= best * 0.85)
    .sort((a, b) => b.share - a.share)
    .map((one) => one.card);
  const sections = [];
  for (const card of cards.slice(0, 3)) {
    const { quotes } = await about(context, card);
    sections.push({ heading: cards.length > 1 ? `${fullName(card)}:` : null, quotes: quotes.slice(0, 2) });
  }
  const lead =
    cards.length === 1
      ? `Văn bản đang giữ về nội dung này: ${fullName(cards[0] as DocumentCard)}.`
      : "Các văn bản đang giữ về nội dung này:";
  return { status: "answered", lead: [lead], sections, notes: [] };
}

/** No document is named: agency, place and matter lead to it. */
async function composeOpen(context: AskContext): Promise<Draft> {
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
  const clauseFirst =
    question.topic !== "" &&
    asks(context, ["deadline", "amount", "reports-to", "yes-no", "which-document", "lead"]) &&
    !(agency && asks(context, ["duty"]) && !asks(context, ["lead"]));
  if (agency && !clauseFirst) {
    const draft = await togetherDraft(context, question.agencies, (one) => openDuties(context, one));
    if (draft) return draft;
  }
  if (question.matter !== "" && (question.topic !== "" || clauseFirst)) {
    const draft = await matterDraft(context);
    if (draft) return draft;
  }
  if (agency && clauseFirst) {
    const draft = await openDuties(context, agency);
    if (draft) return draft;
  }
  if (asks(context, ["list"])) return composeList(context);
  if (/^\s*(?:xin )?(?:chao|hello|hi|hey|alo|cam on|thank)\b/.test(fold(question.text))) return smallTalk();
  if (question.topic === "" && !agency)
    return scope.byPlace?.length ? placeDraft(context, scope.byPlace) : needMore(context.cards);
  return composeNothing(context, null);
}

/** "Công an tỉnh và Bộ đội Biên phòng phải làm gì?": agencies named side by side are each answered for. */
async function togetherDraft(
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

/** Looks in the documents of the places named, then everywhere with the places as part of the matter. */
async function matterDraft(context: AskContext): Promise<Draft | null> {
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

/** Only a place is named: what is held of it. */
function placeDraft(context: AskContext, cards: readonly DocumentCard[]): Draft {
  if (cards.length === 1) return needMore(cards);
  return {
    ...composeList(context),
    status: "clarify",
    choices: cards.slice(0, 4).map((card) => `${shortName(card)} nói về việc gì?`),
  };
}

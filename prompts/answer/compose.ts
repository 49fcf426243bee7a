import type { DocumentCard } from "../../retrieval/index.ts";
import { refusal, smallTalk } from "./absent.ts";
import { asks, wantsDuties } from "./asks.ts";
import type { AskContext } from "./context.ts";
import { describedCards } from "./described.ts";
import { withDocuments } from "./documents.ts";
import type { Draft } from "./draft.ts";
import { composeForce } from "./force.ts";
import { composeMoment } from "./moment.ts";
import { composeNamed } from "./named.ts";
import { composeOpen } from "./open.ts";
import { composePairs } from "./pairs.ts";
import { composeParts } from "./parts.ts";
import { composeRelation, mentionOf, RELATIONS } from "./relation.ts";
import { composeReorganised } from "./reorganised/index.ts";
import { sayWholeName, withWholeName } from "./short-name.ts";
import { laterDraft, withTime } from "./time.ts";
import { composeHolder, composePost } from "./wanted/holder.ts";
import { composeWhichFirst } from "./which-first.ts";
import { composeYesNo } from "./yes-no/index.ts";

/** Decides what a question asks and composes the extractive answer. Premises are checked before anything is quoted. */
export async function compose(context: AskContext): Promise<Draft> {
  const { question, later = [] } = context;
  if (question.kind === "instruction") return refusal();
  if (question.kind === "small-talk") return smallTalk();
  if (question.asOf !== null && later.length > 0) return laterDraft(context, question.asOf, later);
  return composeParts(context, await composeOne(context), composeOne);
}

async function composeOne(context: AskContext): Promise<Draft> {
  const { context: named, said } = await withWholeName(context);
  return withTime(named, sayWholeName(await composeForNames(named), said));
}

/** Each agency in its own province, and both under the names of the time of the documents. */
function composeForNames(context: AskContext): Promise<Draft> {
  return composePairs(context, (one) => composeReorganised(one, composeAnswer));
}

async function composeAnswer(context: AskContext): Promise<Draft> {
  const { wanted } = context.question;
  if (wanted?.kind === "post") return composePost(context, wanted);
  const held = wanted?.kind === "holder" ? await composeHolder(context, wanted) : null;
  return held ?? (await composeYesNo(context, composeAsked)) ?? composeAsked(context);
}

async function composeAsked(context: AskContext): Promise<Draft> {
  const named = context.scope.mentions;
  const meant = named.length > 0 ? named : context.previousCards.map(mentionOf);
  const force = await composeForce(context, meant);
  if (force) return force;
  const moment = await composeMoment(context);
  if (moment) return moment;
  if (named.length > 0) return (await composeWhichFirst(context)) ?? composeNamed(context, named);
  if (context.previousCards.length > 0) return withDocuments(context, context.previousCards);
  const described = await meantCards(context);
  if (described.length > 0) {
    // "Luật … có hiệu lực từ ngày nào?" asks not after the plan that carries that law out and is called after it.
    const typed = context.question.types.length > 0;
    const ofDescribed = typed ? await composeForce(context, described.map(mentionOf)) : null;
    if (ofDescribed) return ofDescribed;
    const draft = await composeDescribed(context, described);
    // That the one document meant does not task the agency, or says not who signed it, is the answer; clauses of other
    // documents would hide it.
    const settled = context.question.agencies.length > 0 || (described.length === 1 && asksHeaderFact(context));
    if (draft.status === "answered" || settled) return draft;
  }
  return composeOpen(context);
}

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
    context.question.wanted?.kind === "purpose" ||
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
      "in-force-from",
      "in-force",
    ])
  );
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

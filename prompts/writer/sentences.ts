import { z } from "zod";
import type { Draft, Sentence } from "../answer/draft.ts";
import { fullName } from "../answer/names.ts";
import { ungrounded } from "../answer/verify.ts";
import { fewClaims } from "../claims/parse.ts";
import { claimReader } from "../claims/partial.ts";
import type { Claim, Offered } from "../claims/types.ts";
import { verifyClaim } from "../claims/verify.ts";
import { answerTemplate } from "../templates/answer.ts";
import { askModel, type Conversation } from "./ask-model.ts";
import type { ToWrite } from "./index.ts";
import { redact } from "./redact.ts";

const MOST_TOKENS = 1500;
/** A whole clause of a plan can be pages long; what is beyond is not needed to put it in a sentence. */
const LONGEST_PASSAGE = 3000;

/** The draft with a model's sentences; null where none of them is proven. */
export async function sentencesFor(conversation: Conversation, work: ToWrite): Promise<Draft | null> {
  const { draft, offered, onSentence } = work;
  if (offered.length === 0) return null;
  const shown = onSentence && streamed(offered, onSentence);
  const { claims } = await askModel(conversation, {
    template: answerTemplate,
    data: dataOf(work),
    maxTokens: MOST_TOKENS,
    onText: shown,
  });
  const sentences = judge(conversation, claims, offered);
  conversation.record.kept = sentences.length;
  return sentences.length === 0 ? null : { ...draft, sentences };
}

function dataOf({ question, draft, offered }: ToWrite): Record<string, unknown> {
  return {
    question: redact(question),
    verdict: draft.lead.join("\n"),
    passages: offered.map(({ id, evidence, duties }) => ({
      id,
      document: fullName(evidence.card),
      place: evidence.locator,
      headings: evidence.path,
      agency: [...new Set(duties.flatMap(({ role, agency }) => (role === "partner" ? [] : agency.name)))],
      text: evidence.text.slice(0, LONGEST_PASSAGE),
    })),
  };
}

function judge({ record }: Conversation, claims: readonly Claim[], offered: readonly Offered[]): Sentence[] {
  const kept = new Map<string, Sentence>();
  for (const claim of fewClaims(claims)) {
    const judgement = judged(claim, offered);
    if ("dropped" in judgement)
      record.dropped.push({ reason: judgement.dropped, text: claim.text, passage: claim.passage });
    else kept.set(judgement.text, judgement);
  }
  return [...kept.values()];
}

/** Both checks have to agree: the claim's own, and the one that every sentence of ours goes through. */
function judged(claim: Claim, offered: readonly Offered[]): ReturnType<typeof verifyClaim> {
  const judgement = verifyClaim(claim, offered);
  if ("dropped" in judgement) return judgement;
  const { card, path, text } = judgement.evidence;
  const agencies = offered.flatMap(({ evidence, duties }) =>
    evidence === judgement.evidence ? duties.map(({ agency }) => agency.name) : [],
  );
  const wrong = ungrounded(judgement.text, { question: "", cited: [text, ...path, ...agencies], cards: [card] });
  return wrong.length === 0 ? judgement : { dropped: "name" };
}

const claimShape = z.object({ text: z.string(), passage: z.string(), quote: z.string() });

/** Shows each claim that holds, once, as soon as it is whole. */
function streamed(offered: readonly Offered[], onSentence: (text: string) => void): (piece: string) => void {
  const seen = new Set<string>();
  return claimReader((raw) => {
    const claim = claimShape.safeParse(raw);
    const judgement = claim.success ? judged(claim.data, offered) : null;
    if (judgement === null || "dropped" in judgement || seen.has(judgement.text)) return;
    seen.add(judgement.text);
    onSentence(judgement.text);
  });
}

import { asksToConfirm, type Claim, fold, type Intent } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { composeBelongs } from "./belongs.ts";
import { withFigureVerdict } from "./figure.ts";
import { isOnMatter, roleAsked, roleVerdict, withoutAgency } from "./role.ts";
import { signerVerdict } from "./signer.ts";

/**
 * Questions that want a yes or a no. What they take for granted is left out of the search and compared with the clause
 * that is found; a verdict is given only where that clause decides it. Null where the ordinary ways answer.
 */
export async function composeYesNo(
  context: AskContext,
  compose: (context: AskContext) => Promise<Draft>,
): Promise<Draft | null> {
  const belongs = await composeBelongs(context);
  if (belongs) return belongs;
  const { claim, text } = context.question;
  if (!asksToConfirm(text)) return null;
  const signed = await signerVerdict(context);
  if (signed) return signed;
  const role = roleAsked(context);
  // "Sở X chủ trì chỉ tiêu 45% phải không?" asks after the agency: that the figure is right confirms nothing.
  if (claim && !role) return withFigureVerdict(context, claim, await compose(asking(context, claim)));
  if (!role) return null;
  const draft = await compose(withoutAgency(context));
  // Where the clause does not say who leads it is shown all the same: other duties of the agency are no answer.
  return (await roleVerdict(context, role, draft)) ?? (isOnMatter(context, draft) ? draft : null);
}

/** A claimed day is looked for like a deadline, a claimed figure like an amount. */
function asking(context: AskContext, claim: Claim): AskContext {
  const { question } = context;
  const intents = new Set<Intent>(question.intents);
  if (claim.kind === "figure") intents.add("amount");
  else if (/\bhieu luc\b/.test(fold(question.text))) intents.add("in-force-from");
  // What begins on a day is not due by it.
  else if (claim.bound === "by") intents.add("deadline");
  return { ...context, question: { ...question, intents } };
}

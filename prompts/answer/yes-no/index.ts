import { asksToConfirm, type Claim, fold, type Intent } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { composeBelongs } from "./belongs.ts";
import { withFigureVerdict } from "./figure.ts";
import { roleAsked, roleVerdict, withoutAgency } from "./role.ts";

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
  const role = roleAsked(context);
  // "Sở X chủ trì chỉ tiêu 45% phải không?" asks after the agency: that the figure is right confirms nothing.
  if (claim && !role) return withFigureVerdict(context, claim, await compose(asking(context, claim)));
  return role ? roleVerdict(context, role, await compose(withoutAgency(context))) : null;
}

/** A claimed day is looked for like a deadline, a claimed figure like an amount. */
function asking(context: AskContext, claim: Claim): AskContext {
  const { question } = context;
  const intents = new Set<Intent>(question.intents);
  if (claim.kind === "figure") intents.add("amount");
  else if (/\bhieu luc\b/.test(fold(question.text))) intents.add("in-force-from");
  else if (claim.bound !== null) intents.add("deadline");
  return { ...context, question: { ...question, intents } };
}

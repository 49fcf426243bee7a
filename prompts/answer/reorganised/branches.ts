import { agencyKey, branchParent, levelOf } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";
import type { Draft } from "../draft.ts";
import { names } from "./quotes.ts";

/** A "chi cục" that no clause names has its part in what its Sở is given; the answer says whose work it shows. */
export async function inBranches(context: AskContext, next: (context: AskContext) => Promise<Draft>): Promise<Draft> {
  const asked = await next(context);
  const [branch, ...others] = context.question.agencies;
  const name = branch ? branchParent(branch.key) : null;
  if (!branch || !name || asked.sections.some(({ quotes }) => quotes.some((quote) => names(quote, branch.key))))
    return asked;
  const key = agencyKey(name);
  const parent = { ...branch, key, name, level: levelOf(key), kind: "agency" as const };
  const question = { ...context.question, agencies: [parent, ...others] };
  const draft = await next({ ...context, question });
  if (draft.premise !== "assigned" && !draft.sections.some(({ quotes }) => quotes.some((quote) => names(quote, key))))
    return asked;
  return {
    ...draft,
    lead: [
      `${branch.name} thuộc ${name}; không tìm thấy việc giao riêng, dưới đây là việc của ${name}.`,
      ...draft.lead,
    ],
  };
}

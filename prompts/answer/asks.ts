import type { Intent } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";

export const asks = (context: AskContext, intents: readonly Intent[]) =>
  intents.some((intent) => context.question.intents.has(intent));

/** "Sở Tài chính làm gì trong kế hoạch thực hiện Chỉ thị 27": the relation only says which document is meant. */
export function wantsDuties(context: AskContext): boolean {
  return (
    context.question.agencies.length > 0 &&
    asks(context, ["duty", "deadline", "partner", "reports-to"]) &&
    !asks(context, ["which-document", "replaced-by"])
  );
}

/**
 * The question asks for a reason, a procedure, a telephone number…: what an agency has to do is then no answer. "Sở Y tế
 * phải làm gì và vì sao?" asks for both.
 */
export function wantsThing({ question }: AskContext): boolean {
  return question.wanted !== null && !question.intents.has("duty");
}

/** The face of prompts: the words of an answer and their proof. */
export { compose } from "./answer/compose.ts";
export type { AskContext } from "./answer/context.ts";
export type { Draft, Evidence, Quote, Section } from "./answer/draft.ts";
export { MESSAGE_LIMIT, render } from "./answer/render.ts";
export type { Answer, AnswerStatus, Citation, HistoryMessage, Question } from "./answer/types.ts";
export { isVerbatim, keepGrounded, keepVerbatim, ungrounded } from "./answer/verify.ts";

/** The face of prompts: the words of an answer and their proof. */
export { compose } from "./answer/compose.ts";
export { type AskContext, newestFirst } from "./answer/context.ts";
export type { Draft, Evidence, Quote, Section } from "./answer/draft.ts";
export { clip, dateOf, issuerOf, shortName } from "./answer/names.ts";
export { MESSAGE_LIMIT, render, sourceFacts } from "./answer/render.ts";
export type { Answer, AnswerStatus, Citation, HistoryMessage, Question } from "./answer/types.ts";
export { isVerbatim, keepGrounded, keepVerbatim, ungrounded } from "./answer/verify.ts";

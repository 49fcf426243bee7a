/** The face of prompts: the words of an answer and their proof. */
export { compose } from "./answer/compose.ts";
export { type AskContext, newestFirst } from "./answer/context.ts";
export type { Draft, Evidence, Quote, Section } from "./answer/draft.ts";
export { clip, dateOf, issuerOf, shortName } from "./answer/names.ts";
export { MESSAGE_LIMIT, render, sourceFacts } from "./answer/render.ts";
export { reorganisedNames } from "./answer/reorganised/index.ts";
export type { Answer, AnswerStatus, Citation, HistoryMessage, Question } from "./answer/types.ts";
export { isVerbatim, keepGrounded, keepVerbatim, ungrounded } from "./answer/verify.ts";
export type { Offered } from "./claims/types.ts";
export { budgetOf, type TokenBudget, unlimitedBudget } from "./model/budget.ts";
export { type GuardOptions, guarded } from "./model/guarded.ts";
export { createOpenAiChat, type OpenAiChatOptions } from "./model/openai-chat.ts";
export type { ChatModel, ChatOptions, ChatReply, ChatRequest } from "./model/port.ts";
export { createWriter, type Writer, type WriterEvent, type WriterOptions, type Written } from "./writer/index.ts";
export { materialOf, mayLeave } from "./writer/material.ts";
export type { PromptRecord } from "./writer/record.ts";
export { redact } from "./writer/redact.ts";

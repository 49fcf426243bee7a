/** The face of the bot: everything that the server may use, named one by one. */

export type { Answer, AnswerStatus, Citation, HistoryMessage, Question } from "../prompts/index.ts";
export { renderForTerminal, type TerminalOptions } from "./channels/cli/render.ts";
export { type AnswerBlock, type AnswerRun, answerBlocks } from "./channels/web/answer-text.ts";
export { type AskOptions, createPipeline, type Pipeline, type PipelineOptions } from "./pipeline.ts";

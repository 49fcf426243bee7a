/** The face of the bot: everything that the server may use, named one by one. */

export type { Answer, AnswerStatus, Citation, HistoryMessage, Question } from "../prompts/index.ts";
export type {
  Channel,
  ChannelStatus,
  InboundEvent,
  Json,
  JsonObject,
  OutgoingPart,
  Received,
  Sent,
  WebhookRequest,
} from "./channel.ts";
export { renderForTerminal, type TerminalOptions } from "./channels/cli/render.ts";
export { type AnswerBlock, type AnswerRun, answerBlocks } from "./channels/web/answer-text.ts";
export type { Handled, HandledStatus } from "./handled.ts";
export { createIdentity, type Identity, type Pseudonymised } from "./identity.ts";
export type { Action, ChannelName, Incoming, IncomingContent, Reply } from "./message.ts";
export { createPipeline, type Pipeline, type PipelineOptions } from "./pipeline.ts";
export type { AskOptions, PreparedAnswer } from "./prepare.ts";
export { replyText } from "./reply-text.ts";
export { splitText } from "./split.ts";

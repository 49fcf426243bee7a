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
export { renderReplyForTerminal } from "./channels/cli/render-reply.ts";
export { createTelegram } from "./channels/telegram/channel.ts";
export type { TelegramOptions } from "./channels/telegram/options.ts";
export { type AnswerBlock, type AnswerRun, answerBlocks } from "./channels/web/answer-text.ts";
export { readWebForm } from "./channels/web/read.ts";
export { createZaloBot, type ZaloBotOptions } from "./channels/zalo-bot/index.ts";
export { createZaloOa, type ZaloOa } from "./channels/zalo-oa/channel.ts";
export { type Grant, type GrantOutcome, refreshByHand, startGrant } from "./channels/zalo-oa/grant.ts";
export type { ZaloOaApp, ZaloOaOptions } from "./channels/zalo-oa/options.ts";
export { zaloOaStatus } from "./channels/zalo-oa/status.ts";
export type { TokenPair, TokenState, TokenStore } from "./channels/zalo-oa/tokens.ts";
export { type VerificationFile, verificationFile } from "./channels/zalo-oa/verification.ts";
export { correctionText } from "./corrections.ts";
export type { Handled, HandledStatus } from "./handled.ts";
export type { Enrolment, HandleOptions } from "./handling.ts";
export { createIdentity, type Identity, type Pseudonymised } from "./identity.ts";
export {
  type CreatedInvitation,
  createInvitations,
  type InvitationRequest,
  type Invitations,
} from "./invitations.ts";
export type { Action, ChannelName, Incoming, IncomingContent, Reply, Speaker } from "./message.ts";
export { createPeople, type People } from "./people.ts";
export { createPipeline, type Pipeline, type PipelineOptions, type StatelessOptions, type Turn } from "./pipeline.ts";
export type { AskOptions, PreparedAnswer, RestsOn } from "./prepare.ts";
export type { CountedFor } from "./question-limit.ts";
export { replyText } from "./reply-text.ts";
export { splitText } from "./split.ts";
export { createTokenStore, type TokenStoreOptions } from "./store/channel-tokens.ts";
export type { InvitationRow, InvitationState } from "./store/invitations.ts";
export { createLeases, type Leases } from "./store/leases.ts";
export { findPersonById, type PersonRow, type Role } from "./store/people.ts";
export { createTokenBudget, type TokenBudgetOptions } from "./store/token-budget.ts";
export { deleteTurnsOf, deleteTurnsOfAnswers, ownConversations } from "./store/turns.ts";
export { takenFor } from "./taken-for.ts";

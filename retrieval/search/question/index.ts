export { agencyIndex, findQuestionAgencies } from "./agencies.ts";
export { findDocumentMentions } from "./document-mentions.ts";
export { type ResolvedQuestion, resolveHistory } from "./history.ts";
export { type QuestionLexicon, parseQuestion } from "./parse.ts";
export { typeOfSymbol } from "./document-mentions.ts";
export type { DocumentMention, Intent, MessageKind, ParsedQuestion, QuestionAgency } from "./types.ts";
export { repairNames } from "./typing.ts";

export { agencyIndex, findQuestionAgencies } from "./agencies.ts";
export { type AskedBy, type Asker, readAsker, resolveAsked, type TakenAs } from "./asker.ts";
export { findDocumentMentions, typeOfSymbol } from "./document-mentions.ts";
export { type ResolvedQuestion, resolveHistory } from "./history.ts";
export { parseQuestion, type QuestionLexicon } from "./parse.ts";
export { type QuestionParts, questionParts } from "./parts.ts";
export type { DocumentMention, Intent, MessageKind, ParsedQuestion, QuestionAgency } from "./types.ts";
export { repairNames } from "./typing.ts";
export type { Wanted, WantedThing } from "./wanted.ts";

import type { DropReason } from "../claims/types.ts";
import type { TemplateId } from "../templates/template.ts";

/** What is stored with an answer about the model's part in it. */
export interface PromptRecord {
  /** Templates that were asked with, in order. */
  templates: TemplateId[];
  model: string;
  tokens: number;
  /** Claims that are in the answer. */
  kept: number;
  /** Claims that are not, with what was wrong; the log of answers may hold their words, the log of operations not. */
  dropped: { reason: DropReason; text: string; passage: string }[];
  /** A follow-up as it was made a question of its own. */
  rewritten?: string;
  /** Why the answer is the extractive one: a code `model.*`, or "claims.none". */
  fallback?: string;
}

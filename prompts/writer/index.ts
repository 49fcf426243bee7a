import type { Clock } from "../../retrieval/index.ts";
import type { Draft } from "../answer/draft.ts";
import type { Offered } from "../claims/types.ts";
import type { ChatModel } from "../model/port.ts";
import { withinLimit } from "./ask-model.ts";
import { clarified } from "./clarify.ts";
import type { PromptRecord } from "./record.ts";
import { rewritten } from "./rewrite.ts";
import { sentencesFor } from "./sentences.ts";

export interface WriterOptions {
  model: ChatModel;
  clock: Clock;
  /** All that a model may take of one question's time, retries and repairs included. */
  limitMs: number;
  /** Told why an answer is not the model's, and how many claims were dropped for what reason; never told words. */
  report?: ((event: WriterEvent) => void) | undefined;
}

export interface WriterEvent {
  /** A code `model.*`, "claims.none", or "claims.dropped". */
  reason: string;
  /** Claims dropped. */
  count: number;
  /** "number,agency": what was wrong with them. */
  result: string;
}

export interface ToWrite {
  /** As it was understood, without orders to the program. */
  question: string;
  draft: Draft;
  offered: readonly Offered[];
  /** The question was rewritten first, which took its share of the time. */
  isRewritten?: boolean | undefined;
  /** Given each verified sentence as it comes. */
  onSentence?: ((text: string) => void) | undefined;
}

export interface Written {
  draft: Draft;
  /** Null: the draft is as it was. */
  model: string | null;
  record: PromptRecord;
}

export interface ToRewrite {
  question: string;
  /** The person's earlier questions, oldest first. */
  earlier: readonly string[];
}

/** Makes better sentences of a verified draft where a model can; what it cannot prove stays out. Never throws. */
export interface Writer {
  write(work: ToWrite): Promise<Written>;
  /** A follow-up as a question of its own; null where the model cannot tell or adds something. */
  rewrite(work: ToRewrite): Promise<{ question: string; record: PromptRecord } | null>;
}

/** Of a question's time, what making it a question of its own may take: it is one line. */
const REWRITE_SHARE = 0.3;

export function createWriter({ model, clock, limitMs, report = () => {} }: WriterOptions): Writer {
  const newRecord = (): PromptRecord => ({ templates: [], model: model.name, tokens: 0, kept: 0, dropped: [] });
  const share = (part: number) => ({ clock, milliseconds: limitMs * part });
  return {
    async write(work) {
      const record = newRecord();
      const outcome = await withinLimit(share(work.isRewritten ? 1 - REWRITE_SHARE : 1), (signal) => {
        const conversation = { model, signal, record };
        return work.draft.status === "clarify" ? clarified(conversation, work) : sentencesFor(conversation, work);
      });
      if (record.dropped.length > 0) report(droppedEvent(record));
      const draft = "value" in outcome ? outcome.value : null;
      if (draft !== null) return { draft, model: model.name, record };
      const reason = "fault" in outcome ? outcome.fault : "claims.none";
      report({ reason, count: record.dropped.length, result: "extractive" });
      return { draft: work.draft, model: null, record: { ...record, kept: 0, fallback: reason } };
    },
    async rewrite(work) {
      const record = newRecord();
      const outcome = await withinLimit(share(REWRITE_SHARE), (signal) => rewritten({ model, signal, record }, work));
      if ("fault" in outcome) report({ reason: outcome.fault, count: 0, result: "not-rewritten" });
      return "value" in outcome && outcome.value !== null ? { question: outcome.value, record } : null;
    },
  };
}

function droppedEvent({ dropped }: PromptRecord): WriterEvent {
  const reasons = [...new Set(dropped.map(({ reason }) => reason))].sort().join(",");
  return { reason: "claims.dropped", count: dropped.length, result: reasons };
}

import { type AppError, type Clock, createBreaker, isAppError, sleep } from "../../retrieval/index.ts";
import { mostTokens, type TokenBudget } from "./budget.ts";
import { ModelFault, modelFault } from "./faults.ts";
import type { ChatModel, ChatOptions, ChatReply, ChatRequest } from "./port.ts";
import { createSlots } from "./slots.ts";

export interface GuardOptions {
  clock: Clock;
  budget: TokenBudget;
  /** So many calls at the same time. */
  concurrency: number;
  /** Tries after the first one. */
  retries: number;
  breakerFailures: number;
  breakerRestMs: number;
  /** 0…1, for the jitter; default `Math.random`. */
  random?: (() => number) | undefined;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8000;
/** Faults that say nothing about whether the service is well. */
const NOT_ITS_FAULT = new Set(["model.budget", "model.cut", "model.withheld", "model.rejected"]);

/** The same model with everything that keeps it from costing too much, being asked too often or being waited for in vain. */
export function guarded(model: ChatModel, options: GuardOptions): ChatModel {
  const { clock, budget, retries, random = Math.random } = options;
  const slots = createSlots(options.concurrency);
  const breaker = createBreaker({ clock, failures: options.breakerFailures, restMs: options.breakerRestMs });

  const once = async (request: ChatRequest, chat: ChatOptions): Promise<ChatReply> => {
    if (!breaker.allows()) throw new ModelFault("model.resting");
    try {
      const reply = await counted(budget, model, request, chat);
      breaker.succeeded();
      return reply;
    } catch (error) {
      const fault = modelFault(error);
      if (NOT_ITS_FAULT.has(fault.code) || !fault.code.startsWith("model.")) breaker.released();
      else breaker.failed();
      throw fault;
    }
  };

  const complete = async (request: ChatRequest, chat: ChatOptions): Promise<ChatReply> => {
    const release = await slots.take(chat.signal);
    if (release === null) throw new ModelFault("model.timeout");
    try {
      for (let attempt = 1; ; attempt += 1) {
        let shown = false;
        const onText = (piece: string) => {
          shown = true;
          chat.onText?.(piece);
        };
        try {
          return await once(request, chat.onText ? { ...chat, onText } : chat);
        } catch (error) {
          // Text that was shown cannot be taken back: the same again would be read twice.
          if (attempt > retries || shown || !isRetryable(error)) throw error;
          await sleep({ clock, milliseconds: waitOf(attempt, error, random), signal: chat.signal });
          if (chat.signal.aborted) throw new ModelFault("model.timeout");
        }
      }
    } finally {
      release();
    }
  };
  return { name: model.name, complete };
}

/** Takes the most that the call can cost and gives the rest back; a call that failed has cost its prompt. */
async function counted(
  budget: TokenBudget,
  model: ChatModel,
  request: ChatRequest,
  chat: ChatOptions,
): Promise<ChatReply> {
  const prompt = mostTokens(request.messages.reduce((sum, { content }) => sum + content.length, 0));
  const taken = prompt + request.maxTokens;
  if (!(await budget.take(taken))) throw new ModelFault("model.budget");
  let used = prompt;
  try {
    const reply = await model.complete(request, chat);
    used = reply.tokens ?? prompt + mostTokens(reply.text.length);
    return reply;
  } finally {
    await budget.give(taken - used);
  }
}

const isRetryable = (error: unknown): error is AppError => isAppError(error) && error.retryable;

/** Doubles, half of it by chance so that many who failed together do not come back together. */
function waitOf(attempt: number, error: unknown, random: () => number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
  const jittered = wait / 2 + (random() * wait) / 2;
  const asked = error instanceof ModelFault ? error.retryAfter : null;
  return Math.max(jittered, asked ?? 0);
}

import { createTokenBudget } from "../bot/index.ts";
import { createOpenAiChat, createWriter, guarded, redact, unlimitedBudget, type Writer } from "../prompts/index.ts";
import {
  createOfflineEmbedder,
  createOpenAiEmbedder,
  type Database,
  type Embedder,
  systemClock,
} from "../retrieval/index.ts";
import type { ChatModelConfig, Config, EmbeddingConfig } from "./config.ts";
import type { Log } from "./ops/log.ts";

export interface Models {
  embedder: Embedder;
  /** Undefined: every answer is extractive. */
  writer: Writer | undefined;
}

interface Surroundings {
  db: Database;
  log: Log;
}

/** The models that are configured; without any, nothing leaves the house. */
export function openModels({ chatModel, embedding }: Config, surroundings: Surroundings): Models {
  return {
    embedder: embedding === null ? createOfflineEmbedder() : openEmbedder(embedding, surroundings),
    writer: chatModel === null ? undefined : openWriter(chatModel, surroundings),
  };
}

/** Of a question's time, its search may wait so long for a vector: answering takes the rest. */
const SEARCH_SHARE = 0.25;

function openEmbedder({ timeoutSeconds, ...service }: EmbeddingConfig, { log }: Surroundings): Embedder {
  return createOpenAiEmbedder({
    ...service,
    redact,
    questionMs: timeoutSeconds * 1000 * SEARCH_SHARE,
    report: (error) => log.warn({ reason: error.code }, "a question was searched by its words alone"),
  });
}

function openWriter(config: ChatModelConfig, { db, log }: Surroundings): Writer {
  const { baseUrl, apiKey, model, timeoutSeconds, concurrency, retries, breakerFailures, breakerSeconds } = config;
  const clock = systemClock();
  const budget = config.dailyTokens === null ? unlimitedBudget() : createTokenBudget({ db, most: config.dailyTokens });
  return createWriter({
    model: guarded(createOpenAiChat({ baseUrl, apiKey, model }), {
      ...{ clock, budget, concurrency, retries, breakerFailures },
      breakerRestMs: breakerSeconds * 1000,
    }),
    clock,
    limitMs: timeoutSeconds * 1000,
    report: ({ reason, count, result }) =>
      log.warn({ reason, count, result }, "a model's answer was not taken as it was"),
  });
}

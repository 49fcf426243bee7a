import { createTokenBudget } from "../bot/index.ts";
import {
  budgetOf,
  createOpenAiChat,
  createWriter,
  guarded,
  redact,
  type TokenBudget,
  unlimitedBudget,
  type Writer,
} from "../prompts/index.ts";
import {
  createOfflineEmbedder,
  createOpenAiEmbedder,
  type Database,
  type Embedder,
  type EmbeddingSettings,
  embeddingSettings,
  indexModel,
  isAppError,
  recordEmbeddingModel,
  recordVectorFile,
  systemClock,
  vectorFile,
} from "../retrieval/index.ts";
import type { ChatModelConfig, Config, EmbeddingConfig } from "./config.ts";
import type { Log } from "./ops/log.ts";

export interface Models {
  embedder: Embedder;
  /** Answers questions while the index still holds its vectors and not those of `embedder`. */
  formerEmbedder: Embedder | undefined;
  /** Undefined: every answer is extractive. */
  writer: Writer | undefined;
  /** English remarks for whoever operates it. */
  notices: readonly string[];
}

interface Surroundings {
  db: Database;
  log: Log;
}

/** The models that are configured; without any, nothing leaves the house. */
export async function openModels(config: Config, surroundings: Surroundings): Promise<Models> {
  const { chatModel, embedding } = config;
  const { db } = surroundings;
  const embedder = await configuredEmbedder(config, surroundings);
  const indexed = await indexModel(db);
  const isOther = indexed !== null && indexed !== embedder.model;
  const formerEmbedder = isOther ? await formerOf(indexed, embedding, surroundings) : undefined;
  return {
    embedder,
    formerEmbedder,
    writer: chatModel === null ? undefined : openWriter(chatModel, surroundings),
    notices: isOther ? [stillIndexed(indexed, embedder.model, formerEmbedder?.model)] : [],
  };
}

/** Kept as it was asked or read: it answers questions until the documents have gone over to the next one. */
async function configuredEmbedder({ embedding, offlineVectors }: Config, surroundings: Surroundings) {
  const { db } = surroundings;
  if (embedding === null) {
    const offline = createOfflineEmbedder(offlineVectors ?? undefined);
    if (offlineVectors !== null) await recordVectorFile(db, offline.model, offlineVectors);
    return offline;
  }
  const embedder = openEmbedder(embedding, surroundings);
  await recordEmbeddingModel(db, embedder.model, settingsOf(embedding));
  return embedder;
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

const settingsOf = ({ apiKey: _, timeoutSeconds: __, ...settings }: EmbeddingConfig): EmbeddingSettings => settings;

/** Asked as it was when the index was made with it; the key goes nowhere but to the address that it is configured for. */
async function formerOf(
  model: string,
  present: EmbeddingConfig | null,
  surroundings: Surroundings,
): Promise<Embedder | undefined> {
  const settings = await embeddingSettings(surroundings.db, model);
  if (settings === null) return formerVectors(model, surroundings.db);
  // Without EMBEDDING_MODEL nothing leaves the house, also not for the sake of an index that was made otherwise.
  if (present === null) return undefined;
  const { baseUrl, apiKey, timeoutSeconds } = present;
  return openEmbedder(
    { ...settings, timeoutSeconds, apiKey: settings.baseUrl === baseUrl ? apiKey : null },
    surroundings,
  );
}

/** The word vectors that the index was made with, where they can still be read and are still the same. */
async function formerVectors(model: string, db: Database): Promise<Embedder | undefined> {
  try {
    const former = createOfflineEmbedder((await vectorFile(db, model)) ?? undefined);
    return former.model === model ? former : undefined;
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

function stillIndexed(indexed: string, configured: string, former: string | undefined): string {
  const how = former === indexed ? "are still found by its vectors" : "are found by their words alone";
  return (
    `The documents were indexed with "${indexed}", and "${configured}" is configured now: they ${how} until ` +
    "npm run admin -- documents reindex has gone over them."
  );
}

/**
 * The configured model for a replay. It may use what a day may use, counted apart: a replay must not take the day's tokens
 * from those who ask.
 */
export function openReplayWriter({ chatModel }: Config, { log }: Surroundings): Writer | undefined {
  if (chatModel === null) return undefined;
  return writerOf(chatModel, {
    log,
    budget: chatModel.dailyTokens === null ? unlimitedBudget() : budgetOf(chatModel.dailyTokens),
  });
}

function openWriter(config: ChatModelConfig, { db, log }: Surroundings): Writer {
  const budget = config.dailyTokens === null ? unlimitedBudget() : createTokenBudget({ db, most: config.dailyTokens });
  return writerOf(config, { log, budget });
}

function writerOf(config: ChatModelConfig, { log, budget }: { log: Log; budget: TokenBudget }): Writer {
  const { baseUrl, apiKey, model, timeoutSeconds, concurrency, retries, breakerFailures, breakerSeconds } = config;
  const clock = systemClock();
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

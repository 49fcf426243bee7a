import { resolve } from "node:path";
import { isUrl, oneOf, optionalText, optionalWholeNumber, setting, wholeNumber } from "./setting.ts";

/** As OpenAI's clients take it: with "/v1", without a user or a password, without a slash at its end. */
const modelAddress = optionalText
  .refine(
    (value) => value === null || (isUrl(value, ["https:", "http:"]) && new URL(value).username === ""),
    "must be an address such as https://models.example/v1, without a user or a password in it",
  )
  .transform((value) => value?.replace(/\/+$/, "") ?? null);

export const chatModelSettings = {
  openaiBaseUrl: setting({
    env: "OPENAI_BASE_URL",
    doc: "Where questions and passages go when a model is set: https://api.openai.com/v1, http://127.0.0.1:11434/v1 (Ollama).",
    schema: modelAddress,
  }),
  openaiApiKey: setting({
    env: "OPENAI_API_KEY",
    doc: "Key of that service; empty where it asks for none.",
    secret: true,
    schema: optionalText,
  }),
  chatModel: setting({
    env: "CHAT_MODEL",
    doc: "Model that puts answers into sentences, each verified. Empty: answers are extractive and nothing leaves.",
    schema: optionalText,
  }),
  modelTimeoutSeconds: setting({
    env: "MODEL_TIMEOUT_SECONDS",
    doc: "A model may take so long for one question, tries and repairs included; then the extractive answer goes out.",
    shownDefault: "20",
    schema: wholeNumber(20, { from: 1, to: 120 }),
  }),
  modelConcurrency: setting({
    env: "MODEL_CONCURRENCY",
    doc: "So many calls of one process are under way at the same time.",
    shownDefault: "4",
    schema: wholeNumber(4, { from: 1, to: 64 }),
  }),
  modelRetries: setting({
    env: "MODEL_RETRIES",
    doc: "A call that a busy or failing service did not answer is tried so many times again.",
    shownDefault: "2",
    schema: wholeNumber(2, { from: 0, to: 5 }),
  }),
  modelBreakerFailures: setting({
    env: "MODEL_BREAKER_FAILURES",
    doc: "After so many failures in a row the service is left alone for a while.",
    shownDefault: "5",
    schema: wholeNumber(5, { from: 1, to: 100 }),
  }),
  modelBreakerSeconds: setting({
    env: "MODEL_BREAKER_SECONDS",
    doc: "That while.",
    shownDefault: "30",
    schema: wholeNumber(30, { from: 1, to: 3600 }),
  }),
  modelDailyTokens: setting({
    env: "MODEL_DAILY_TOKENS",
    doc: "Tokens of CHAT_MODEL that all processes may use in a day (Hà Nội's); then answers are extractive. Empty: no limit.",
    schema: optionalWholeNumber({ from: 0, to: 999_999_999 }),
  }),
};

export const embeddingSettings = {
  embeddingModel: setting({
    env: "EMBEDDING_MODEL",
    doc: "Model that finds passages by meaning. Empty: the word vectors that come with the program.",
    schema: optionalText,
  }),
  embeddingBaseUrl: setting({
    env: "EMBEDDING_BASE_URL",
    doc: "Its address where it is another one (TEI beside vLLM).",
    shownDefault: "OPENAI_BASE_URL",
    schema: modelAddress,
  }),
  embeddingApiKey: setting({
    env: "EMBEDDING_API_KEY",
    doc: "The key for EMBEDDING_BASE_URL; OPENAI_API_KEY goes to OPENAI_BASE_URL only.",
    secret: true,
    schema: optionalText,
  }),
  embeddingDimensions: setting({
    env: "EMBEDDING_DIMENSIONS",
    doc: "Asks a model that can for shorter vectors; empty: its own length.",
    schema: optionalWholeNumber({ from: 8, to: 16_000 }),
  }),
  embeddingQueryPrefix: setting({
    env: "EMBEDDING_QUERY_PREFIX",
    doc: "Put before a question, with a blank between: query: for E5 models.",
    schema: optionalText,
  }),
  embeddingPassagePrefix: setting({
    env: "EMBEDDING_PASSAGE_PREFIX",
    doc: "Put before a passage: passage: for E5 models.",
    schema: optionalText,
  }),
  embeddingEncoding: setting({
    env: "EMBEDDING_ENCODING",
    doc: "How vectors are sent: base64, or float for servers that know nothing else.",
    shownDefault: "base64",
    schema: oneOf(["base64", "float"], "base64"),
  }),
  offlineVectors: setting({
    env: "OFFLINE_VECTORS",
    doc: "File that npm run train-embeddings has written, for finding by meaning without EMBEDDING_MODEL. Empty: the vectors that come with the program.",
    schema: optionalText.transform((value) => (value === null ? null : resolve(value))),
  }),
};

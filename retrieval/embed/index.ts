export { type Embeddings, embedCached, embedDocument } from "./cached.ts";
export type { EmbeddedAs, Embedder } from "./embedder.ts";
export { createOfflineEmbedder } from "./offline-vectors.ts";
export { createOpenAiEmbedder, type OpenAiEmbedderOptions } from "./openai-embedder.ts";

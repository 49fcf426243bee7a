export { type Embeddings, embedCached } from "./cached.ts";
export type { EmbeddedAs, Embedder } from "./embedder.ts";
export { createHashedEmbedder } from "./hashed.ts";
export { createOfflineEmbedder } from "./offline-vectors.ts";

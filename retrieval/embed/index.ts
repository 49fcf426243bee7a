export { type Embeddings, embedCached } from "./cached.ts";
export type { Embedder } from "./embedder.ts";
export { createHashedEmbedder } from "./hashed.ts";

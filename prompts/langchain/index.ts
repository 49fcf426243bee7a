/** The index and the embedders for anybody's LangChain: `import { DirectiveRetriever } from "trich-dan/langchain"`. */
export {
  createOfflineEmbedder,
  createOpenAiEmbedder,
  type Database,
  type Embedder,
  type OpenAiEmbedderOptions,
  type OpenDatabaseOptions,
  openDatabase,
} from "../../retrieval/index.ts";
export { DirectiveEmbeddings, type DirectiveEmbeddingsParams } from "./embeddings.ts";
export { type DirectiveMetadata, DirectiveRetriever, type DirectiveRetrieverInput } from "./retriever.ts";

import { Embeddings, type EmbeddingsParams } from "@langchain/core/embeddings";
import type { Embedder } from "../../retrieval/index.ts";

export interface DirectiveEmbeddingsParams extends EmbeddingsParams {
  /** `createOfflineEmbedder()`, `createOpenAiEmbedder({…})`. */
  embedder: Embedder;
}

/** One of our embedders where LangChain wants `Embeddings`. */
export class DirectiveEmbeddings extends Embeddings<number[]> {
  readonly #embedder: Embedder;

  constructor({ embedder, ...params }: DirectiveEmbeddingsParams) {
    super(params);
    this.#embedder = embedder;
  }

  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const vectors = await this.caller.call(() => this.#embedder.embed(documents, "passage"));
    return vectors.map((vector) => [...vector]);
  }

  /** @throws when the service does not answer: a chain has no other way of searching to fall back on. */
  override async embedQuery(document: string): Promise<number[]> {
    const [vector] = await this.#embedder.embed([document], "question");
    if (vector === undefined) throw new Error("The embedding service did not answer.");
    return [...vector];
  }
}

import { Document } from "@langchain/core/documents";
import { BaseRetriever, type BaseRetrieverInput } from "@langchain/core/retrievers";
import {
  createLiveLibrary,
  type Database,
  type DocumentCard,
  type Embedder,
  keptInside,
  type LiveLibrary,
  type PassageRow,
} from "../../retrieval/index.ts";
import { cardOf } from "../answer/context.ts";
import { citationOf } from "../answer/render.ts";
import type { Citation } from "../answer/types.ts";

/** What a found passage is cited by: `quote === text.slice(start, end)` of the document version `versionId`. */
export interface DirectiveMetadata extends Omit<Citation, "marker"> {
  /** Fused score of the search, comparable within one call. */
  score: number;
  /** Headings above the passage, from the top. */
  headings: readonly string[];
  /** True where no word of the document may go to a model outside: a chain that asks one leaves these out. */
  insideOnly: boolean;
}

export interface DirectiveRetrieverInput extends BaseRetrieverInput {
  /** From `openDatabase`, with documents indexed in it. */
  db: Database;
  /** The one that the documents were indexed with; absent: found by words alone. */
  embedder?: Embedder;
  /** Most passages; default 8. */
  limit?: number;
}

/**
 * The index as a retriever for anybody's chain. `pageContent` is the passage word for word; `metadata` is its citation,
 * so that what a chain says can be checked and linked. It answers nothing and checks no premise: the bot does.
 */
export class DirectiveRetriever extends BaseRetriever<DirectiveMetadata> {
  static override lc_name(): string {
    return "DirectiveRetriever";
  }

  lc_namespace = ["trich_dan", "retrievers"];

  readonly #live: LiveLibrary;
  readonly #limit: number;

  constructor({ db, embedder, limit = 8, ...input }: DirectiveRetrieverInput) {
    super(input);
    this.#live = createLiveLibrary({ db, embedder });
    this.#limit = limit;
  }

  override async _getRelevantDocuments(query: string): Promise<Document<DirectiveMetadata>[]> {
    const { library } = await this.#live.open();
    const hits = await library.search({ question: query, limit: this.#limit });
    const [passages, cards] = [
      await library.passagesById(hits.map(({ passageId }) => passageId)),
      await library.cards(),
    ];
    const scores = new Map(hits.map(({ passageId, score }) => [passageId, score]));
    return passages.flatMap((passage) => {
      const card = cardOf({ cards }, passage.versionId);
      return card ? [documentOf(passage, card, scores.get(passage.passageId) ?? 0)] : [];
    });
  }
}

function documentOf(passage: PassageRow, card: DocumentCard, score: number): Document<DirectiveMetadata> {
  const citation = citationOf({ ...passage, card });
  return new Document({
    pageContent: citation.quote,
    metadata: { ...citation, score, headings: passage.path, insideOnly: keptInside(card) },
    id: `${citation.versionId}:${citation.passageId}`,
  });
}

import { fold, terms } from "../text/index.ts";
import type { DocumentCard, PassageRow } from "./library.ts";

/** The folded terms of a question's topic with their weights. */
export interface TopicTerms {
  weights: ReadonlyMap<string, number>;
  total: number;
}

/** A bigram says more than its two syllables, but a question may put a word between them. */
const BIGRAM_SHARE = 0.6;

export async function topicTerms(
  topic: string,
  idf: (terms: readonly string[]) => Promise<ReadonlyMap<string, number>>,
): Promise<TopicTerms> {
  const list = [...new Set(terms(topic, { folded: true }))];
  const values = await idf(list);
  const weights = new Map<string, number>();
  for (const term of list) {
    const value = values.get(term) ?? 0;
    weights.set(term, term.includes("_") ? value * BIGRAM_SHARE : value);
  }
  return { weights, total: [...weights.values()].reduce((sum, weight) => sum + weight, 0) };
}

/** What a passage may be credited with: its own words, and more weakly its headings and its document's title. */
export function passageTerms(passage: PassageRow, card: DocumentCard | undefined): { own: Set<string>; context: Set<string> } {
  const title = `${card?.header.title?.value ?? ""}. ${card?.header.number?.value ?? ""}. ${card?.header.type?.value ?? ""}. ${card?.header.issuer?.value ?? ""}`;
  return {
    own: new Set(terms(passage.text, { folded: true })),
    context: new Set(terms(`${passage.path.join(". ")}. ${title}`, { folded: true })),
  };
}

/** Context counts less than the clause itself: a title does not answer. */
const CONTEXT_SHARE = 0.85;

/** Share of the topic's weight that the passage holds, 0…1; 1 when there is no topic. */
export function coverage(topic: TopicTerms, held: { own: ReadonlySet<string>; context: ReadonlySet<string> }): number {
  if (topic.total === 0) return 1;
  let sum = 0;
  for (const [term, weight] of topic.weights) {
    if (held.own.has(term)) sum += weight;
    else if (held.context.has(term)) sum += weight * CONTEXT_SHARE;
  }
  return sum / topic.total;
}

/** Topic words that a document's title does not already say: what narrows the question inside that document. */
export function topicBeyondTitle(topic: string, card: DocumentCard): string {
  const said = new Set(
    fold(`${card.header.title?.value ?? ""} ${card.header.type?.value ?? ""} ${card.header.issuer?.value ?? ""}`).split(/[^\p{L}\d]+/u),
  );
  return topic
    .split(" ")
    .filter((word) => !said.has(fold(word)))
    .join(" ");
}

import { type DocumentCard, fold, namesReorganised, plainText } from "../../../retrieval/index.ts";
import type { AskContext } from "../context.ts";

type Held = Pick<AskContext, "library">;

/** True when a document was issued on that ISO day or later; one without a date, when it names bodies formed in 2025. */
export async function isSince({ library }: Held, card: DocumentCard, day: string): Promise<boolean> {
  const issued = card.header.issuedOn?.value;
  return issued ? issued >= day : namesReorganised(fold(plainText(await library.text(card.versionId))));
}

/** Those of the cards that are of that ISO day or later. */
export async function cardsSince(
  context: Held,
  cards: readonly DocumentCard[],
  day: string,
): Promise<readonly DocumentCard[]> {
  const kept: DocumentCard[] = [];
  for (const card of cards) if (await isSince(context, card, day)) kept.push(card);
  return kept;
}

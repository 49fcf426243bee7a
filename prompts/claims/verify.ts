import { agreesOnMarkers } from "./check-markers.ts";
import { subjectOf } from "./check-subject.ts";
import { agreesOnWords } from "./check-words.ts";
import { quoteContext } from "./context.ts";
import { steersTheProgram } from "./instruction.ts";
import { splitSource } from "./source.ts";
import type { Claim, Judgement, Offered } from "./types.ts";

const SHORTEST = 12;
const LONGEST = 500;
/** Marks of markup, addresses and code, which no sentence about a directive needs. */
const FOREIGN = /[<>{}\\|`*#_]|https?:|www\.|\p{Cc}/u;

/**
 * Lets a claim through only if the document says it: the quote is a span of the passage, and every number, date,
 * document, agency, name and word of the sentence stands in the words around the quote, in their order, with the same
 * negations, conditions and force. What is lost are free paraphrases; what passes is the document's own statement.
 */
export function verifyClaim(claim: Claim, offered: readonly Offered[]): Judgement {
  const text = tidy(claim.text);
  if (text.length < SHORTEST || text.length > LONGEST || FOREIGN.test(text)) return { dropped: "form" };
  const passage = offered.find(({ id }) => id === claim.passage);
  if (passage === undefined) return { dropped: "passage" };
  const context = quoteContext(claim.quote, passage);
  if (context === null) return { dropped: "quote" };
  if (steersTheProgram(`${context.intro} ${context.unit}`) || steersTheProgram(text)) return { dropped: "instruction" };
  const body = splitSource(text, passage.evidence.card);
  if (body === null) return { dropped: "source" };
  const subject = subjectOf(body, { passage, context });
  if ("dropped" in subject) return subject;
  const aligned = agreesOnWords(body, { passage, context, subject });
  if ("dropped" in aligned) return aligned;
  const wrong = agreesOnMarkers(body, { passage, context, subject, aligned });
  return wrong === null ? { text, evidence: passage.evidence } : { dropped: wrong };
}

/** One sentence on one line, without markers and quotation marks of the model's own. */
function tidy(text: string): string {
  const plain = text
    .normalize("NFC")
    .replace(/\[\d+\]|\[p\d+\]|[“”"]/gu, "")
    .replace(/\s+/gu, " ")
    .replace(/ ([.,;:])/gu, "$1")
    .trim()
    .replace(/[;,]$/u, "");
  return /[.!?]$/u.test(plain) || plain === "" ? plain : `${plain}.`;
}

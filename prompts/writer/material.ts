import { type DutyRow, keptInside, type Library } from "../../retrieval/index.ts";
import type { AskContext } from "../answer/context.ts";
import type { Draft } from "../answer/draft.ts";
import { steersTheProgram } from "../claims/instruction.ts";
import type { Offered } from "../claims/types.ts";

/** More passages than these make a prompt long and an answer no better. */
const MOST_PASSAGES = 12;

/** The passages that a draft quotes, as a model may be given them. Read before anything is asked, from one generation. */
export async function materialOf(library: Library, draft: Draft): Promise<Offered[]> {
  const evidence = distinct(draft.sections.flatMap((section) => section.quotes.map((quote) => quote.evidence)));
  const passages = await library.passagesById(evidence.flatMap(({ passageId }) => (passageId > 0 ? passageId : [])));
  const kinds = new Map(passages.map(({ passageId, kind }) => [passageId, kind]));
  const versionIds = [...new Set(evidence.map(({ card }) => card.versionId))];
  const duties = versionIds.length === 0 ? [] : await library.duties({ versionIds });
  return evidence
    .filter(({ text, path }) => !steersTheProgram(`${path.join(". ")}\n${text}`))
    .slice(0, MOST_PASSAGES)
    .map((one, index) => ({
      id: `p${index + 1}`,
      evidence: one,
      kind: kinds.get(one.passageId) ?? null,
      duties: duties.filter((row: DutyRow) => row.passageId === one.passageId),
    }));
}

type Evidence = Offered["evidence"];

function distinct(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ card, span }) => {
    const key = `${card.versionId}:${span.start}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * False when anything that the prompt would hold comes from a document that is not for models outside: what is quoted,
 * what the question names, what the turn before was answered from.
 */
export function mayLeave(draft: Draft, context: AskContext): boolean {
  const cards = [
    ...draft.sections.flatMap((section) =>
      section.quotes.flatMap(({ evidence, facts = [] }) => [
        evidence.card.versionId,
        ...facts.map(({ versionId }) => versionId),
      ]),
    ),
    ...context.scope.mentions.flatMap((mention) => mention.cards.map(({ versionId }) => versionId)),
    ...context.previousCards.map(({ versionId }) => versionId),
  ];
  const kept = context.cards.filter(keptInside);
  if (kept.some(({ versionId }) => cards.includes(versionId))) return false;
  // A sentence of ours may name one that it does not quote: "… còn được giao ở Kế hoạch 12/KH-UBND".
  const said = [...draft.lead, ...draft.notes, ...(draft.choices ?? [])].join("\n");
  return !kept.some(({ header }) =>
    [header.number, header.blankNumber, header.title].some((field) => field !== null && said.includes(field.value)),
  );
}

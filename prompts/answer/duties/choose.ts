import { type DocumentCard, type DutyRow, titleCoverage } from "../../../retrieval/index.ts";
import { type AskContext, cardOf, distinct, newestFirst, topicOf } from "../context.ts";
import { rank } from "../rank.ts";
import { saidShare, wordsOf } from "../said.ts";

/** Documents whose duties for the agency fit the matter asked about; all of them when no matter is named. */
export async function chooseDocuments(
  context: AskContext,
  { own, group, rival }: { own: readonly DutyRow[]; group: readonly DutyRow[]; rival: number },
): Promise<DocumentCard[]> {
  const { topic } = context.question;
  const cardsOf = (rows: readonly DutyRow[]) => distinct(rows.map((row) => cardOf(context, row.versionId)));
  if (topic === "") return newestFirst(cardsOf(own.length > 0 ? own : group));
  const rows = [...own, ...group];
  if (rows.length === 0) return [];
  const versionIds = [...new Set(rows.map((row) => row.versionId))];
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const byTitle = await chooseTitles(context, cardsOf(own.length > 0 ? own : group));
  if (byTitle.length > 0) return byTitle;
  const ranked = await rank(context, { versionIds, passages });
  const owned = new Set(own.map((row) => row.passageId));
  const scored = ranked
    .map((one) => ({ ...one, score: one.score * (owned.has(one.passage.passageId) ? 1 : GROUP_DISCOUNT) }))
    .sort((a, b) => b.score - a.score);
  const [best] = scored;
  // Clauses of somebody else say far more of the matter: the agency is not the one that the answer hangs on.
  if (!best || best.coverage < Math.max(ENOUGH_TOPIC, rival * RIVAL_SHARE)) return [];
  const words = await wordsOf(context, topic);
  if (saidShare(best, words) < SAID_BY_DUTY) return [];
  return distinct(
    scored
      .filter((one) => one.score >= best.score * SAME_FIT && one.coverage >= best.coverage * SAME_FIT)
      .map((one) => one.card),
  ).slice(0, 3);
}

/** Documents that the question describes by their title. */
async function chooseTitles(context: AskContext, cards: readonly DocumentCard[]): Promise<DocumentCard[]> {
  const topic = await topicOf(context, context.question.topic);
  const scored = cards.map((card) => ({ card, share: titleCoverage(topic, card) }));
  const best = Math.max(0, ...scored.map((one) => one.share));
  return best < TITLE_SAYS_IT
    ? []
    : scored
        .filter((one) => one.share >= best * 0.85)
        .map((one) => one.card)
        .slice(0, 4);
}

/** Share of the topic that a title must hold for the topic to be the document's subject. */
const TITLE_SAYS_IT = 0.65;

/** A duty given by name fits better than one given through a group. */
const GROUP_DISCOUNT = 0.85;

/** Least share of the topic that a duty must hold to be about it. */
const ENOUGH_TOPIC = 0.35;

const RIVAL_SHARE = 0.7;

/** Least share of the matter's words in the duty that fits best: the agency says half of what is asked about already. */
const SAID_BY_DUTY = 0.5;

/** Documents this close to the best fit are shown beside it. */
const SAME_FIT = 0.93;

export async function chooseByTitle(context: AskContext, rows: readonly DutyRow[]): Promise<number[]> {
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const ranked = await rank(context, { versionIds: [...new Set(rows.map((row) => row.versionId))], passages });
  const best = ranked[0]?.coverage ?? 0;
  return best < ENOUGH_TOPIC
    ? []
    : ranked.filter((one) => one.coverage >= Math.max(ENOUGH_TOPIC, best * 0.7)).map((one) => one.passage.versionId);
}

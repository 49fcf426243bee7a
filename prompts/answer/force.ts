import {
  type DocumentCard,
  fold,
  ownForceWords,
  type PassageRow,
  type ResolvedMention,
  standingOn,
  topicBeyondTitle,
} from "../../retrieval/index.ts";
import { asks } from "./asks.ts";
import { type AskContext, distinct, evidenceAt, evidenceOf } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName, listed, shortName, tierNote } from "./names.ts";
import { changedBy, mentionName } from "./relation.ts";
import { capital, standingSaid } from "./time.ts";

/** What is held may be older than what is in force. */
const MAY_BE_NEWER = "Kho có thể chưa có văn bản mới hơn.";

/** Documents that one answer speaks of. */
const MOST = 3;

const SPEAKS: ReadonlySet<PassageRow["kind"]> = new Set(["clause", "closing", "preamble"]);

/** Ways of asking after a document's time; a word that is none of them is a matter of its own. */
const ASKING = new Set(
  "hieu luc thi hanh co con het mat bat dau ap dung gia tri dung bi duoc thay the bai bo huy chua hay khong dang van nua vay roi thoi diem ngay tu den toi ke cua the nao cai da moi ky ban hanh phai".split(
    " ",
  ),
);

/**
 * "Chỉ thị 07 có hiệu lực từ ngày nào?", "… còn hiệu lực không?": what the document says of its own time, what admins
 * have confirmed, and which held documents change it. Null where the time of something else is asked for.
 */
export async function composeForce(context: AskContext, meant: readonly ResolvedMention[]): Promise<Draft | null> {
  if (!asks(context, ["in-force-from", "in-force"]) || asks(context, ["which-document"])) return null;
  if (context.question.agencies.length > 0 && asks(context, ["duty"])) return null;
  if (meant.length === 0 || !meant.every(({ cards }) => cards.every((card) => isAboutWhole(context, card))))
    return null;
  const found: Force[] = [];
  for (const mention of meant) {
    const cards = mention.cards.slice(0, MOST - found.length);
    for (const card of cards) found.push(await forceOf(context, { mention, card }));
    const changes = mention.cards.length === 0 ? await changedBy(context, mention) : null;
    if (!changes) continue;
    const own = await Promise.all(
      distinct(changes.quotes.map(({ evidence }) => evidence.card)).map((card) => ownClauses(context, card)),
    );
    const quotes = [...changes.quotes, ...own.flat()];
    found.push({ ...changes, quotes, notes: [`${mentionName(mention)} chưa có trong kho văn bản.`] });
  }
  if (found.length === 0) return null;
  const quotes = found.flatMap((one) => one.quotes);
  return {
    status: quotes.length > 0 ? "answered" : "not_found",
    lead: found.flatMap((one) => one.lead),
    sections: [{ heading: null, quotes }],
    notes: [...new Set(found.flatMap((one) => one.notes))],
    ...(quotes.length > 0 ? {} : { settled: true as const }),
  };
}

function isAboutWhole({ question }: AskContext, card: DocumentCard): boolean {
  return topicBeyondTitle(question.topic, card)
    .split(" ")
    .every((word) => word === "" || ASKING.has(fold(word)));
}

interface Force {
  lead: string[];
  quotes: Quote[];
  notes: string[];
}

async function forceOf(
  context: AskContext,
  { mention, card }: { mention: ResolvedMention; card: DocumentCard },
): Promise<Force> {
  const own = await ownClauses(context, card);
  const said = standingSaid(context, card);
  const changes = await changedBy(context, { ...mention, cards: [card] });
  const ending = said === null ? [] : [capital(said)];
  if (asks(context, ["in-force-from"]) && !asks(context, ["in-force"])) {
    if (own.length > 0) return { lead: [`${fullName(card)} quy định về hiệu lực:`], quotes: own, notes: [] };
    const copy = tierNote(card);
    const lead = `Bản đang giữ của ${fullName(card)} không ghi ngày có hiệu lực.`;
    return {
      lead: [lead, ...ending],
      quotes: [],
      notes: copy ? [`Bản đang giữ của ${shortName(card)}: ${copy}.`] : [],
    };
  }
  if (said !== null || changes) {
    const quotes = [...(changes?.quotes ?? (await successorQuotes(context, card))), ...own];
    return { lead: [...ending, ...(changes?.lead ?? [])], quotes, notes: [] };
  }
  const lead = `Không văn bản nào đang giữ nêu ${fullName(card)} hết hiệu lực, bị thay thế hay bãi bỏ.`;
  return { lead: [lead], quotes: own, notes: [MAY_BE_NEWER] };
}

/** "Văn bản nào thay thế Chỉ thị 07?", where none that is held does. */
export function unchangedDraft(cards: readonly DocumentCard[]): Draft {
  const names = listed(cards.slice(0, MOST).map((card) => fullName(card)));
  const lead = [`Không văn bản nào đang giữ nêu sửa đổi, thay thế hay bãi bỏ ${names}.`];
  return { status: "not_found", lead, sections: [], notes: [MAY_BE_NEWER], settled: true };
}

/** What the text says of its own time. */
async function ownClauses({ library }: AskContext, card: DocumentCard): Promise<Quote[]> {
  const passages = (await library.passagesOf(card.versionId)).filter(({ kind }) => SPEAKS.has(kind));
  return passages.flatMap((passage) => {
    const [must] = ownForceWords(passage.text);
    return must ? [{ label: null, evidence: evidenceOf(passage, card), focus: new Set<string>(), must }] : [];
  });
}

/** The line with the number of the held document that an admin says ends this one. */
async function successorQuotes(context: AskContext, card: DocumentCard): Promise<Quote[]> {
  const { ended, ending } = standingOn(card, context.question.asOf ?? context.today);
  const by = context.held.find(({ documentId }) => documentId === (ended ?? ending)?.byDocumentId);
  const span = by && (by.header.number ?? by.header.title)?.span;
  return by && span
    ? [{ label: null, evidence: await evidenceAt(context.library, by, span), focus: new Set<string>() }]
    : [];
}

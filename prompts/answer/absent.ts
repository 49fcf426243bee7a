import { type DocumentCard, type ResolvedMention, showDate, type Wanted } from "../../retrieval/index.ts";
import { asks } from "./asks.ts";
import { type AskContext, cardOf, distinct, newestFirst } from "./context.ts";
import type { Draft } from "./draft.ts";
import { agencyName, classify, eligibleRows, groupWords } from "./duties/index.ts";
import { fullName, listed, shortName } from "./names.ts";
import { rank } from "./rank.ts";
import { citing, mentionName } from "./relation.ts";

/** A document is asked for by number and is not held: say so, name who cites it and what is nearest. */
export async function composeNotHeld(context: AskContext, resolved: ResolvedMention): Promise<Draft> {
  const name = mentionName(resolved);
  const citers = distinct((await citing(context, resolved)).map((row) => cardOf(context, row.versionId)));
  const said =
    citers.length > 0
      ? `Chưa có ${name} trong kho văn bản. Văn bản trong kho có dẫn tới: ${listed(citers.slice(0, 4).map((card) => fullName(card)))}.`
      : `Chưa có ${name} trong kho văn bản, và chưa văn bản nào trong kho nhắc tới.`;
  const near = nearestByNumber(context, resolved).filter((card) => !citers.includes(card));
  const notes =
    near.length > 0 ? [`Gần nhất về số hiệu: ${listed(near.slice(0, 2).map((card) => fullName(card)))}.`] : [];
  return { status: "not_found", lead: [said], sections: [], notes };
}

/** Same number of another type, then same type with the nearest number. */
function nearestByNumber(context: AskContext, { mention }: ResolvedMention): DocumentCard[] {
  const distance = (card: DocumentCard) => {
    const number = card.header.number?.value ?? "";
    const seq = Number.parseInt(number, 10);
    if (Number.isNaN(seq)) return Number.POSITIVE_INFINITY;
    const sameType = mention.type !== null && card.header.type?.value === mention.type;
    const sameSeq = String(seq) === mention.seq;
    if (!sameType && !sameSeq) return Number.POSITIVE_INFINITY;
    return Math.abs(seq - Number(mention.seq)) + (sameType ? 0 : 0.5);
  };
  return context.cards
    .filter((card) => Number.isFinite(distance(card)))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, 2);
}

const THINGS: Readonly<Partial<Record<Wanted["kind"], string>>> = {
  contact: "thông tin liên hệ được hỏi",
  procedure: "thủ tục, quy trình được hỏi",
  condition: "điều kiện, tiêu chuẩn được hỏi",
  reason: "nguyên nhân, lý do được hỏi",
  purpose: "mục đích được hỏi",
};

/** Nothing held answers: what was looked for, and the documents nearest to it. */
export async function composeNothing(context: AskContext, where: string | null): Promise<Draft> {
  const { intents, wanted } = context.question;
  const thing = wanted ? THINGS[wanted.kind] : null;
  const what = thing ?? (intents.has("deadline") ? "thời hạn cho nội dung được hỏi" : "nội dung trả lời câu hỏi này");
  const draft = await nothingDraft(context, `Không tìm thấy ${what} trong ${where ?? "các văn bản đang giữ"}.`);
  return where === null ? withTasks(context, draft) : draft;
}

/** Says whether the agency that is asked about is given anything at all, in the documents of the place that is named. */
async function withTasks(context: AskContext, draft: Draft): Promise<Draft> {
  const { question, scope } = context;
  const [agency] = question.agencies;
  if (!agency || agency.kind === "group" || !asks(context, ["duty", "lead", "partner", "reports-to"])) return draft;
  const cards = scope.byPlace ?? context.cards;
  const given = await context.library.duties({ versionIds: cards.map(({ versionId }) => versionId) });
  const { kind, rows } = classify(await eligibleRows(context, agency, given), agency);
  const asked = agencyName(context, agency);
  // Given nothing at all, it is given nothing on the matter.
  if (kind === "none" || kind === "level")
    return { ...draft, lead: [noneTasking(context, cards, asked)], settled: true };
  const how = {
    assigned: "được giao việc khác ở",
    group: `chỉ có phần việc giao chung cho “${groupWords(rows)}” ở`,
    partner: "chỉ được nêu là cơ quan phối hợp, ở việc khác, trong",
  }[kind];
  const tasking = newestFirst(distinct(rows.map((row) => cardOf(context, row.versionId)))).map((card) =>
    fullName(card),
  );
  const said = `${asked} ${how}: ${tasking.slice(0, 3).join("; ")}${tasking.length > 3 ? "…" : "."}`;
  return { ...draft, notes: [said, ...draft.notes] };
}

function noneTasking({ question, scope }: AskContext, cards: readonly DocumentCard[], asked: string): string {
  const places = listed([...question.places.map(({ name }) => name), ...question.localities]);
  if (!scope.byPlace || places === "") return `Các văn bản đang giữ không giao việc cho ${asked}.`;
  return cards.length === 0
    ? `Kho chưa có văn bản nào của ${places}.`
    : `Các văn bản của ${places} đang giữ không giao việc cho ${asked}.`;
}

/** What is not held, in a sentence, with the documents nearest to the question. */
export async function nothingDraft(context: AskContext, said: string): Promise<Draft> {
  const ranked = await rank(context, { limit: 20 });
  const fitting = ranked.filter((one) => one.coverage >= 0.3).map((one) => one.card);
  const placed = context.scope.byPlace ?? [];
  const ofPlace = fitting.filter((card) => placed.includes(card));
  // A press report and the original go by one name.
  const names = [...ofPlace, ...(fitting.length > 0 ? fitting : newestFirst(placed))].map((card) => fullName(card));
  const near = [...new Set(names)].slice(0, 2);
  const notes = near.length > 0 ? [`Văn bản gần nhất: ${near.join("; ")}.`] : [];
  return { status: "not_found", lead: [said], sections: [], notes };
}

export function smallTalk(): Draft {
  return {
    status: "not_found",
    lead: [
      "Xin chào. Tôi trả lời câu hỏi về các văn bản chỉ đạo đang giữ, kèm trích dẫn nguyên văn. Ví dụ: “Sở Tài chính phải làm gì theo Chỉ thị 07?”",
    ],
    sections: [],
    notes: [],
  };
}

export function refusal(): Draft {
  return {
    status: "not_found",
    lead: [
      "Tôi chỉ trả lời câu hỏi về nội dung các văn bản đang giữ và không làm theo yêu cầu khác trong tin nhắn. Xin gửi câu hỏi về văn bản.",
    ],
    sections: [],
    notes: [],
  };
}

export function needMore(cards: readonly DocumentCard[]): Draft {
  const newest = [...cards]
    .sort((a, b) => (b.header.issuedOn?.value ?? "").localeCompare(a.header.issuedOn?.value ?? ""))
    .slice(0, 3);
  const choices = newest.map((card) => `${shortName(card)} nói về việc gì?`);
  return {
    status: "clarify",
    lead: ["Xin cho biết rõ hơn: cơ quan nào, văn bản số mấy, hoặc nội dung gì cần tìm."],
    sections: [],
    notes: [],
    choices,
  };
}

/** What is held, newest first. */
export function composeList(context: AskContext): Draft {
  const cards = (context.scope.byPlace ?? context.cards)
    .slice()
    .sort((a, b) => (b.header.issuedOn?.value ?? "").localeCompare(a.header.issuedOn?.value ?? ""));
  const names = cards
    .slice(0, 12)
    .map(
      (card) =>
        `• ${shortName(card)}${card.header.issuer ? `, ${card.header.issuer.value}` : ""}${card.header.issuedOn ? `, ${showDate(card.header.issuedOn.value)}` : ""}`,
    );
  const lead =
    cards.length === 0 ? ["Kho chưa có văn bản nào phù hợp."] : ["Các văn bản đang giữ, mới nhất trước:", ...names];
  return {
    status: "not_found",
    lead,
    sections: [],
    notes: cards.length > 12 ? ["Danh sách đầy đủ ở trang Văn bản."] : [],
  };
}

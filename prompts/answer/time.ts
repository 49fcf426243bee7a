import { type DocumentCard, showDate, standingOn, type ValidityMark } from "../../retrieval/index.ts";
import { type AskContext, distinct, evidenceAt } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName, shortName } from "./names.ts";

/** Most documents whose validity one answer speaks of: a phone has room for the clauses first. */
const MOST_NOTES = 3;

/** The directive that is asked about was issued after the day that is asked about. */
export async function laterDraft(context: AskContext, asOf: string, later: readonly DocumentCard[]): Promise<Draft> {
  const cards = distinct(later).slice(0, MOST_NOTES);
  const quotes: Quote[] = [];
  for (const card of cards) {
    const span = card.header.issuedOn?.span ?? card.header.number?.span;
    if (span) quotes.push({ label: null, evidence: await evidenceAt(context.library, card, span), focus: new Set() });
  }
  const lead = cards.map((card) => `${capital(atDay(asOf))}, ${fullName(card)} chưa được ban hành.`);
  return {
    status: quotes.length > 0 ? "answered" : "not_found",
    lead,
    sections: [{ heading: null, quotes }],
    notes: [],
  };
}

/** Says at which time the answer looks, and which of the quoted documents are not, or no longer, in force. */
export function withTime(context: AskContext, draft: Draft): Draft {
  const { asOf } = context.question;
  const quoted = distinct(draft.sections.flatMap(({ quotes }) => quotes.map(({ evidence }) => evidence.card)));
  const notes = quoted
    .flatMap((card) => standingSaid(context, card) ?? [])
    .filter((said) => !draft.lead.includes(capital(said)))
    .map((said) => `Lưu ý: ${said}`)
    .slice(0, MOST_NOTES);
  const looked =
    asOf !== null && (context.later ?? []).length === 0
      ? [`${capital(atDay(asOf))}: chỉ xét các văn bản đã ban hành đến thời điểm đó.`]
      : [];
  return { ...draft, notes: [...looked, ...notes, ...draft.notes] };
}

/** How a document stands on the day that is asked about, for "Lưu ý: …"; null where nothing is known against it. */
export function standingSaid(context: AskContext, card: DocumentCard): string | null {
  const { asOf } = context.question;
  const { today } = context;
  const { ended, ending, notYet, partly, doubted } = standingOn(card, asOf ?? today);
  const name = shortName(card);
  if (ended) return `${name} ${asOf ? "khi đó " : ""}đã hết hiệu lực${fromDay(ended)}${successor(context, ended)}.`;
  if (notYet) return `${name} ${asOf ? "khi đó " : ""}chưa có hiệu lực; có hiệu lực từ ${showDate(notYet)}.`;
  if (ending && asOf && standingOn(card, today).ended)
    return `${name} khi đó còn hiệu lực; nay đã hết hiệu lực${fromDay(ending)}${successor(context, ending)}.`;
  if (ending) return `${name} sẽ hết hiệu lực${fromDay(ending)}${successor(context, ending)}.`;
  const [part] = partly;
  if (part) return `một phần ${name} đã hết hiệu lực${fromDay(part)}${successor(context, part)}.`;
  const [doubt] = doubted;
  return doubt ? `có văn bản${named(context, doubt)} nêu ${VERBS[doubt.kind]} ${name} (chưa xác nhận).` : null;
}

const VERBS = { "replaced-by": "thay thế", "repealed-by": "bãi bỏ", "in-force-to": "", "in-force-from": "" } as const;

function fromDay({ kind, date }: ValidityMark): string {
  if (date === null) return "";
  return kind === "in-force-to" ? ` sau ngày ${showDate(date)}` : ` từ ${showDate(date)}`;
}

function successor(context: AskContext, mark: ValidityMark): string {
  const by = byName(context, mark);
  if (!by) return "";
  return mark.kind === "replaced-by" ? `, được thay thế bởi ${by}` : `, bị bãi bỏ bởi ${by}`;
}

function named(context: AskContext, mark: ValidityMark): string {
  const by = byName(context, mark);
  return by ? ` (${by})` : "";
}

/** From the card of the document that ends this one; as the admin or the text names it where it is not held. */
function byName(context: AskContext, { byDocumentId, byLabel }: ValidityMark): string | null {
  const card = context.held.find(({ documentId }) => documentId === byDocumentId);
  return card ? shortName(card) : byLabel;
}

/** "tính đến 1/3/2023", "tính đến hết tháng 2/2023", "tính đến hết năm 2022". */
function atDay(asOf: string): string {
  if (asOf.length === 10) return `tính đến ${showDate(asOf)}`;
  return asOf.length === 4 ? `tính đến hết năm ${asOf}` : `tính đến hết tháng ${showDate(asOf)}`;
}

export const capital = (text: string) => (text[0] ?? "").toUpperCase() + text.slice(1);

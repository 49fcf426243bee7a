import { isDoubtful } from "../../retrieval/index.ts";
import type { Draft, Evidence, Quote } from "./draft.ts";
import { enumerates } from "./lists/tree.ts";
import { countWord, dateOf, issuerOf, shortName, tierNote } from "./names.ts";
import { shorten } from "./shorten.ts";
import type { Answer, Citation } from "./types.ts";

export type RenderedAnswer = Pick<Answer, "status" | "answer" | "citations" | "choices">;

/** Most characters of a message; Zalo refuses 2,000 and more. */
export const MESSAGE_LIMIT = 1990;
/** Most citations of one answer: what is beyond is named as a number of further clauses. */
const MOST_CITATIONS = 12;
/** One clause may be shown almost whole; of many, a phone has room for the gist of each. */
function roomFor(quotes: number): number {
  if (quotes <= 1) return 850;
  return quotes === 2 ? 600 : 420;
}

/** A clause that enumerates ("…, cụ thể: (i) …; (ii) …") is shown up to this length where it is the first quote, */
const LIST_ROOM = 1100;
/** unless the quotes beside it would be cut to less than this. */
const LEAST_BESIDE_LIST = 240;

/** Quote lengths that are tried in turn until the message fits. */
const QUOTE_LIMITS = [850, 720, 600, 500, 420, 370, 320, 280, 240, 210, 180, 160, 140];

/** Fits a draft into one message: markers, shortened quotes, the source list. Pure. */
export function render(draft: Draft): RenderedAnswer {
  const marked = mark(draft);
  const limits = QUOTE_LIMITS.filter((limit) => limit <= roomFor(marked.order.length));
  const fitting = limits.filter((limit) => limit >= LEAST_BESIDE_LIST).map((limit) => ({ limit, list: LIST_ROOM }));
  for (const lengths of [...fitting, ...limits.map((limit) => ({ limit, list: 0 }))]) {
    const answer = write(draft, marked, { ...lengths, shown: marked.order.length });
    if (answer.length <= MESSAGE_LIMIT) return finish(draft, marked, answer);
  }
  for (let shown = marked.order.length - 1; shown > 0; shown -= 1) {
    const answer = write(draft, marked, { limit: 180, list: 0, shown });
    if (answer.length <= MESSAGE_LIMIT) return finish(draft, marked, answer);
  }
  return finish(draft, marked, write(draft, marked, { limit: 140, list: 0, shown: 1 }).slice(0, MESSAGE_LIMIT));
}

interface Marked {
  order: Evidence[];
  markers: ReadonlyMap<Quote, number>;
  /** Quotes beyond the most that one answer cites. */
  beyond: number;
}

/** Numbers the evidence in reading order; the same span is one source. */
function mark(draft: Draft): Marked {
  const order: Evidence[] = [];
  const markers = new Map<Quote, number>();
  const seen = new Set<string>();
  for (const quote of draft.sections.flatMap((section) => section.quotes)) {
    const key = `${quote.evidence.card.versionId}:${quote.evidence.span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (order.length < MOST_CITATIONS) markers.set(quote, order.push(quote.evidence));
  }
  return { order, markers, beyond: seen.size - markers.size };
}

interface WriteOptions {
  limit: number;
  /** Room for a first quote that enumerates; 0 for none of its own. */
  list: number;
  /** Quotes with a marker above this are named, not quoted. */
  shown: number;
}

function write(draft: Draft, { order, markers, beyond }: Marked, { limit, list, shown }: WriteOptions): string {
  const lines: string[] = [...draft.lead, ...sentenceLines(draft, order)];
  for (const section of draft.sections) {
    const quotes = section.quotes.filter((quote) => (markers.get(quote) ?? Number.POSITIVE_INFINITY) <= shown);
    if (quotes.length === 0) continue;
    if (section.heading) lines.push("", section.heading);
    else if (lines.length > 0) lines.push("");
    for (const quote of quotes) {
      const marker = markers.get(quote) as number;
      const room = marker === 1 && enumerates(quote.evidence.text) ? Math.max(list, limit) : limit;
      lines.push(bullet(quote, marker, room));
    }
  }
  const several = new Set(order.map((evidence) => evidence.card.versionId)).size > 1;
  if (shown < order.length)
    lines.push(
      "",
      `Còn nữa: ${order
        .slice(shown)
        .map(
          (evidence, index) =>
            `[${shown + index + 1}] ${evidence.locator}${several ? `, ${shortName(evidence.card)}` : ""}`,
        )
        .join("; ")}.`,
    );
  if (beyond > 0) lines.push("", `Còn ${countWord(beyond)} đoạn khác; xin hỏi cụ thể hơn để xem.`);
  if (draft.notes.length > 0) lines.push("", ...draft.notes);
  const doubt = doubtLine(order);
  if (doubt) lines.push("", doubt);
  if (order.length > 0) lines.push("", "Nguồn", ...sourceLines(order, draft.coarseDates ?? false));
  if (draft.choices?.length) lines.push("", ...draft.choices.map((choice, index) => `${index + 1}. ${choice}`));
  return lines.join("\n").trim();
}

/** Room that a model's sentences may take of a message, beside the quotes that they rest on. */
const SENTENCES_ROOM = 900;

/** Those that a source of the answer carries, as many as there is room for. */
function sentenceLines({ lead, sentences = [] }: Draft, order: readonly Evidence[]): string[] {
  const lines: string[] = [];
  let room = SENTENCES_ROOM;
  for (const { text, evidence } of sentences) {
    const at = order.findIndex((one) => isSameSpan(one, evidence));
    const line = `• ${text.replace(/\.$/u, "")} [${at + 1}].`;
    room -= line.length;
    if (at >= 0 && room >= 0) lines.push(line);
  }
  return lines.length > 0 && lead.length > 0 ? ["", ...lines] : lines;
}

const isSameSpan = (one: Evidence, other: Evidence) =>
  one.card.versionId === other.card.versionId && one.span.start === other.span.start;

/** Which quotes come from a scan where recognition was not sure of the words, or of the number or date of their document. */
function doubtLine(order: readonly Evidence[]): string | null {
  const markers = order.flatMap(({ card, span }, index) => {
    const spans = [span, card.header.number?.span, card.header.issuedOn?.span];
    return spans.some((one) => one && isDoubtful(card.warnings, one)) ? [`[${index + 1}]`] : [];
  });
  if (markers.length === 0) return null;
  return `Đoạn trích ${markers.join(", ")} được nhận dạng từ bản quét, có chỗ chưa chắc chắn; xin đối chiếu bản gốc.`;
}

/** The clause's own number or dash, which the source line gives as its place. */
function withoutLabel(shown: string): string {
  return shown.replace(/^(?:[-–+•*]|\(?\d{1,3}(?:\.\d+)*[.)]|\(?[a-zđ]{1,2}\)|\([ivx]+\))\s+/u, "");
}

const capital = (label: string) => (label[0] ?? "").toUpperCase() + label.slice(1);

function bullet(quote: Quote, marker: number, limit: number): string {
  const shown = shorten(quote.evidence.text, { limit, focus: quote.focus, must: quote.must });
  return `• ${quote.label ? `${capital(quote.label)}: ` : ""}“${withoutLabel(shown)}” [${marker}]`;
}

/** One line a document: its markers with their places, what it is, what kind of copy is held. */
function sourceLines(order: readonly Evidence[], coarse: boolean): string[] {
  const groups = new Map<number, { evidence: Evidence; marker: number }[]>();
  order.forEach((evidence, index) => {
    const list = groups.get(evidence.card.versionId) ?? [];
    list.push({ evidence, marker: index + 1 });
    groups.set(evidence.card.versionId, list);
  });
  return [...groups.values()].map((list) => {
    const { card } = (list[0] as { evidence: Evidence }).evidence;
    const facts = sourceFacts(card, coarse);
    const places = list.map(({ evidence, marker }) => `[${marker}] ${evidence.locator}`).join("; ");
    return `${places} – ${facts}`;
  });
}

/** "Công văn 465/UBND-VX, UBND tỉnh Lào Cai, 9/2/2023, bản tóm lược để dùng thử": what it is, what kind of copy is held. */
export function sourceFacts(card: Evidence["card"], coarse = false): string {
  return [shortName(card), issuerOf(card), dateOf(card, coarse), sample(card), tierNote(card)]
    .filter(Boolean)
    .join(", ");
}

function sample(card: Evidence["card"]): string {
  return card.sample ? "bản tóm lược để dùng thử" : "";
}

function finish(draft: Draft, { order }: Marked, answer: string): RenderedAnswer {
  return {
    status: draft.status,
    answer,
    citations: order.map(citation),
    ...(draft.choices?.length ? { choices: [...draft.choices] } : {}),
  };
}

const citation = (evidence: Evidence, index: number): Citation => ({ marker: index + 1, ...citationOf(evidence) });

type Cited = Pick<Evidence, "card" | "span" | "locator" | "text" | "ordinal" | "passageId">;

/** What a passage is cited by, wherever it is shown. */
export function citationOf(cited: Cited): Omit<Citation, "marker"> {
  const { card, span } = cited;
  return {
    source: card.source,
    documentNumber: card.header.number?.value ?? null,
    title: card.header.title?.value ?? null,
    issuer: card.header.issuer?.value ?? null,
    issuedOn: card.header.issuedOn?.value ?? null,
    sourceTier: card.tier,
    locator: cited.locator,
    quote: cited.text,
    start: span.start,
    end: span.end,
    url: `/documents/${card.documentId}?v=${card.versionId}&from=${span.start}&to=${span.end}#p${cited.ordinal}`,
    documentId: card.documentId,
    versionId: card.versionId,
    passageId: cited.passageId,
  };
}

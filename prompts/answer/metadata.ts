import {
  type DocumentCard,
  fold,
  type Intent,
  plainText,
  type Signer,
  type Span,
  showDate,
} from "../../retrieval/index.ts";
import { type AskContext, cardOf, evidenceAt, evidenceOf } from "./context.ts";
import type { Draft, Quote } from "./draft.ts";
import { fullName, issuerOf, shortName, tierNote } from "./names.ts";

/** Intents that the extracted header answers. */
export const METADATA: readonly Intent[] = ["signer", "date", "addressees", "recipients", "number", "issuer", "about"];

interface Fact {
  said: string;
  span: Span | null;
  known: boolean;
}

type Reader = (card: DocumentCard) => Fact;

const absent = (said: string): Fact => ({ said, span: null, known: false });

const READERS: Partial<Record<Intent, Reader>> = {
  signer: (card) => {
    const { signer } = card.header;
    if (!signer) return absent(`Bản đang giữ của ${shortName(card)} không ghi người ký.`);
    return { said: `Người ký ${fullName(card)}: ${signerWords(signer.value)}.`, span: signer.span, known: true };
  },
  date: (card) => {
    const { issuedOn } = card.header;
    if (!issuedOn) return absent(`Bản đang giữ của ${shortName(card)} không ghi ngày ban hành.`);
    const partial = issuedOn.value.length < 10;
    const said = partial
      ? `${shortName(card)} chỉ ghi tháng ${showDate(issuedOn.value)}; ngày để trống.`
      : `${shortName(card)}${byIssuer(card)} ban hành ngày ${showDate(issuedOn.value)}.`;
    return { said, span: issuedOn.span, known: true };
  },
  addressees: (card) => listFact(card, card.header.addressees, "gửi"),
  recipients: (card) => listFact(card, card.header.recipients, "ghi nơi nhận"),
  number: (card) => {
    const { number, blankNumber } = card.header;
    if (number) return { said: `Số, ký hiệu: ${number.value} (${fullName(card)}).`, span: number.span, known: true };
    if (blankNumber)
      return {
        said: `Bản đang giữ để trống số, chỉ có ký hiệu ${blankNumber.value}${byIssuer(card)}.`,
        span: blankNumber.span,
        known: true,
      };
    return absent("Bản đang giữ không ghi số, ký hiệu.");
  },
  issuer: (card) => {
    const { issuer } = card.header;
    if (!issuer) return absent(`Bản đang giữ của ${shortName(card)} không ghi cơ quan ban hành.`);
    return {
      said: `${shortName(card)} do ${issuerOf(card)} ban hành.`,
      span: issuer.span ?? card.header.number?.span ?? null,
      known: true,
    };
  },
};

function byIssuer(card: DocumentCard): string {
  const issuer = issuerOf(card);
  return issuer ? ` của ${issuer}` : "";
}

function listFact(card: DocumentCard, entries: DocumentCard["header"]["addressees"], verb: string): Fact {
  if (entries.length === 0)
    return absent(
      `Bản đang giữ của ${shortName(card)} không ghi ${verb === "gửi" ? "nơi gửi (Kính gửi)" : "nơi nhận"}.`,
    );
  const names = entries.map((entry) => plainText(entry.value).replace(/[;.]+$/, "")).join("; ");
  return {
    said: `${fullName(card)} ${verb}: ${names}.`,
    span: entries.find((entry) => entry.span)?.span ?? null,
    known: true,
  };
}

/** "Trần Chí Hùng, Phó Chủ tịch (KT. CHỦ TỊCH)" */
export function signerWords({ name, capacity, authority }: Signer): string {
  const post = capacity ? sentenceCase(capacity) : null;
  const onBehalf = authority ? authority.replace(/\s+/g, " ").trim() : null;
  return [name, post, onBehalf ? `(${onBehalf})` : null].filter(Boolean).join(", ").replace(", (", " (");
}

/** "PHÓ CHỦ TỊCH" → "Phó Chủ tịch"; words that are already mixed stay. */
function sentenceCase(printed: string): string {
  const flat = plainText(printed);
  if (flat !== flat.toUpperCase()) return flat;
  const lower = flat.toLowerCase();
  return lower.replace(
    /(^|\s)(phó|chủ tịch|bộ trưởng|thứ trưởng|thủ tướng|giám đốc|cục trưởng|vụ trưởng|trưởng ban|chủ nhiệm|chánh văn phòng|bí thư)/gu,
    (_, space: string, word: string) => `${space}${word[0]?.toUpperCase()}${word.slice(1)}`,
  );
}

/** Answers who signed, when, to whom, under which number, by whom, about what. */
export async function composeMetadata(context: AskContext, cards: readonly DocumentCard[]): Promise<Draft> {
  const asked = METADATA.filter(
    (intent) => context.question.intents.has(intent) || (intent === "signer" && namesSigner(context)),
  );
  const lead: string[] = [];
  const quotes: Quote[] = [];
  let known = false;
  for (const card of cards.slice(0, 4)) {
    for (const intent of asked) {
      const part = intent === "about" ? await about(context, card) : await fact(context, { card, intent });
      lead.push(...part.lead);
      quotes.push(...part.quotes);
      known ||= part.quotes.length > 0;
    }
  }
  const copies = cards.map(tierNote).filter(Boolean);
  const notes =
    !known && copies.length > 0 ? [`Trong kho chỉ có ${shortName(cards[0] as DocumentCard)} ${copies[0]}.`] : [];
  return { status: known ? "answered" : "not_found", lead, sections: [{ heading: null, quotes }], notes };
}

/** "Thủ tướng ký … ngày nào?" takes a signer for granted: who signed is said as well. */
function namesSigner({ question }: AskContext): boolean {
  return (
    question.intents.has("date") &&
    /\b(?:thu tuong|chu tich|bo truong|giam doc|ong|ba|chanh van phong)\b[^?]{0,40}\bky\b/.test(fold(question.text))
  );
}

interface Part {
  lead: string[];
  quotes: Quote[];
}

async function fact(context: AskContext, { card, intent }: { card: DocumentCard; intent: Intent }): Promise<Part> {
  const read = READERS[intent]?.(card);
  if (!read) return { lead: [], quotes: [] };
  if (intent === "date" && card.citedDate) return citedDate(context, card, read.said);
  if (!read.known || !read.span) return { lead: [read.said], quotes: [] };
  const evidence = await evidenceAt(context.library, card, read.span);
  const must = insideOf(read.span, evidence.span);
  const quotes: Quote[] = [{ label: null, evidence, focus: new Set(), ...(must ? { must } : {}) }];
  const number = (card.header.number ?? card.header.blankNumber)?.span;
  // The line with the number shows whose date or signature it is.
  if (number && intent !== "signer" && !insideOf(number, evidence.span)) {
    const line = await evidenceAt(context.library, card, number);
    quotes.unshift({ label: null, evidence: line, focus: new Set() });
  }
  return { lead: [read.said], quotes };
}

/** The date as another held document cites it, which the answer says. */
async function citedDate(context: AskContext, card: DocumentCard, said: string): Promise<Part> {
  const citing = card.citedDate && cardOf(context, card.citedDate.versionId);
  if (!card.citedDate || !citing) return { lead: [said], quotes: [] };
  const evidence = await evidenceAt(context.library, citing, card.citedDate.span);
  const must = insideOf(card.citedDate.span, evidence.span);
  const lead = `${said.replace(/[.]$/, "")}, theo ${shortName(citing)} dẫn lại.`;
  return { lead: [lead], quotes: [{ label: null, evidence, focus: new Set(), ...(must ? { must } : {}) }] };
}

/** A span as offsets into the one that holds it; null when it does not. */
export function insideOf(span: Span, outer: Span): Span | null {
  if (span.start < outer.start || span.end > outer.end) return null;
  return { start: span.start - outer.start, end: span.end - outer.start };
}

/** What a directive is about: its trích yếu and the clause that opens it. */
export async function about(context: AskContext, card: DocumentCard): Promise<Part> {
  const { title } = card.header;
  const passages = await context.library.passagesOf(card.versionId);
  const quotes: Quote[] = [];
  if (title?.span)
    quotes.push({ label: null, evidence: await evidenceAt(context.library, card, title.span), focus: new Set() });
  const taken = new Set(quotes.map((quote) => quote.evidence.passageId));
  const openings = passages.filter(
    (passage) => passage.kind === "clause" && !taken.has(passage.passageId) && passage.text.length > 40,
  );
  for (const passage of openings.slice(0, title?.span ? 2 : 3))
    quotes.push({ label: null, evidence: evidenceOf(passage, card), focus: new Set() });
  const said = title ? `${fullName(card)}: ${plainText(title.value).replace(/[.]+$/, "")}.` : `${fullName(card)}:`;
  return { lead: [said], quotes };
}

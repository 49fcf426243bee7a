import {
  type DocumentCard,
  fold,
  type Intent,
  numberParts,
  type ReferenceRow,
  type Relation,
  type ResolvedMention,
  sameNumber,
  showDate,
} from "../../retrieval/index.ts";
import { onlySpeaksOf, saysCarriedOut } from "./carried-out.ts";
import { type AskContext, cardOf, distinct, evidenceAt } from "./context.ts";
import { type Draft, type Quote, quoteKey } from "./draft.ts";
import { countWord, fullName, issuerOf, listed, shortName } from "./names.ts";

export const RELATIONS: readonly Intent[] = [
  "carried-out-by",
  "carries-out",
  "based-on",
  "replaced-by",
  "mentioned-in",
];

const CHANGES: readonly Relation[] = ["repeals", "replaces", "amends"];
const VERBS: Readonly<Record<Relation, string>> = {
  "carries-out": "thực hiện",
  "based-on": "căn cứ",
  amends: "sửa đổi, bổ sung",
  replaces: "thay thế",
  repeals: "bãi bỏ",
  mentions: "nhắc tới",
};

/** Live documents that cite the directive a mention names, held or not. */
export async function citing(
  context: AskContext,
  { mention, cards, copies }: ResolvedMention,
): Promise<ReferenceRow[]> {
  const own = new Set([...cards, ...copies].map((card) => card.versionId));
  const rows = await context.library.referencesTo({ seq: mention.seq, year: mention.year, symbol: "" });
  const numbers = cards.map((card) => card.header.number?.value).filter((number): number is string => Boolean(number));
  return rows.filter((row) => !own.has(row.versionId) && isMeant(row, mention, numbers));
}

function isMeant(row: ReferenceRow, mention: ResolvedMention["mention"], numbers: readonly string[]): boolean {
  if (!row.number) return false;
  if (numbers.length > 0) return numbers.some((number) => sameNumber(number, row.number as string));
  const symbol = numberParts(row.number).symbol.split("-");
  if (!mention.codes.every((code) => symbol.includes(code))) return false;
  return (
    mention.type === null || row.type === null || fold(row.type) === fold(mention.type) || mention.codes.length > 1
  );
}

/** Which documents carry out, change or cite X; what X carries out, rests on or changes. */
export async function composeRelation(context: AskContext, resolved: ResolvedMention): Promise<Draft | null> {
  const { intents } = context.question;
  if (intents.has("carries-out") || intents.has("based-on")) {
    const relations: Relation[] = intents.has("carries-out") ? ["carries-out"] : ["based-on"];
    const outgoing = await outgoingDraft(context, resolved.cards, relations);
    if (outgoing) return outgoing;
    const either = await outgoingDraft(context, resolved.cards, ["carries-out", "based-on"]);
    return either ?? outgoingDraft(context, resolved.cards, ["mentions"], true);
  }
  if (intents.has("replaced-by")) return changesDraft(context, resolved);
  if (intents.has("carried-out-by")) return incomingDraft(context, resolved, ["carries-out"]);
  if (intents.has("mentioned-in")) return incomingDraft(context, resolved, null);
  return null;
}

async function outgoingDraft(
  context: AskContext,
  cards: readonly DocumentCard[],
  relations: readonly Relation[],
  onlyOpening = false,
): Promise<Draft | null> {
  const quotes: Quote[] = [];
  const names: string[] = [];
  for (const card of cards) {
    const all = (await context.library.referencesOf(card.versionId)).filter((row) => relations.includes(row.relation));
    const rows = onlyOpening ? await inOpening(context, all) : all;
    for (const row of rows.slice(0, 6)) {
      quotes.push({
        label: null,
        evidence: await evidenceAt(context.library, card, row.span),
        focus: new Set(),
        ...(await mustSee(context, card, row)),
      });
      names.push(citedName(row));
    }
  }
  const first = cards[0];
  if (quotes.length === 0 || !first) return null;
  const lead = `${fullName(first)} ${onlyOpening ? "dẫn" : VERBS[relations[0] as Relation]}: ${listed([...new Set(names)])}.`;
  return { status: "answered", lead: [lead], sections: [{ heading: null, quotes: oncePerPassage(quotes) }], notes: [] };
}

async function mustSee(
  context: AskContext,
  card: DocumentCard,
  row: ReferenceRow,
): Promise<{ must?: { start: number; end: number } }> {
  const evidence = await evidenceAt(context.library, card, row.span);
  const start = row.span.start - evidence.span.start;
  return start < 0 ? {} : { must: { start, end: row.span.end - evidence.span.start } };
}

/** "Thông báo 387/TB-VPCP ngày 22/12/2022", as cited. */
function citedName(row: ReferenceRow): string {
  if (!row.number) return row.name ?? "văn bản được viện dẫn";
  const date = row.issuedOn ? ` ngày ${showDate(row.issuedOn)}` : "";
  return `${row.type ? `${row.type} ` : ""}${row.number}${date}`;
}

function oncePerPassage(quotes: readonly Quote[]): Quote[] {
  const seen = new Set<string>();
  return quotes.filter((quote) => {
    const key = quoteKey(quote);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

async function incomingDraft(
  context: AskContext,
  resolved: ResolvedMention,
  relations: readonly Relation[] | null,
): Promise<Draft | null> {
  const all = inScope(context, await citing(context, resolved));
  const wanted = relations ? await carrying(context, all, relations) : all;
  const rows = wanted.length > 0 ? wanted : all;
  const name = mentionName(resolved);
  if (rows.length === 0) return null;
  const verb = wanted.length > 0 && relations ? VERBS[relations[0] as Relation] : "nhắc tới";
  const quotes = await quotesPerDocument(context, rows);
  const documents = quotes.length;
  const lead = `${documents === 1 ? "Một văn bản trong kho" : `Có ${countWord(documents)} văn bản trong kho`} ${verb} ${name}${documents === 1 ? `: ${fullName(quotes[0]?.evidence.card as DocumentCard)}.` : ":"}`;
  const held = resolved.cards.length > 0 ? [] : [`${name} chưa có trong kho văn bản.`];
  return { status: "answered", lead: [lead], sections: [{ heading: null, quotes }], notes: held };
}

/** "Thực hiện Quyết định A; Quyết định B": what the opening of a directive lists beside the first is carried out as well. */
async function carrying(
  context: AskContext,
  rows: readonly ReferenceRow[],
  relations: readonly Relation[],
): Promise<ReferenceRow[]> {
  const kept: ReferenceRow[] = [];
  for (const row of rows) {
    const holder = (await context.library.passagesOf(row.versionId)).find(
      ({ span }) => span.start <= row.span.start && row.span.start < span.end,
    );
    const before = holder ? holder.text.slice(0, row.span.start - holder.span.start) : null;
    const opens = holder !== undefined && /^(?:preamble|heading)$/.test(holder.kind);
    if (
      relations.includes(row.relation)
        ? before === null || !onlySpeaksOf(before)
        : opens && saysCarriedOut(before ?? "")
    )
      kept.push(row);
  }
  return kept;
}

/** Citations that stand in the title, the reasons or the legal basis: what a directive goes out from. */
async function inOpening(context: AskContext, rows: readonly ReferenceRow[]): Promise<ReferenceRow[]> {
  const kept: ReferenceRow[] = [];
  for (const row of rows) {
    const passages = await context.library.passagesOf(row.versionId);
    const holder = passages.find(({ span }) => span.start <= row.span.start && row.span.start < span.end);
    if (holder && /^(?:preamble|heading|basis)$/.test(holder.kind)) kept.push(row);
  }
  return kept;
}

/** A place in the question narrows the documents, unless it names the cited directive's own issuer. */
function inScope(context: AskContext, rows: readonly ReferenceRow[]): ReferenceRow[] {
  const { byPlace } = context.scope;
  if (!byPlace) return [...rows];
  const placed = rows.filter((row) => byPlace.some((card) => card.versionId === row.versionId));
  return placed.length > 0 ? placed : [...rows];
}

async function quotesPerDocument(context: AskContext, rows: readonly ReferenceRow[]): Promise<Quote[]> {
  const order: Relation[] = ["carries-out", "repeals", "replaces", "amends", "based-on", "mentions"];
  const quotes: Quote[] = [];
  const cards = distinct(rows.map((row) => cardOf(context, row.versionId)));
  for (const card of cards.slice(0, 10)) {
    const [row] = rows
      .filter((candidate) => candidate.versionId === card.versionId)
      .sort((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation) || a.span.start - b.span.start);
    if (!row) continue;
    const label = `${shortName(card)}, ${issuerOf(card)}`.replace(/, $/, "");
    quotes.push({
      label,
      evidence: await evidenceAt(context.library, card, row.span),
      focus: new Set(),
      ...(await mustSee(context, card, row)),
    });
  }
  return quotes;
}

async function changesDraft(context: AskContext, resolved: ResolvedMention): Promise<Draft | null> {
  const incoming = await changedBy(context, resolved);
  const changes = await Promise.all(
    resolved.cards.map(async (card) =>
      (await context.library.referencesOf(card.versionId)).filter((row) => CHANGES.includes(row.relation)),
    ),
  );
  const own = changes.flat();
  if (!incoming && own.length === 0) return null;
  const lead: string[] = [];
  const quotes: Quote[] = [];
  for (const row of own.slice(0, 8)) {
    const card = cardOf(context, row.versionId);
    if (!card) continue;
    lead.push(`${fullName(card)} ${VERBS[row.relation]} ${citedName(row)}.`);
    quotes.push({
      label: null,
      evidence: await evidenceAt(context.library, card, row.span),
      focus: new Set(),
      ...(await mustSee(context, card, row)),
    });
  }
  return {
    status: "answered",
    lead: [...new Set([...lead, ...(incoming?.lead ?? [])])],
    sections: [{ heading: null, quotes: oncePerPassage([...quotes, ...(incoming?.quotes ?? [])]) }],
    notes: [],
  };
}

/** Held documents that amend, replace or repeal the one that is meant, each with its words; null when none does. */
export async function changedBy(
  context: AskContext,
  resolved: ResolvedMention,
): Promise<{ lead: string[]; quotes: Quote[] } | null> {
  const changed = inScope(context, await citing(context, resolved)).filter((row) => CHANGES.includes(row.relation));
  if (changed.length === 0) return null;
  const name = mentionName(resolved);
  const lead = distinct(changed.map((row) => cardOf(context, row.versionId))).map((card) => {
    const verbs = new Set(changed.filter((row) => row.versionId === card.versionId).map((row) => VERBS[row.relation]));
    return `${name} được ${listed([...verbs])} bởi ${fullName(card)}.`;
  });
  return { lead, quotes: await quotesPerDocument(context, changed) };
}

export function mentionName({ mention, cards }: ResolvedMention): string {
  const [card] = cards;
  if (card?.header.number) return shortName(card);
  // Written out by the person ("Chỉ thị 07"): their own words. Shorthand ("ct07") gets its type in full.
  if (mention.type === null || /^\p{Lu}\p{Ll}/u.test(mention.raw)) return mention.raw;
  const written = /\d+(?:\/\d{4})?\/\p{L}[\p{L}\d-]*/u.exec(mention.raw)?.[0];
  if (written) return `${mention.type} ${asPrinted(written)}`;
  const digits = /\d+/.exec(mention.raw)?.[0] ?? mention.seq;
  const codes = mention.codes.join("-").toUpperCase().replace("TTG", "TTg");
  return `${mention.type} ${[digits, mention.year, codes].filter(Boolean).join("/")}`;
}

/** "35/2015/qd-ubnd" as such numbers are printed. */
function asPrinted(number: string): string {
  return number
    .toUpperCase()
    .replace(/(?<=\/)QD(?=-)/u, "QĐ")
    .replace(/(?<=\/)ND(?=-CP)/u, "NĐ")
    .replace(/HDND/u, "HĐND")
    .replace(/TTG$/u, "TTg");
}

/** A document found by description or in the turn before, in the form of one that was named. */
export function mentionOf(card: DocumentCard): ResolvedMention {
  const { seq, year, symbol } = numberParts(card.header.number?.value ?? "");
  const mention = {
    raw: shortName(card),
    seq,
    year,
    type: card.header.type?.value ?? null,
    codes: symbol.split("-"),
    start: 0,
    end: 0,
  };
  return { mention, cards: [card], copies: [] };
}

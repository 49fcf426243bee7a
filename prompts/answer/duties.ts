import {
  coverage,
  currentProvince,
  type DocumentCard,
  type DutyRow,
  findAgencies,
  findPlaces,
  fold,
  isMember,
  type PassageRow,
  passageTerms,
  plainText,
  type QuestionAgency,
  sameSector,
  type TopicTerms,
  titleCoverage,
  topicBeyondTitle,
} from "../../retrieval/index.ts";
import { type AskContext, agencyFacts, cardOf, distinct, evidenceOf, newestFirst, topicOf } from "./context.ts";
import type { Draft, Fact, Quote, Section } from "./draft.ts";
import { sentenceWith, TIME } from "./figures.ts";
import { countWord, dateOf, fullName, issuerOf, listed, shortName } from "./names.ts";
import { type Ranked, rank } from "./rank.ts";
import { citing } from "./relation.ts";
import { focusOf } from "./shorten.ts";
import { findTopic } from "./topic.ts";

/** How a set of documents concerns an agency; the first that holds is the verdict. */
type Case = "assigned" | "group" | "partner" | "level" | "none";

interface Finding {
  kind: Case;
  rows: DutyRow[];
}

const MOST_DUTIES = 9;
const MOST_DOCUMENTS = 6;

/** True when two keys name one agency, one of them shortened or longer by a word or two. */
export function nearKey(asked: string, held: string): boolean {
  if (asked === held) return true;
  const a = asked.split(" ");
  const b = held.split(" ");
  if (a[0] !== b[0] || Math.min(a.length, b.length) < 3) return false;
  if (/^(?:bo|so|phong)$/.test(a[0] as string)) return held.startsWith(`${asked} `) || asked.startsWith(`${held} `);
  const shared = a.filter((word) => b.includes(word)).length;
  return shared / Math.max(a.length, b.length) >= 0.75 || (shared === a.length && a.length >= 4);
}

/** Documents that a question about duties is asked of. */
interface Target {
  cards: readonly DocumentCard[];
  /** Named by number (or pointed back to), so that "not there" is worth saying. */
  explicit: boolean;
}

/** What one agency has to do: premise first, then its duties with lead ones before the others. */
export async function composeDuties(context: AskContext, asked: QuestionAgency, target: Target): Promise<Draft | null> {
  const agency = withPlace(context, asked);
  const elsewhere = target.explicit ? await otherPlaceDraft(context, { agency, target, rows: [] }) : null;
  if (elsewhere) return elsewhere;
  const versionIds = target.cards.map((card) => card.versionId);
  const rows = await context.library.duties({ versionIds });
  if (target.explicit) return explicitDraft(context, { agency, target, rows });
  return openDraft(context, { agency, target, rows });
}

/** A people's committee is told from its namesakes by the place that the question gives. */
function withPlace(context: AskContext, agency: QuestionAgency): QuestionAgency {
  const [place] = context.question.places;
  return agency.place || !place || !/^(?:ubnd|hdnd) cap tinh$/.test(agency.key)
    ? agency
    : { ...agency, place: place.name };
}

interface DutyContext {
  agency: QuestionAgency;
  target: Target;
  rows: readonly DutyRow[];
}

/**
 * "Sở Y tế Cà Mau phải làm gì theo kế hoạch của Cần Thơ?": one province's document gives nothing to another's agency.
 * Shows what it gives the issuer's own. Null where the places agree or the document speaks of the place asked about.
 */
async function otherPlaceDraft(context: AskContext, { agency, target }: DutyContext): Promise<Draft | null> {
  const place = placeOf(context, agency);
  if (!place || agency.level === "central") return null;
  const cards = [];
  for (const card of target.cards) if (await isAnotherPlace(context, card, place)) cards.push(card);
  if (cards.length === 0 || cards.length < target.cards.length) return null;
  const [card] = cards as [DocumentCard];
  const asked = agencyName(context, agency);
  const issuers = card.header.place?.value;
  const why = issuers ? `đây là văn bản của ${issuers}` : `văn bản này không nêu ${place}`;
  const lead = [`${fullName(card)} không giao việc cho ${asked}: ${why}.`];
  const rows = issuers ? await context.library.duties({ versionIds: [card.versionId] }) : [];
  const found = classify(rows, { ...agency, place: null });
  if (/^(?:none|level)$/.test(found.kind)) return { status: "not_found", lead, sections: [], notes: [] };
  const quotes = await dutyQuotes(context, found.rows, { labels: false, most: 4 });
  const heading = `Việc được giao cho ${properName(found.rows[0] as DutyRow)} của ${issuers}:`;
  return { status: "answered", lead, sections: [{ heading, quotes }], notes: [] };
}

/** The province written right behind the agency: "Sở Y tế tỉnh Cà Mau", "Sở Y tế ở Cà Mau". */
function placeOf(context: AskContext, agency: QuestionAgency): string | null {
  const { text, places } = context.question;
  if (agency.place && places.some((place) => place.name === agency.place)) return agency.place;
  return (
    places.find((place) => place.start >= agency.end && BETWEEN.test(text.slice(agency.end, place.start)))?.name ?? null
  );
}

const BETWEEN = /^[\s,]*(?:(?:của|cua|ở|o|tại|tai|thuộc|thuoc)\s+)?(?:(?:tỉnh|tinh|thành phố|thanh pho|tp\.?)\s*)?$/iu;

/** A province's document about another province; a central one that names provinces, but not this one. */
async function isAnotherPlace(context: AskContext, card: DocumentCard, place: string): Promise<boolean> {
  const own = card.header.place?.value;
  if (own) return currentProvince(own) !== currentProvince(place) && !(await speaksOf(context, card, place));
  const addressed = [card.header.title?.value ?? "", ...card.header.addressees.map((entry) => entry.value)].join(" ");
  const others = new Set(findPlaces(addressed).map((found) => found.name));
  return others.size >= 2 && !others.has(place) && !(await speaksOf(context, card, place));
}

async function speaksOf(context: AskContext, card: DocumentCard, place: string): Promise<boolean> {
  const text = plainText(await context.library.text(card.versionId));
  return findPlaces(text).some((found) => found.name === place);
}

function classify(all: readonly DutyRow[], agency: QuestionAgency): Finding {
  const rows = all.filter((row) => isOfPlace(row, agency));
  const own = rows.filter((row) => row.role !== "partner" && (row.agency.key === agency.key || isOneOf(row, agency)));
  if (own.length > 0) return { kind: "assigned", rows: own };
  const near = rows.filter(
    (row) => row.role !== "partner" && row.agency.kind !== "group" && nearKey(agency.key, row.agency.key),
  );
  if (near.length > 0) return { kind: "assigned", rows: near };
  const group = groupRows(rows, agency);
  if (group.length > 0) return { kind: "group", rows: group };
  const partner = rows.filter(
    (row) => row.role === "partner" && (row.agency.key === agency.key || nearKey(agency.key, row.agency.key)),
  );
  if (partner.length > 0) return { kind: "partner", rows: partner };
  const level = rows.filter((row) => row.role !== "partner" && sameSector(agency.key, row.agency.key));
  if (level.length > 0) return { kind: "level", rows: level };
  return { kind: "none", rows: [] };
}

function groupRows(rows: readonly DutyRow[], agency: QuestionAgency): DutyRow[] {
  const held = rows.filter(
    (row) => row.role !== "partner" && row.agency.kind === "group" && isMember(agency.key, row.agency.key),
  );
  const named = held.filter((row) => row.agency.key !== "cac co quan don vi" && !isListed(rows, row));
  // "Các cơ quan, đơn vị liên quan triển khai thực hiện" gives nobody in particular anything to do.
  return named;
}

/** "Các Bộ, cơ quan: Tài chính, Xây dựng, …": the clause itself says who belongs to the group. */
function isListed(rows: readonly DutyRow[], group: DutyRow): boolean {
  const beside = rows.filter(
    (row) =>
      row.passageId === group.passageId &&
      row.role !== "partner" &&
      row.agency.kind !== "group" &&
      row.agency.key !== group.agency.key &&
      isMember(row.agency.key, group.agency.key),
  );
  const after = (row: DutyRow) => row.agencySpan.start - group.agencySpan.end;
  return beside.length >= 2 && beside.every((row) => after(row) >= 0 && after(row) < LONGEST_LIST);
}

/** Characters in which a list of members follows its group. */
const LONGEST_LIST = 400;

/** "UBND tỉnh Đồng Nai" is not UBND tỉnh Tây Ninh. */
function isOfPlace(row: DutyRow, agency: QuestionAgency): boolean {
  return !row.agency.place || !agency.place || fold(row.agency.place) === fold(agency.place);
}

/** Asked about "cơ quan báo chí", a paper or a broadcaster named in the document is one of them. */
function isOneOf(row: DutyRow, agency: QuestionAgency): boolean {
  return (
    agency.kind === "group" &&
    /^(?:cac co quan bao chi|cac to chuc chinh tri xa hoi)$/.test(agency.key) &&
    isMember(row.agency.key, agency.key)
  );
}

/** "Sở X phải làm gì theo văn bản Y?" */
async function explicitDraft(context: AskContext, { agency, target, rows }: DutyContext): Promise<Draft> {
  const found = classify(rows, agency);
  const asked = agencyName(context, agency);
  if (found.kind === "assigned") return assignedDraft(context, { agency, target, rows }, found);
  const [card] = target.cards as [DocumentCard];
  const name = target.cards.length === 1 ? fullName(card) : listed(target.cards.map(shortName));
  if (found.kind === "group") {
    const quotes = await dutyQuotes(context, found.rows, { labels: false });
    const lead = [
      `${name} không giao việc riêng cho ${asked}; ${asked} thuộc “${groupWords(found.rows)}” được giao chung:`,
    ];
    return {
      status: "answered",
      lead,
      sections: [{ heading: null, quotes }],
      notes: deadlineNote(context, found.rows),
    };
  }
  const lead = [`${name} không giao việc cho ${asked}.`];
  const sections: Section[] = [];
  if (found.kind === "partner") {
    const quotes = await dutyQuotes(context, found.rows, { labels: true });
    sections.push({ heading: `${asked} chỉ được nêu là cơ quan phối hợp:`, quotes });
    return { status: "answered", lead, sections, notes: [] };
  }
  if (found.kind === "level") {
    const quotes = await dutyQuotes(context, found.rows, { labels: true, most: 3 });
    sections.push({
      heading: `Trong ${shortName(card)}, cùng lĩnh vực chỉ giao cho ${listed([...new Set(found.rows.map((row) => properName(row)))])}:`,
      quotes,
    });
  }
  const mentioned = found.kind === "none" ? await mentionQuotes(context, agency, target.cards) : [];
  if (mentioned.length > 0) {
    sections.push({ heading: `${asked} chỉ được nhắc tới trong các đoạn sau:`, quotes: mentioned });
    return { status: "answered", lead: [`${name} không giao việc riêng cho ${asked}.`], sections, notes: [] };
  }
  const elsewhere = await elsewhereSections(context, { agency, target, rows }, found);
  sections.push(...elsewhere.sections);
  const answered = sections.length > 0;
  return { status: answered ? "answered" : "not_found", lead, sections, notes: elsewhere.notes };
}

/** Clauses that name the agency without giving it a duty: an answer does not deny what a clause says. */
async function mentionQuotes(
  context: AskContext,
  agency: QuestionAgency,
  cards: readonly DocumentCard[],
  exactly = false,
): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of cards.slice(0, 3)) {
    const passages = (await context.library.passagesOf(card.versionId)).filter((passage) =>
      /^(?:clause|table-row|closing|preamble)$/.test(passage.kind),
    );
    for (const passage of passages) {
      const named = findAgencies(plainText(passage.text)).some(
        (found) =>
          found.kind !== "group" &&
          found.key === agency.key &&
          isSamePlace(found.place, agency.place) &&
          (!exactly || found.place !== null),
      );
      if (named)
        quotes.push({
          label: null,
          evidence: evidenceOf(passage, card),
          focus: focusOf(`${agency.name} ${agency.place ?? ""}`),
        });
    }
  }
  return quotes.slice(0, 3);
}

function isSamePlace(a: string | null, b: string | null): boolean {
  return !a || !b || fold(a) === fold(b);
}

async function assignedDraft(
  context: AskContext,
  { agency, target, rows }: DutyContext,
  found: Finding,
): Promise<Draft> {
  const asked = agencyName(context, agency);
  const byName = agency.place && target.explicit ? await mentionQuotes(context, agency, target.cards, true) : [];
  const cards = distinct(found.rows.map((row) => cardOf(context, row.versionId)));
  const group = groupRows(rows, agency).filter(
    (row) => row.agency.key !== agency.key && !found.rows.some((own) => own.passageId === row.passageId),
  );
  const sections: Section[] = [];
  for (const card of cards) {
    const own = found.rows.filter((row) => row.versionId === card.versionId);
    const quotes = await dutyQuotes(context, own, { labels: false });
    sections.push({ heading: cards.length > 1 ? `${fullName(card)}:` : null, quotes });
  }
  if (byName.length > 0) sections.unshift({ heading: null, quotes: byName });
  const notes = deadlineNote(context, found.rows);
  if (group.length > 0)
    notes.push(`${asked} còn cùng làm phần việc giao chung cho “${groupWords(group)}” trong văn bản này.`);
  const together =
    agency.kind !== "group" && found.rows.every((row) => row.agency.kind === "group")
      ? `“${groupWords(found.rows)}”, trong đó có ${asked}`
      : asked;
  const lead =
    cards.length === 1
      ? [`${fullName(cards[0] as DocumentCard)} giao ${together}:`]
      : [`${asked} được giao việc trong ${countWord(cards.length)} văn bản:`];
  const silent = target.cards.filter((card) => !cards.includes(card));
  if (silent.length > 0 && target.explicit)
    notes.push(`${listed(silent.map((card) => fullName(card)))} không giao việc riêng cho ${asked}.`);
  return { status: "answered", lead, sections, notes };
}

/** The agency's own wording, with the place when the question gives it. */
function agencyName(context: AskContext, agency: QuestionAgency): string {
  const base = inSentence(agency.name.replace(/\s+/g, " ").trim(), agency.kind === "group");
  const place = context.question.places[0]?.name ?? context.question.localities[0];
  if (!place || agency.kind === "group" || fold(base).includes(fold(place)) || agency.level === "central") return base;
  const bare = base.replace(/\s+(?:tỉnh|thành phố|TP\.?)$/iu, "");
  const inside = /cap (?:xa|huyen)$/.test(agency.key) ? "thuộc " : "";
  return `${bare} ${inside}${placeKind(context)}${place}`;
}

/** Groups are written small inside a sentence: "giao các cơ quan báo chí". */
function inSentence(name: string, isGroup: boolean): string {
  return isGroup && /^(?:Các|Những|Thủ trưởng|Giám đốc|Chủ tịch)\s/u.test(name)
    ? (name[0] as string).toLowerCase() + name.slice(1)
    : name;
}

function placeKind(context: AskContext): string {
  const [place] = context.question.places;
  return place ? (place.kind === "thành phố" ? "TP. " : "tỉnh ") : "";
}

/** A duty's agency in running text: "Thủ trưởng các Phòng…" as printed, without line breaks. */
function properName(row: DutyRow): string {
  const name = row.agency.name
    .replace(/\s+/g, " ")
    .replace(/[:;,.]+$/, "")
    .replace(
      /^(?:Giám đốc |Thủ trưởng )?(?:các )?(Sở|Bộ): ?/iu,
      (_, head: string) => `${head[0]?.toUpperCase()}${head.slice(1)} `,
    )
    .trim();
  return name === name.toUpperCase() ? name[0] + name.slice(1).toLowerCase() : name;
}

function groupWords(rows: readonly DutyRow[]): string {
  const words = new Map(rows.map((row) => [fold(properName(row)), properName(row)]));
  return [...words.values()].slice(0, 2).join("”, “");
}

interface QuoteOptions {
  labels: boolean;
  most?: number;
}

/** One quote a passage: lead duties before coordinating ones, what the question is about before the rest. */
async function dutyQuotes(
  context: AskContext,
  rows: readonly DutyRow[],
  { labels, most = MOST_DUTIES }: QuoteOptions,
): Promise<Quote[]> {
  const ranked = await relevant(context, rows);
  return Promise.all(
    ranked.slice(0, most).map(async ({ passage, card, row }) => ({
      label: labelOf(row, { passage, withName: labels }),
      evidence: evidenceOf(passage, card),
      facts: await agencyFacts(context, [row]),
      focus: focusOf(context.question.topic),
      ...shownPart(context, passage, row),
    })),
  );
}

function shownPart(context: AskContext, passage: PassageRow, row: DutyRow): { must?: { start: number; end: number } } {
  if (!context.question.intents.has("deadline")) return partOf(passage, row);
  const must = sentenceWith(passage.text, { figure: TIME, focus: focusOf(context.question.matter) });
  return must ? { must } : partOf(passage, row);
}

/** In a paragraph that gives work to several agencies, the part that is this one's has to be seen. */
function partOf(passage: PassageRow, row: DutyRow): { must?: { start: number; end: number } } {
  const inside = row.span.start > passage.span.start && row.span.end <= passage.span.end;
  return inside ? { must: { start: row.span.start - passage.span.start, end: row.span.end - passage.span.start } } : {};
}

/** Who, and "chủ trì" where the clause says so; a list of one agency's duties needs neither. */
function labelOf(row: DutyRow, { passage, withName }: { passage: PassageRow; withName: boolean }): string | null {
  if (!withName) return null;
  const opening = plainText(passage.text).slice(0, 160).toLowerCase();
  const role = row.role === "coordinate" ? "phối hợp" : opening.includes("chủ trì") ? "chủ trì" : null;
  return `${properName(row)}${role ? ` (${role})` : ""}`;
}

interface RankedDuty extends Ranked {
  row: DutyRow;
}

const ROLE_ORDER = { lead: 0, coordinate: 1, partner: 2 } as const;

/**
 * Duties in the order they are worth reading. Where the question asks about a matter, duties far from it are left
 * out; where it only names the document's own subject, none is.
 */
async function relevant(context: AskContext, rows: readonly DutyRow[]): Promise<RankedDuty[]> {
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const versionIds = [...new Set(rows.map((row) => row.versionId))];
  const [card] = versionIds.map((id) => cardOf(context, id));
  const beyond =
    card && versionIds.length === 1 ? topicBeyondTitle(context.question.topic, card) : context.question.topic;
  const byPassage = new Map<number, DutyRow>();
  for (const row of [...rows].sort((a, b) => ROLE_ORDER[a.role] - ROLE_ORDER[b.role]))
    if (!byPassage.has(row.passageId)) byPassage.set(row.passageId, row);
  const withRow = (ranked: Ranked): RankedDuty => ({
    ...ranked,
    row: byPassage.get(ranked.passage.passageId) as DutyRow,
  });
  if (beyond === "") {
    const order = (await rank(context, { versionIds, passages, topic: "" })).map(withRow);
    return dropRepeats(
      order.sort((a, b) => ROLE_ORDER[a.row.role] - ROLE_ORDER[b.row.role] || a.passage.ordinal - b.passage.ordinal),
    );
  }
  const ranked = (await rank(context, { versionIds, passages, topic: beyond })).map(withRow);
  const best = ranked[0];
  if (!best) return [];
  const bestCoverage = Math.max(...ranked.map((one) => one.coverage));
  const close =
    bestCoverage < 0.3
      ? ranked
      : ranked.filter((one) => one.coverage >= bestCoverage * 0.45 || one.score >= best.score * 0.7);
  return dropRepeats(close);
}

/** A duty that a portal repeats is quoted once. */
function dropRepeats(ranked: readonly RankedDuty[]): RankedDuty[] {
  const seen = new Set<string>();
  return ranked.filter(({ passage }) => {
    const key = fold(passage.text)
      .replace(/[^\p{L}\d]+/gu, " ")
      .trim();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function deadlineNote(context: AskContext, rows: readonly DutyRow[]): string[] {
  if (!context.question.intents.has("deadline")) return [];
  return rows.some((row) => row.deadline) ? [] : ["Các đoạn này không nêu thời hạn."];
}

/** Where the agency is tasked instead: documents that carry the named one out, and others on the same matter. */
async function elsewhereSections(
  context: AskContext,
  { agency, target }: DutyContext,
  found: Finding,
): Promise<{ sections: Section[]; notes: string[] }> {
  const own = new Set(target.cards.map((card) => card.versionId));
  const resolved = context.scope.mentions.find((mention) => mention.cards.some((card) => own.has(card.versionId)));
  const carriers = resolved
    ? (await citing(context, resolved)).filter((row) => row.relation === "carries-out").map((row) => row.versionId)
    : [];
  const sections: Section[] = [];
  const below = carriers.length > 0 ? await context.library.duties({ versionIds: [...new Set(carriers)] }) : [];
  const carried = below.filter(
    (row) => row.role !== "partner" && (row.agency.key === agency.key || sameSector(agency.key, row.agency.key)),
  );
  const [named] = target.cards as [DocumentCard];
  if (carried.length > 0) {
    sections.push({
      heading: `Văn bản thực hiện ${shortName(named)}:`,
      quotes: await labelledByDocument(context, carried, 3),
    });
  }
  const all = (await context.library.duties({ agencyKeys: [agency.key] })).filter(
    (row) =>
      row.role !== "partner" &&
      row.agency.kind !== "group" &&
      !own.has(row.versionId) &&
      !carriers.includes(row.versionId),
  );
  const { near, far } = await byMatter(context, named, all);
  if (near.length > 0) {
    const earlier = near.every((row) => isEarlier(cardOf(context, row.versionId), named));
    const heading = `${agencyName(context, agency)} được giao ở văn bản khác cùng nội dung${earlier ? `, ban hành trước ${shortName(named)}` : ""}:`;
    sections.push({ heading, quotes: await labelledByDocument(context, near, 3) });
  }
  return {
    sections: found.kind === "none" && near.length === 0 && carried.length === 0 ? [] : sections,
    notes: farNote(context, { agency, far, shown: near.length }),
  };
}

function isEarlier(card: DocumentCard | undefined, than: DocumentCard): boolean {
  const date = card?.header.issuedOn?.value;
  const other = than.header.issuedOn?.value;
  return Boolean(date && other && date.slice(0, 7) < other.slice(0, 7));
}

function farNote(
  context: AskContext,
  { agency, far, shown }: { agency: QuestionAgency; far: readonly DutyRow[]; shown: number },
): string[] {
  const cards = newestFirst(distinct(far.map((row) => cardOf(context, row.versionId))));
  if (cards.length === 0 || shown > 0) return [];
  const names = cards.slice(0, 4).map((card) => `${card.header.number?.value ?? shortName(card)} (${issuerOf(card)})`);
  return [
    `${agencyName(context, agency)} được giao việc ở văn bản khác trong kho, về nội dung khác: ${names.join("; ")}${cards.length > 4 ? "…" : ""}`,
  ];
}

/** Splits duties by whether they are on the same matter as the named document: by title, or by the clause itself. */
async function byMatter(
  context: AskContext,
  named: DocumentCard,
  rows: readonly DutyRow[],
): Promise<{ near: DutyRow[]; far: DutyRow[] }> {
  const title = named.header.title?.value ?? "";
  const subject = await topicOf(context, title.replace(/^.*?(?:về việc|về|V\/v)\s+/iu, ""));
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const saying = new Set(
    passages
      .filter((passage) => sayMatter(subject, passage, cardOf(context, passage.versionId)))
      .map(({ passageId }) => passageId),
  );
  const near: DutyRow[] = [];
  const far: DutyRow[] = [];
  for (const row of rows) {
    const card = cardOf(context, row.versionId);
    if (!card) continue;
    (saying.has(row.passageId) || sameMatter(subject, card) ? near : far).push(row);
  }
  return { near, far };
}

/** Share of the named title that a clause elsewhere and its own document's title must say together. */
const CLAUSE_SAYS_IT = 0.6;

function sayMatter(subject: TopicTerms, passage: PassageRow, card: DocumentCard | undefined): boolean {
  if (subject.terms.length < FEWEST_TERMS) return false;
  return coverage(subject, passageTerms(passage, card, subject.folded)) >= CLAUSE_SAYS_IT;
}

/** Share of the named title's weight that another title must hold to be on the same matter. */
const SAME_MATTER = 0.5;
/** A title this short says too little to compare by. */
const FEWEST_TERMS = 4;

function sameMatter(subject: TopicTerms, card: DocumentCard): boolean {
  return subject.terms.length >= FEWEST_TERMS && titleCoverage(subject, card) >= SAME_MATTER;
}

/** One quote a document, the agency's place as its label: "Lào Cai (chủ trì)". */
async function labelledByDocument(context: AskContext, rows: readonly DutyRow[], most: number): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of distinct(rows.map((row) => cardOf(context, row.versionId))).slice(0, most)) {
    const [best] = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: true, most: 1 },
    );
    if (!best) continue;
    const place = card.header.locality?.value ?? card.header.place?.value ?? issuerOf(card);
    const { said, facts } = await carriesOut(context, card);
    quotes.push({
      ...best,
      label: `${best.label}${place ? `, ${place}` : ""}${said}`,
      facts: [...(best.facts ?? []), ...facts],
    });
  }
  return quotes;
}

/** ", thực hiện Thông báo 387/TB-VPCP": what a document carries out, with the words that say so. */
async function carriesOut(context: AskContext, card: DocumentCard): Promise<{ said: string; facts: Fact[] }> {
  const asked = new Set(
    context.scope.mentions.flatMap((mention) => mention.cards.map((held) => held.header.number?.value)),
  );
  const row = (await context.library.referencesOf(card.versionId)).find(
    (one) => one.relation === "carries-out" && one.number !== null && !asked.has(one.number),
  );
  if (!row?.number) return { said: "", facts: [] };
  const text = (await context.library.text(card.versionId)).slice(row.span.start, row.span.end);
  return {
    said: `, thực hiện ${row.type ? `${row.type} ` : ""}${row.number}`,
    facts: [{ versionId: card.versionId, span: row.span, text }],
  };
}

/** "Sở X ở Lạng Sơn phải làm gì?", "Công an tỉnh phải làm gì?": documents are found by place, matter and agency. */
async function openDraft(context: AskContext, { agency, target, rows }: DutyContext): Promise<Draft | null> {
  const tasked = rows.filter((row) => row.role !== "partner");
  const own = tasked
    .filter((row) => isOfPlace(row, agency))
    .filter(
      (row) =>
        row.agency.key === agency.key ||
        isOneOf(row, agency) ||
        (row.agency.kind !== "group" && nearKey(agency.key, row.agency.key)),
    );
  const group = groupRows(rows, agency).filter((row) => row.agency.key !== agency.key);
  const { topic } = context.question;
  const rival = topic === "" ? null : await findTopic(context, { cards: target.cards, explicit: false, topic });
  const chosen = await chooseDocuments(context, { own, group, rival: rival?.coverage ?? 0 });
  if (chosen.length === 0 && isSlight(context, target))
    return explicitDraft(context, { agency, target: { ...target, explicit: true }, rows });
  if (chosen.length === 0) return levelElsewhere(context, { agency, target, rows });
  if (chosen.length > 1 && topic === "") return manyDraft(context, agency, { own, group, cards: chosen });
  const keep = (list: readonly DutyRow[]) =>
    list.filter((row) => chosen.some((card) => card.versionId === row.versionId));
  const kept = keep(own);
  if (kept.length > 0)
    return assignedDraft(context, { agency, target, rows: keep(rows) }, { kind: "assigned", rows: kept });
  return explicitDraft(context, { agency, target: { cards: chosen, explicit: true }, rows: keep(rows) });
}

/** One left-over word about one document of the place is no matter of its own. */
function isSlight(context: AskContext, { cards }: Target): boolean {
  const words = context.question.topic.split(" ").filter(Boolean).length;
  return words === 1 && cards.length === 1 && context.scope.byPlace !== null;
}

/** Documents whose duties for the agency fit the matter asked about; all of them when no matter is named. */
async function chooseDocuments(
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
/** Documents this close to the best fit are shown beside it. */
const SAME_FIT = 0.93;

async function manyDraft(
  context: AskContext,
  agency: QuestionAgency,
  found: { own: readonly DutyRow[]; group: readonly DutyRow[]; cards: readonly DocumentCard[] },
): Promise<Draft> {
  const rows = found.own.length > 0 ? found.own : found.group;
  const asked = agencyName(context, agency);
  const few = found.cards.length <= 2;
  const sections: Section[] = [];
  for (const card of found.cards.slice(0, MOST_DOCUMENTS)) {
    const quotes = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: false, most: few ? 5 : 2 },
    );
    sections.push({ heading: `${fullName(card)}:`, quotes });
  }
  const rest = found.cards.slice(MOST_DOCUMENTS);
  const notes =
    rest.length > 0
      ? [
          `Ngoài ra còn: ${rest
            .slice(0, 6)
            .map((card) => `${card.header.number?.value ?? shortName(card)} (${issuerOf(card)})`)
            .join(
              "; ",
            )}${rest.length > 6 ? "…" : ""}. Xin nêu thêm số văn bản, địa phương hoặc nội dung để trả lời đầy đủ.`,
        ]
      : [];
  const through = found.own.length > 0 ? "" : `, qua “${groupWords(rows)}”`;
  return {
    status: "answered",
    lead: [`${asked} được giao việc trong ${countWord(found.cards.length)} văn bản đang giữ${through}:`],
    sections,
    notes,
  };
}

/** Nothing for the agency in the documents of the place or on the matter: another level there, or elsewhere. */
async function levelElsewhere(context: AskContext, { agency, target, rows }: DutyContext): Promise<Draft | null> {
  if (context.question.topic !== "") return null;
  const level = rows.filter((row) => row.role !== "partner" && sameSector(agency.key, row.agency.key));
  const partner = rows.filter((row) => row.role === "partner" && row.agency.key === agency.key);
  const asked = agencyName(context, agency);
  const where = context.scope.byPlace ? "Các văn bản đang giữ của địa phương này" : "Các văn bản đang giữ";
  if (partner.length > 0) {
    return {
      status: "answered",
      lead: [`${where} không giao việc riêng cho ${asked}; cơ quan này chỉ được nêu là cơ quan phối hợp:`],
      sections: [{ heading: null, quotes: await labelledByDocument(context, partner, 4) }],
      notes: [],
    };
  }
  if (level.length === 0 || target.cards.length === 0) return null;
  const names = listed([...new Set(level.map(properName))].slice(0, 3));
  return {
    status: "answered",
    lead: [`${where} không giao việc cho ${asked}. Cùng lĩnh vực, việc được giao cho ${names}:`],
    sections: [{ heading: null, quotes: await labelledByDocument(context, level, 4) }],
    notes: [],
  };
}

/** "Những văn bản nào giao nhiệm vụ cho Sở Nội vụ?" */
export async function composeCross(context: AskContext, agency: QuestionAgency): Promise<Draft | null> {
  const versionIds = context.scope.byPlace?.map((card) => card.versionId);
  const rows = (
    await context.library.duties({ agencyKeys: [agency.key], ...(versionIds ? { versionIds } : {}) })
  ).filter((row) => row.role !== "partner");
  let kept = rows;
  if (context.question.topic !== "" && rows.length > 0) {
    const chosen = await chooseByTitle(context, rows);
    if (chosen.length > 0) kept = rows.filter((row) => chosen.includes(row.versionId));
  }
  const cards = newestFirst(distinct(kept.map((row) => cardOf(context, row.versionId))));
  if (cards.length === 0) return null;
  const quotes = await labelledByCard(context, kept, cards.slice(0, 9));
  const rest = cards.slice(9);
  const notes =
    rest.length > 0
      ? [
          `Còn: ${rest
            .slice(0, 12)
            .map((card) => card.header.number?.value ?? shortName(card))
            .join("; ")}${rest.length > 12 ? "…" : ""}.`,
        ]
      : [];
  const lead = [
    `${cards.length === 1 ? "Một văn bản" : `Có ${countWord(cards.length)} văn bản`} trong kho giao việc cho ${agencyName(context, agency)}:`,
  ];
  return { status: "answered", lead, sections: [{ heading: null, quotes }], notes };
}

async function chooseByTitle(context: AskContext, rows: readonly DutyRow[]): Promise<number[]> {
  const passages = await context.library.passagesById([...new Set(rows.map((row) => row.passageId))]);
  const ranked = await rank(context, { versionIds: [...new Set(rows.map((row) => row.versionId))], passages });
  const best = ranked[0]?.coverage ?? 0;
  return best < ENOUGH_TOPIC
    ? []
    : ranked.filter((one) => one.coverage >= Math.max(ENOUGH_TOPIC, best * 0.7)).map((one) => one.passage.versionId);
}

async function labelledByCard(
  context: AskContext,
  rows: readonly DutyRow[],
  cards: readonly DocumentCard[],
): Promise<Quote[]> {
  const quotes: Quote[] = [];
  for (const card of cards) {
    const [best] = await dutyQuotes(
      context,
      rows.filter((row) => row.versionId === card.versionId),
      { labels: false, most: 1 },
    );
    const facts = [shortName(card), issuerOf(card), dateOf(card)].filter(Boolean).join(", ");
    if (best) quotes.push({ ...best, label: `${facts}${best.label ? ` (${best.label.toLowerCase()})` : ""}` });
  }
  return quotes;
}

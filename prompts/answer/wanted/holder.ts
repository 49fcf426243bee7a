import {
  type DocumentCard,
  findPersons,
  fold,
  hasDiacritics,
  type PassageRow,
  plainView,
  type Span,
  type Wanted,
} from "../../../retrieval/index.ts";
import { nothingDraft } from "../absent.ts";
import { type AskContext, cardOf, distinct, evidenceAt, evidenceOf, newestFirst } from "../context.ts";
import type { Draft, Quote } from "../draft.ts";
import { fullName, listed } from "../names.ts";
import { beginsWith, endsWith, followsOffice, isSigners, officeAsked } from "./office.ts";

type Holder = Extract<Wanted, { kind: "holder" }>;
type Post = Extract<Wanted, { kind: "post" }>;

/** A person's name standing beside what is asked, with the words that show it. */
interface Found {
  name: string;
  card: DocumentCard;
  quote: Quote;
}

/** Passages looked through for a name; 200 hold every office of the 158 documents that were tried. */
const SEARCHED = 200;
const MOST_NAMES = 8;
const MOST_QUOTES = 4;
/** Characters beside a name in which its office stands. */
const BESIDE = 140;

/** Heads of bodies set up for a task are often offices themselves: "Trưởng ban: Chủ tịch UBND tỉnh". */
const OF_COMMITTEE = /^(?:pho )?truong ban$/;

/**
 * "Ai là Chủ tịch UBND …?": a name counts only where it stands beside that office, in a signature or in a sentence; what
 * an office has to do is no answer. Null where the ordinary ways may still find who heads a committee.
 */
export async function composeHolder(context: AskContext, { post, body }: Holder): Promise<Draft | null> {
  const { question } = context;
  const places = [...question.places.map((place) => place.name), ...question.localities];
  const office = officeAsked(post, writtenOut(context, body), places);
  const found = [
    ...(await signers(context, (card) => isSigners(office, card))),
    ...(await inSentences(
      context,
      `${post} ${body}`,
      ({ before, after, card }) =>
        endsWith(office, before, card) || (!followsOffice(before) && beginsWith(office, after, card)),
    )),
  ];
  const typed = `${post} ${body}`.trim();
  if (found.length === 0 && OF_COMMITTEE.test(office.post)) return null;
  const asked = hasDiacritics(typed) ? typed : `người giữ chức vụ được hỏi (“${typed}”)`;
  if (found.length === 0) return nothingDraft(context, `Các văn bản đang giữ không ghi tên ${asked}.`);
  return foundDraft(found, (names) => `${sentence(asked)} là ${names}, theo các văn bản sau:`);
}

/** "Ông Trần Hồng Hà là ai?": where the name stands, a signature first. */
export async function composePost(context: AskContext, { name }: Post): Promise<Draft> {
  const wanted = fold(name);
  const found = [
    ...(await signers(context, ({ header }) => fold(header.signer?.value.name ?? "") === wanted)),
    ...(await inSentences(context, name, (one) => fold(one.name) === wanted && standsBesideOffice(one))),
  ];
  if (found.length === 0) return nothingDraft(context, `Các văn bản đang giữ không ghi chức vụ của ${name}.`);
  return foundDraft(found, (names) => `Các văn bản đang giữ nêu ${names} như sau:`);
}

function foundDraft(found: readonly Found[], lead: (names: string) => string): Draft {
  const order = newestFirst(distinct(found.map((one) => one.card)));
  const sorted = [...found].sort((a, b) => order.indexOf(a.card) - order.indexOf(b.card));
  const byName = new Map(sorted.map((one) => [fold(one.name), one.name] as const).reverse());
  const names = [...byName.values()].reverse();
  // Every name once before a second proof of any.
  const first = names.flatMap((name) => sorted.find((one) => one.name === name) ?? []);
  const shown = [...first, ...sorted.filter((one) => !first.includes(one))].slice(
    0,
    Math.max(MOST_QUOTES, names.length),
  );
  const cards = distinct(shown.map((one) => one.card));
  return {
    status: "answered",
    lead: [lead(listed(names.slice(0, MOST_NAMES)))],
    sections: cards.map((card) => ({
      heading: `${fullName(card)}:`,
      quotes: shown.filter((one) => one.card === card).map((one) => one.quote),
    })),
    notes: [],
  };
}

/** The body in the words of the tables where it was typed short: "bo vhttdl". */
function writtenOut({ question }: AskContext, body: string): string {
  const at = fold(question.text).indexOf(fold(body));
  const short = question.agencies.find(
    ({ start, end, key }) =>
      at >= 0 && start >= at && end <= at + body.length && !/^(?:ubnd|hdnd) /.test(key) && end > start,
  );
  if (!short) return body;
  return `${body.slice(0, short.start - at)}${short.name}${body.slice(short.end - at)}`;
}

async function signers(context: AskContext, fits: (card: DocumentCard) => boolean): Promise<Found[]> {
  const found: Found[] = [];
  for (const card of newestFirst(context.cards).filter(fits)) {
    const { signer } = card.header;
    if (!signer?.span) continue;
    const evidence = await evidenceAt(context.library, card, signer.span);
    const must = within(signer.span, evidence.span);
    found.push({
      name: signer.value.name,
      card,
      quote: { label: null, evidence, focus: new Set(), ...(must ? { must } : {}) },
    });
  }
  return found;
}

interface Standing {
  name: string;
  card: DocumentCard;
  before: string;
  after: string;
}

async function inSentences(
  context: AskContext,
  words: string,
  fits: (standing: Standing) => boolean,
): Promise<Found[]> {
  const hits = await context.library.search({ question: words, limit: SEARCHED });
  const passages = await context.library.passagesById(hits.map((hit) => hit.passageId));
  return passages.flatMap((passage) => {
    const card = cardOf(context, passage.versionId);
    if (!card || /^(?:signature|recipients)$/.test(passage.kind)) return [];
    return personsIn(passage, card).flatMap(({ span, ...standing }) =>
      fits(standing) ? [{ name: standing.name, card, quote: { ...quoteOf(passage, card), must: span } }] : [],
    );
  });
}

const quoteOf = (passage: PassageRow, card: DocumentCard): Quote => ({
  label: null,
  evidence: evidenceOf(passage, card),
  focus: new Set(),
});

function personsIn(passage: PassageRow, card: DocumentCard): (Standing & { span: Span })[] {
  const view = plainView(passage.text);
  return findPersons(view.text).map(({ text: name, start, end }) => {
    const from = Math.max(0, start - BESIDE);
    const to = Math.min(view.text.length, end + BESIDE);
    return {
      name: name.replace(/\s+/g, " "),
      card,
      before: view.text.slice(from, start),
      after: view.text.slice(end, to),
      span: view.span(Math.max(0, start - 60), Math.min(view.text.length, end + 60)),
    };
  });
}

/** "…, Chuyên viên Phòng …" or "Phó Thủ tướng …": a name alone says nothing of who that is. */
function standsBesideOffice({ before, after }: Standing): boolean {
  return (
    /^\s*(?:,|-|–|\()\s*(?:quyen |nguyen |pho |tong )?(?:truong|chu|bi thu|giam|bo truong|thu|chanh|chuyen vien|uy vien|cuc|vu|vien|dai bieu|thanh vien|can bo)\b/.test(
      fold(after),
    ) ||
    /\b(?:truong|chu tich|bi thu|giam doc|thu tuong|chu nhiem|chuyen vien|chanh van phong|thong doc)[^.;()]{0,60}$/.test(
      fold(before),
    )
  );
}

function within(span: Span, outer: Span): Span | null {
  if (span.start < outer.start || span.end > outer.end) return null;
  return { start: span.start - outer.start, end: span.end - outer.start };
}

const sentence = (words: string) => `${(words[0] ?? "").toUpperCase()}${words.slice(1)}`;

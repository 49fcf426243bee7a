import { readFileSync } from "node:fs";
import {
  canonicalise,
  countsInFigures,
  findPlaces,
  fold,
  hasDiacritics,
  type NameIndex,
  plainText,
  restoreDiacritics,
  type Span,
} from "../../text/index.ts";
import { findQuestionAgencies } from "./agencies.ts";
import { findAsOf, withoutAsOf } from "./as-of.ts";
import { findClaim } from "./claimed.ts";
import { findDocumentMentions, findTypes } from "./document-mentions.ts";
import { fromEnglish, isEnglish } from "./english.ts";
import { asksSomething, findIntents, greetingLength, messageKind, withoutInstructions } from "./intents.ts";
import { topicOf } from "./topic.ts";
import type { ParsedQuestion, QuestionAgency } from "./types.ts";
import { findWanted, type Wanted } from "./wanted.ts";

type Named = Parameters<typeof findQuestionAgencies>[1] extends NameIndex<infer T> ? T : never;

/** What the live index adds to understanding: names that only held documents know. */
export interface QuestionLexicon {
  agencies: NameIndex<Named>;
  /** Districts, towns and communes that issued held documents. */
  localities: readonly string[];
}

const SUBJECT_TERMS = new Map(
  Object.entries(
    JSON.parse(readFileSync(new URL("../../text/data/subject-terms.json", import.meta.url), "utf8")) as Record<
      string,
      string
    >,
  ).map(([short, full]) => [fold(short), full] as const),
);

/** Everyday typing on a phone. */
const CHAT: Readonly<Record<string, string>> = {
  j: "gì",
  ji: "gì",
  gi: "gì",
  z: "vậy",
  dc: "được",
  đc: "được",
  bn: "bao nhiêu",
  bnhieu: "bao nhiêu",
  ko: "không",
  k: "không",
  kg: "không",
  khg: "không",
  hok: "không",
  nv: "nhiệm vụ",
  vs: "với",
  ntn: "như thế nào",
  nào: "nào",
  trc: "trước",
  lm: "làm",
  pải: "phải",
  fai: "phải",
  cq: "cơ quan",
  đv: "đơn vị",
  tp: "thành phố",
  hs: "hồ sơ",
  bc: "báo cáo",
  ng: "người",
  cty: "công ty",
  dn: "doanh nghiệp",
};

/** Only what no Vietnamese word or shorthand of offices is written like. */
const SPELLING: Readonly<Record<string, string>> = {
  lm: "làm",
  zậy: "vậy",
  zay: "vậy",
  dzậy: "vậy",
  j: "gì",
  ji: "gì",
  jì: "gì",
  bnhieu: "bao nhiêu",
  bnhiêu: "bao nhiêu",
  ntn: "như thế nào",
  fai: "phải",
  pải: "phải",
  đc: "được",
  dc: "được",
  ko: "không",
  hok: "không",
  khg: "không",
  trc: "trước",
  nhiêm: "nhiệm",
  qđịnh: "quy định",
  nvụ: "nhiệm vụ",
  nvu: "nhiệm vụ",
};

const REFERS_BACK =
  /\b(?:van ban|chi thi|ke hoach|quyet dinh|cong van|cong dien|thong bao|tai lieu|vb|nghi quyet|ket luan|huong dan) (?:do|nay|tren|kia|ay|vua roi|vua neu|noi tren)\b|\b(?:no|cai do|cai nay|o do|trong do|theo do) (?:noi|quy dinh|ky|do|co|giao|yeu cau|gui)\b/;

/** Understands one message by itself; history is merged before (`resolveHistory`). */
export function parseQuestion(raw: string, lexicon: QuestionLexicon): ParsedQuestion {
  const message = plainText(canonicalise(raw));
  const rest = withoutInstructions(message);
  const kind = rest !== "" && rest !== message && asksSomething(rest) ? "question" : messageKind(message);
  const typed = spelled(kind === "question" ? rest : message);
  const said = isEnglish(typed) ? fromEnglish(typed) : typed;
  const asOf = kind === "question" ? findAsOf(said) : null;
  const text = withoutAsOf(said, asOf);
  const documents = findDocumentMentions(text);
  const masked = mask(text, documents);
  const agencies = withoutGiver(masked, findQuestionAgencies(masked, lexicon.agencies));
  const places = findPlaces(masked);
  const localities = lexicon.localities.filter((name) => mentions(masked, name));
  const intents = findIntents(text);
  // Names are found in what was typed; the matter is read with its diacritics put back ("thuong" is thưởng here, not
  // thường). Both have the same offsets.
  const written = restoreDiacritics(text);
  const wanted = kind === "question" ? findWanted(text) : null;
  const claim = kind === "question" ? findClaim(masked) : null;
  const greeting = kind === "question" ? greetingLength(written) : 0;
  const claimed = [...(greeting > 0 ? [{ start: 0, end: greeting }] : []), ...(claim ? [claim] : [])];
  const asked = claimed.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, written);
  const placeless = mask(mask(mask(mask(written, documents), places), unsaid(text, wanted)), claimed);
  const local = maskLocalities(mask(placeless, agencies), localities);
  return {
    text,
    kind,
    unaccented: !hasDiacritics(text),
    documents,
    agencies,
    places,
    localities,
    intents,
    wanted,
    claim,
    refersBack: REFERS_BACK.test(fold(text)),
    types: findTypes(mask(text, documents)),
    topic: topicOf(local),
    matter: topicOf(maskLocalities(inFull(placeless, agencies), localities)),
    asOf: asOf?.date ?? null,
    searchText: [writeOut(asked), countsInFigures(asked)].filter(Boolean).join(" "),
  };
}

/** The form of an answer shows that it is a reason or a telephone number; "thủ tục", "điều kiện" it has to say as well. */
function unsaid(text: string, wanted: Wanted | null): readonly Span[] {
  if (!wanted) return [];
  const says = ({ start, end }: Span) => /dieu kien|tieu chuan/.test(fold(text.slice(start, end)));
  if (wanted.kind === "condition") return wanted.asked.filter((span) => !says(span));
  return wanted.kind === "procedure" ? [] : wanted.asked;
}

function mask(text: string, spans: readonly Span[]): string {
  let out = text;
  for (const { start, end } of spans) out = out.slice(0, start) + "·".repeat(end - start) + out.slice(end);
  return out;
}

/** "UBND TP.HCM giao Sở Nội vụ việc gì?": who gives the work is not who is asked about. */
function withoutGiver(text: string, agencies: readonly QuestionAgency[]): QuestionAgency[] {
  const [first, second] = agencies;
  if (!first || !second) return [...agencies];
  const between = fold(text.slice(first.end, second.start));
  const gives =
    !/\btheo\b/.test(between) && /^\s*(?:\S+\s+){0,4}?(?:giao|yeu cau|phan cong|de nghi|chi dao)\b/.test(between);
  const asked = gives ? agencies.slice(1) : [...agencies];
  // "… theo chỉ đạo của Chủ tịch UBND tỉnh": whose order it is.
  const isSource = (agency: QuestionAgency) =>
    /\btheo (?:y kien )?(?:chi dao|yeu cau|de nghi|huong dan) (?:cua )?$/.test(fold(text.slice(0, agency.start)));
  const rest = asked.filter((agency) => !isSource(agency));
  return rest.length > 0 ? rest : asked;
}

/** "SNNMT" stands in no clause, its name does. */
function inFull(text: string, agencies: readonly QuestionAgency[]): string {
  return agencies.reduceRight((rest, { name, start, end }) => {
    const typed = rest.slice(start, end);
    return /^\p{L}+$/u.test(typed) && name.includes(" ") ? `${rest.slice(0, start)}${name}${rest.slice(end)}` : rest;
  }, text);
}

/** Names of places below the province, once they have done their work, are not what the question is about. */
function maskLocalities(text: string, localities: readonly string[]): string {
  let out = text.replace(
    /(?<=(?:huyện|xã|phường|thị xã|quận|thị trấn|đặc khu)\s)(?:\p{Lu}[\p{L}]*\s?){1,4}/gu,
    (name) => "·".repeat(name.length),
  );
  for (const name of localities) {
    const words = fold(name)
      .split(/[^\p{L}\d]+/u)
      .filter(Boolean);
    const pattern = new RegExp(
      `(?<![\\p{L}])${words.join("[^\\p{L}\\d]+")}(?![\\p{L}])|(?<![\\p{L}])${words.slice(0, 2).join("[^\\p{L}\\d]+")}(?![\\p{L}])`,
      "gu",
    );
    for (const match of fold(out).matchAll(pattern))
      out = out.slice(0, match.index) + "·".repeat(match[0].length) + out.slice(match.index + match[0].length);
  }
  return out;
}

/** Everyday typing put right before anything is recognised: "lm" → "làm", "zậy" → "vậy". */
function spelled(text: string): string {
  return text.replace(/[\p{L}\p{M}]+/gu, (word) => {
    const known = SPELLING[word.toLowerCase()];
    return known ?? word;
  });
}

function mentions(text: string, name: string): boolean {
  const tidy = (value: string) =>
    ` ${fold(value)
      .replace(/[^\p{L}\d]+/gu, " ")
      .trim()} `;
  const whole = tidy(name);
  const first = tidy(name.split(/\s*[-–]\s*/)[0] ?? name);
  return tidy(text).includes(whole) || (first.trim().includes(" ") && tidy(text).includes(first));
}

/** Shorthand written out beside what was typed: "tthc" → "tthc thủ tục hành chính", "lam j" → "lam gì". */
function writeOut(text: string): string {
  return text.replace(/[\p{L}\p{M}\d&-]+/gu, (word) => {
    const chat = CHAT[word.toLowerCase()];
    if (chat) return chat;
    const full = SUBJECT_TERMS.get(fold(word));
    return full && word.length > 1 ? `${word} ${full}` : word;
  });
}

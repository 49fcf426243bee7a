import { type DutyRow, findAgencies, fold, plainText } from "../../retrieval/index.ts";
import type { AskContext } from "./context.ts";
import { listed } from "./names.ts";

const WHO = "(?:ai|(?:nhung )?(?:co quan|don vi|so|bo|phong|ban|nganh|cap|noi|to chuc|dau moi|nguoi) nao)";
const EVERY_WHO = new RegExp(`\\b${WHO}\\b`, "g");
/** "Cần ý kiến của ai", "ai có ý kiến chấp thuận": those who are heard, not whoever does the work. */
const OPINION = new RegExp(
  `\\b(?:y kien|chap thuan|dong y|thoa thuan)\\b[^?.]{0,30}\\b${WHO}\\b|\\b${WHO} (?:phai |can |se |duoc )*(?:cho |co |lay )?(?:y kien|chap thuan|dong y|thoa thuan)\\b`,
);
/** Somebody that something is done with or for: "phối hợp với ai", "gửi ai", "của đơn vị nào". */
const OBJECT = new RegExp(
  `\\b(?:phoi hop|cung|voi|gui|bao cao|trinh|nop|xin|hoi|lay|tu|de nghi|lien he)(?: (?:cho|voi|ve|den|toi|len|y kien|phep|cung))* ${WHO}\\b`,
);
/** "Ai ban hành …": the verb that has to be the doer's own. */
const ASKED_VERB = new RegExp(
  `\\b${WHO} (?:(?:se|phai|can|da|co|duoc|duoc giao|co trach nhiem|co tham quyen|co nhiem vu) )*(\\p{L}+ \\p{L}+)`,
  "u",
);
/** Verbs that any order is: whoever it is given to leads it. */
const ANY_WORK =
  /^(?:chu tri|phu trach|lo \p{L}+|dam nhan|dam nhiem|thuc hien|trien khai|lam \p{L}+|tham muu|to chuc|chiu trach|dung ra|theo doi|huong dan|phoi hop|trach nhiem|nhiem vu|quan ly)$/u;
/** What stands behind these is not what the doer does. */
const SUBORDINATE =
  /\b(?:sau khi|truoc khi|khi|neu|truong hop|theo(?! (?:chuc nang|tham quyen|nhiem vu|quy dinh))|can cu|tren co so|y kien)\b/;

/**
 * Who does what a clause orders, where that is who is asked for: null where the question wants somebody else, more than
 * one, or a verb that is not the doer's own in the clause.
 */
export function doerAsked({ question }: AskContext, text: string, doer: string | null): string | null {
  const folded = fold(question.text);
  if (doer === null || (folded.match(EVERY_WHO) ?? []).length > 1) return null;
  if (OPINION.test(folded) || OBJECT.test(folded)) return null;
  const clause = fold(plainText(text)).replace(/\s+/g, " ");
  if (/\bchiu trach nhiem\b/.test(folded) && /\bchiu trach nhiem\b/.test(clause))
    return isLiable(clause, doer) ? doer : null;
  const verb = ASKED_VERB.exec(folded)?.[1];
  if (!verb || ANY_WORK.test(verb)) return doer;
  const main = clause.slice(0, SUBORDINATE.exec(clause)?.index ?? clause.length);
  return main.includes(verb) || !clause.includes(verb) ? doer : null;
}

/** Characters between whoever is liable and "chịu trách nhiệm". */
const BESIDE = 60;

/** "…, Chủ tịch UBND xã chịu trách nhiệm": the one right before it, in one clause. */
function isLiable(clause: string, doer: string): boolean {
  const name = fold(doer);
  if (/ va |,/.test(name)) return false;
  return [...clause.matchAll(/\bchiu trach nhiem\b/g)].every(({ index }) => {
    const before = clause.slice(Math.max(0, index - BESIDE - name.length), index);
    return before.includes(name) || clause.startsWith(name);
  });
}

/** The lead of an answer that names somebody beside the doer: whose opinion is needed, who joins in. Null for others. */
export function othersAsked(context: AskContext, text: string, rows: readonly DutyRow[]): string | null {
  const folded = fold(context.question.text);
  if ((folded.match(EVERY_WHO) ?? []).length > 1) return null;
  if (OPINION.test(folded)) {
    const names = heardIn(plainText(text));
    return names.length > 0 ? `Cần ý kiến của ${listed(names)}` : null;
  }
  if (!context.question.intents.has("partner") || !/\bvoi (?:ai|nhung|co quan|don vi)\b/.test(folded)) return null;
  const asked = context.question.agencies[0]?.key;
  const partners = rows.filter(({ role }) => role === "partner");
  const names = [...new Set(partners.map(({ agency }) => plainText(agency.name).replace(/[:;,.]+$/, "")))];
  if (names.length === 0 || names.length > MOST_NAMES || partners.some(({ agency }) => agency.key === asked))
    return null;
  return `Phối hợp với ${listed(names)}`;
}

const MOST_NAMES = 5;

/** "… sau khi có ý kiến thống nhất bằng văn bản của Bộ Quốc phòng, Bộ Công an": the bodies behind "của". */
function heardIn(words: string): string[] {
  const found = /(?:ý kiến|chấp thuận|đồng ý|thỏa thuận)(?: [^,.;:]{0,40}?)? của ([^.;:)]{3,200})/iu.exec(words);
  if (!found?.[1]) return [];
  const agencies = findAgencies(found[1]);
  const [first] = agencies;
  if (!first || first.start > 1) return [];
  const side = agencies.filter(({ start }, index) => {
    const between = index === 0 ? "" : (found[1] ?? "").slice(agencies[index - 1]?.end, start);
    return index === 0 || /^\s*(?:,|và|hoặc)?\s*$/u.test(between);
  });
  return side.slice(0, MOST_NAMES).map(({ name }) => name.replace(/\s+/g, " ").trim());
}

import { fold, plainText } from "../../retrieval/index.ts";

const CARRY = /\b(?:to chuc thuc hien|thuc hien|trien khai|cu the hoa|quan triet|thi hanh)\b/g;
/** How it went with a directive, or who is in charge of it: the document speaks of it and does not carry it out. */
const REPORTED =
  /\b(?:tinh hinh|ket qua|so ket|tong ket|tien do|hoi nghi|qua trinh|sau \d+ (?:nam|thang))(?: \p{L}+){0,2} $/u;
const BODY = /\bban chi dao(?: \p{L}+){0,6} (?:so )?$/u;

/** What somebody has done is a report, not an order. */
const DONE = /\bda (?:chu tri|phoi hop|tham muu|ban hanh|de xuat|to chuc|trien khai|thuc hien|chi dao|chu dong)\b/;

/** The words before a citation, from the start of its sentence; lists of documents run on over ";". */
function sentenceOf(before: string): string {
  const words = fold(plainText(before)).replace(/\s+/g, " ");
  return words.slice(words.search(/[^.]*$/)).concat(/\s$/.test(words) ? "" : " ");
}

/** "Thực hiện Quyết định A; Quyết định B": the sentence says that what is cited is carried out. */
export function saysCarriedOut(before: string): boolean {
  return CARRY_ONCE.test(sentenceOf(before)) && !onlySpeaksOf(before);
}

const CARRY_ONCE = new RegExp(CARRY.source);

/** "Hội nghị sơ kết tình hình triển khai thực hiện Nghị quyết A", "Ban Chỉ đạo Nghị quyết A". */
export function onlySpeaksOf(before: string): boolean {
  const sentence = sentenceOf(before);
  if (BODY.test(sentence) || DONE.test(sentence)) return true;
  const verbs = [...sentence.matchAll(CARRY)];
  const last = verbs.at(-1);
  if (!last) return false;
  // "triển khai thực hiện": what stands before the first of the run counts.
  const first = verbs.find(({ index }) => /^(?:\p{L}+ ?){0,6}$/u.test(sentence.slice(index, last.index))) ?? last;
  return REPORTED.test(sentence.slice(0, first.index)) || REPORTED.test(sentence.slice(0, last.index));
}

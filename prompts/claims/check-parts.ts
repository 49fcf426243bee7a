import { findAgencies, matchForm } from "../../retrieval/index.ts";
import { isGlue, withoutOrdering } from "./markers.ts";
import type { Token } from "./tokens.ts";

/** Ends of the parts that an order is made of: what stands in one of them can be left out whole. */
const PART_ENDS = /[,;:.()–]|(?<![\p{L}])và(?![\p{L}])/giu;
/** Words in front of an order that say how, not what. */
const MANNER =
  /(?<![\p{L}])(?:chủ trì|chủ động|tiếp tục|kịp thời|thường xuyên|khẩn trương|nghiêm túc|tích cực|tập trung|trực tiếp)(?![\p{L}])/giu;
const TOGETHER =
  /(?<![\p{L}])(?:phối hợp|cùng)(?: chặt chẽ)?(?: với| cùng)?(?![\p{L}])|(?:các )?(?:cơ quan|đơn vị|địa phương|sở, ban, ngành|ban, ngành|ngành)(?: có)?(?: liên quan)?(?![\p{L}])|liên quan/giu;
/** "Giao Phòng Nội vụ …": that the work is given says the sentence itself. */
const GIVEN = /(?:giao|yêu cầu|đề nghị)\s*$/iu;
/** A time at the end of an order holds for all of its parts. */
const TIME =
  /^(?:trước|sau|chậm nhất|muộn nhất|từ|đến|kể từ|hết|trong (?:ngày|tháng|quý|năm|thời hạn)|hằng|hàng|định kỳ|ngày|tháng|quý|năm \d)(?![\p{L}])/iu;
/** Verbs that may govern all that follows in their order: what is proposed is not what is done. */
const GOVERNING =
  /(?<![\p{L}])(?:tham mưu|đề xuất|đề nghị|kiến nghị|trình|xem xét|nghiên cứu|dự thảo|góp ý|lấy ý kiến)(?![\p{L}])/giu;

interface Parts {
  /** Of the document's sentence, without glue. */
  unit: readonly Token[];
  text: string;
  /** Of the agency that the sentence is about. */
  keys: readonly string[];
}

/**
 * True when the sentence takes each part of the order from its beginning and without a hole: "đề xuất bố trí kinh phí"
 * cut to "bố trí kinh phí" is another order. Left out may be whole parts, ends, who joins in, and how.
 */
export function takesWholeParts(pairs: readonly [number, number][], { unit, text, keys }: Parts): boolean {
  const taken = new Set(pairs.map(([at]) => at));
  const [first] = pairs;
  if (first === undefined) return false;
  const start = (unit[first[0]] as Token).start;
  const governsItself = text.slice(start).search(GOVERNING) === 0;
  const governed =
    !governsItself &&
    [...text.slice(0, start).matchAll(GOVERNING)].some(
      ({ index }) =>
        !unit.some((token, at) => token.start === index && taken.has(at)) && !text.slice(index, start).includes(";"),
    );
  if (governed) return false;
  return pairs.every(([at]) => {
    if (at === 0 || taken.has(at - 1)) return true;
    const token = unit[at] as Token;
    const before = unit.slice(0, at).findLast((_, index) => taken.has(index));
    const from = Math.max(before?.end ?? 0, partStart(text, token.start));
    const left = whatIsLeft(text, { from, to: token.start, keys });
    return left === "" || token.kind === "date" || TIME.test(text.slice(token.start));
  });
}

function partStart(text: string, before: number): number {
  const ends = [...text.slice(0, before).matchAll(PART_ENDS)];
  const last = ends.at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

interface Skipped {
  from: number;
  to: number;
  keys: readonly string[];
}

/** The words left out that say something: not the doer's name, not who joins in, not how. */
function whatIsLeft(text: string, { from, to, keys }: Skipped): string {
  let rest = text.slice(from, to);
  for (const { start, end, key } of findAgencies(rest).reverse())
    if (keys.includes(key)) rest = rest.slice(0, start).replace(GIVEN, "") + rest.slice(end);
    else if (isPartner(text, from + start)) rest = rest.slice(0, start) + rest.slice(end);
  const words = matchForm(withoutOrdering(rest).replace(TOGETHER, " ").replace(MANNER, " ")).match(/[\p{L}]+/gu) ?? [];
  return words.filter((word) => !isGlue(word)).join(" ");
}

/** "…, phối hợp với Sở A, Sở B và" right before: who follows is one to work with. Whatever else stands between ends it. */
export function isPartner(unit: string, at: number): boolean {
  const [before = ""] = /[^.;]*$/u.exec(unit.slice(0, at)) ?? [];
  const withAgency = /.*(?:phối hợp|cùng)(?: chặt chẽ)?(?: với)?/isu.exec(before);
  if (withAgency === null) return false;
  let between = before.slice(withAgency[0].length);
  for (const { start, end } of findAgencies(between).reverse()) between = between.slice(0, start) + between.slice(end);
  return /^(?:[\s,–-]|và|với|các|cơ quan|đơn vị|địa phương|liên quan)*$/iu.test(between);
}

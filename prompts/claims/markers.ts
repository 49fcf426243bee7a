import { matchForm } from "../../retrieval/index.ts";

/** Words that turn an order round. "Không gian mạng", "hàng không" turn nothing. */
const NEGATION =
  /(?<!hàng )(?<![\p{L}])(?:không(?! (?:gian|khí|quân|những|chỉ))|chưa|chẳng|cấm|đừng|chớ|miễn(?! phí)|thôi)(?![\p{L}])/gu;
/** Leave given, not an order. */
const MAY = /(?<![\p{L}])(?:có thể|được phép|được quyền|khuyến khích|nên|tự nguyện|tuỳ)(?![\p{L}])/gu;
const MUST =
  /(?<![\p{L}])(?:phải|bắt buộc|cần|có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm|yêu cầu|được giao|được yêu cầu|giao)(?![\p{L}])/gu;
/** Orders that hold only sometimes, or not for everybody. */
const CONDITION =
  /(?<![\p{L}])(?:ngoại trừ|trừ|trường hợp|nếu|chỉ(?! (?:thị|đạo|tiêu|số|dẫn|huy|rõ))|riêng|khi cần|tạm thời)(?![\p{L}])/gu;
const OR = /(?<![\p{L}])(?:hoặc|hay)(?![\p{L}])/gu;

const markersOf = (pattern: RegExp) => (text: string) =>
  [...matchForm(text).matchAll(pattern)].map(([marker]) => marker);

export const negations = markersOf(NEGATION);
export const leaves = markersOf(MAY);
export const orders = markersOf(MUST);
export const conditions = markersOf(CONDITION);
export const alternatives = markersOf(OR);

/**
 * What a sentence about an order may add to the document's words: that it is one. "Giao", "yêu cầu" in the active voice
 * would make whoever has to do it one who has it done.
 */
const ORDERING =
  /(?<![\p{L}])(?:có (?:trách nhiệm|nhiệm vụ)|được (?:giao|yêu cầu)(?: (?:nhiệm vụ|trách nhiệm|việc))?|phải|cần)(?![\p{L}])/gu;

/** The text with those words blanked, every offset kept. */
export function withoutOrdering(text: string): string {
  let out = text;
  for (const { 0: words, index } of matchForm(text).matchAll(ORDERING))
    out = out.slice(0, index) + " ".repeat(words.length) + out.slice(index + words.length);
  return out;
}

/** Joints of a sentence that carry no meaning of their own. */
const GLUE = new Set(matchForm("là thì và việc các những này đó tại trong cũng còn đồng thời nêu rằng").split(" "));
export const isGlue = (word: string): boolean => GLUE.has(word);

const COMPARATORS = new Set(
  matchForm("trước sau từ đến tới dưới trên quá hơn kém thiểu đa chậm muộn sớm ít nhiều nhất kể hết khoảng").split(" "),
);
/** Words that say how a figure bounds: "trước" 30/6, "không quá" 5, "ít nhất" 2. */
export const isComparator = (word: string): boolean => COMPARATORS.has(word);
const CALENDAR = new Set(matchForm("ngày tháng năm quý là số").split(" "));
/** Words that may stand between a comparator and its figure. */
export const isCalendar = (word: string): boolean => CALENDAR.has(word);

import { fold, hasDiacritics } from "../../text/index.ts";

/** Words by which people speak of themselves or of where they work. */
export interface OwnWords {
  start: number;
  end: number;
  /** `unit`: the office; `place`: the province that it belongs to. */
  means: "unit" | "place";
}

interface Patterns {
  /** Who asks, or whom the bot is to help: not who the question is about. */
  frames: readonly RegExp[];
  unit: readonly RegExp[];
  land: RegExp;
}

const OFFICES =
  "đơn vị|cơ quan|chi cục|trung tâm|văn phòng|bệnh viện|tổ chức|công ty|sở|ban|ngành|phòng|cục|vụ|viện|trường|bộ|bên|phía";
/** What ends in the name of an office and is none: "nhiệm vụ của tôi", "cán bộ của tôi", "cơ sở của tôi". */
const NO_OFFICES = "nhiệm|nghiệp|cán|nội|cơ|môi|thị|dịch|toàn|đồng|uỷ|ủy|thường";
const TERRITORIES = "tỉnh|thành phố|tp|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|địa phương";
const NEEDS =
  "phải|cần|nên|được giao|được phân công|được yêu cầu|có nhiệm vụ|có trách nhiệm|có việc|chịu trách nhiệm|lo|làm";
const MINE =
  "giao|giao cho|phân công|phân công cho|nhiệm vụ của|việc của|trách nhiệm của|hạn của|phần của|phần việc của|liên quan đến|liên quan tới|đối với";

/** `form` writes the words as they are typed: with diacritics or without. */
function patternsIn(form: (words: string) => string): Patterns {
  const any = (words: string) => `(?:${form(words)})`;
  // `\b` does not know "đ".
  const whole = (pattern: string) => new RegExp(String.raw`(?<![\p{L}\p{M}\d])(?:${pattern})(?![\p{L}\p{M}\d])`, "gu");
  // These are understood without diacritics too, in a sentence that otherwise has them.
  const many = `(?:${any("chúng|bọn|tụi")} ${any("tôi|em|mình|ta|tớ|e")}|chung toi|chung em|chung minh|chung ta)`;
  const one = any("tôi|em|mình|tớ|e|mik|mk");
  const owner = `(?:${any("của")} )?(?:${many}|${any("tôi|em|e|mình|ta|tớ|nhà")})`;
  const office = `(?<!${any(NO_OFFICES)} )${any(OFFICES)} ${owner}`;
  const alone = String.raw`(?<=^\s*(?:${any("vậy thì|thế thì|vậy|thế|thì|còn|rồi|nếu|dạ")} )?|[,.;?!:]\s*)${one}`;
  return {
    frames: [
      `${any("cho|để")} (?:${many}|${one})(?: ${any("xin|được")})* ${any("hỏi|biết|xem|tìm|hiểu")}`,
      `${any("giúp|hộ|giùm|trả lời|hướng dẫn|nhắc|báo|chỉ")}(?: ${any("cho|giúp")})? (?:${many}|${one})(?! ${any("phải|cần|có|được giao")})`,
      `(?:${many}|${one}|${office}) ${any("muốn|cần|xin|đang|định|chưa|không|ko")}(?: ${any("được|phép|muốn|xin|cần")})* ${any("hỏi|biết|tìm|tra|xem|hiểu|đọc|nhờ|rõ|nắm|thắc mắc")}`,
    ].map(whole),
    unit: [
      whole(`${office}|${many}`),
      // One person speaks of their own work: "em phải làm gì", "nhiệm vụ của tôi". Elsewhere "tôi" only says who asks.
      whole(`${alone}(?= (?:${any("thì|sẽ|có|đang|lại")} )?${any(NEEDS)}(?![\\p{L}\\p{M}]))`),
      whole(`(?<=${any(MINE)} )${one}`),
    ],
    land: whole(`${any(TERRITORIES)} ${owner}`),
  };
}

const ACCENTED = patternsIn((words) => words);
const FOLDED = patternsIn(fold);
const patternsFor = (text: string) => (isPlain(text) ? FOLDED : ACCENTED);

/** Below this share of words with diacritics a text was typed without: "ben em phai lam gì", its "j" written out. */
const TYPED_WITH = 0.3;

/** True for a question that was typed without diacritics. */
export function isPlain(text: string): boolean {
  const words = text.split(/\s+/u).filter((word) => /\p{L}/u.test(word));
  return words.filter(hasDiacritics).length < words.length * TYPED_WITH;
}

/** Where a question speaks of the asker's own office or province, in order, none inside another. */
export function findOwnWords(text: string): OwnWords[] {
  const { frames, unit, land } = patternsFor(text);
  const shown = frames.reduce((rest, frame) => rest.replace(frame, dots), text.toLowerCase());
  const found: OwnWords[] = [];
  const add = (means: OwnWords["means"], pattern: RegExp) => {
    for (const { index, 0: words } of shown.matchAll(pattern)) {
      const own = { start: index, end: index + words.length, means };
      if (!found.some((other) => own.start < other.end && other.start < own.end)) found.push(own);
    }
  };
  for (const pattern of unit) add("unit", pattern);
  add("place", land);
  return found.sort((a, b) => a.start - b.start);
}

/** Keeps the offsets. */
const dots = (words: string) => "·".repeat(words.length);

/** The question without "cho tôi biết", "chúng tôi muốn hỏi". */
export function withoutFrames(text: string): string {
  const frames = patternsFor(text).frames.map((frame) => new RegExp(frame.source, "giu"));
  return frames
    .reduce((rest, frame) => rest.replace(frame, " "), text)
    .replace(/\s+/g, " ")
    .trim();
}

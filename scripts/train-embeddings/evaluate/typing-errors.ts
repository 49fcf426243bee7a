import { createRandom, type Random } from "../random.ts";

/** Telex keys of the tones, by combining mark. */
const TONE_KEYS: Readonly<Record<string, string>> = {
  "\u0301": "s",
  "\u0300": "f",
  "\u0309": "r",
  "\u0303": "x",
  "\u0323": "j",
};
const TONES = Object.keys(TONE_KEYS);
const TONE = new RegExp(`[${TONES.join("")}]`);
const WORD = /[\p{L}\p{M}]{3,}/gu;

type Slip = (word: string, random: Random) => string;

/** Ways in which one word of a question is mistyped. */
const SLIPS: readonly Slip[] = [
  function dropped(word, random) {
    const at = 1 + random.whole(word.length - 1);
    return word.slice(0, at) + word.slice(at + 1);
  },
  function doubled(word, random) {
    const at = random.whole(word.length);
    return word.slice(0, at) + word[at]! + word.slice(at);
  },
  /** "thị" → "thij": the key of the tone came out as a letter. */
  function telex(word) {
    const split = word.normalize("NFD");
    const tone = TONE.exec(split)?.[0];
    return tone === undefined ? word : split.replace(tone, "").normalize("NFC") + TONE_KEYS[tone];
  },
  function wrongTone(word, random) {
    const split = word.normalize("NFD");
    const tone = TONE.exec(split)?.[0];
    if (tone === undefined) return word;
    const others = TONES.filter((other) => other !== tone);
    return split.replace(tone, others[random.whole(others.length)]!).normalize("NFC");
  },
];

/** The question with one typing error, the same each time for the same question. */
export function withTypingError(question: string): string {
  const random = createRandom(...Array.from(question, (letter) => letter.codePointAt(0)!));
  const words = [...question.matchAll(WORD)];
  for (let left = 20; left > 0 && words.length > 0; left -= 1) {
    const word = words[random.whole(words.length)]!;
    const typed = SLIPS[random.whole(SLIPS.length)]!(word[0], random);
    if (typed !== word[0]) return question.slice(0, word.index) + typed + question.slice(word.index + word[0].length);
  }
  return question;
}

/** As officials shorten them; the longer ones first. */
const SHORTHAND: readonly (readonly [RegExp, string])[] = [
  [/(?:ủy|uỷ) ban nhân dân/giu, "UBND"],
  [/hội đồng nhân dân/giu, "HĐND"],
  [/(?:tòa|toà) án nhân dân/giu, "TAND"],
  [/viện kiểm sát nhân dân/giu, "VKSND"],
  [/vi phạm hành chính/giu, "VPHC"],
  [/bảo hiểm xã hội/giu, "BHXH"],
  [/bảo hiểm y tế/giu, "BHYT"],
  [/quyền sử dụng đất/giu, "QSDĐ"],
  [/hợp đồng lao động/giu, "HĐLĐ"],
  [/người lao động/giu, "NLĐ"],
  [/giấy chứng nhận/giu, "GCN"],
  [/doanh nghiệp/giu, "DN"],
  [/cán bộ,? công chức/giu, "CBCC"],
  [/ngân sách nhà nước/giu, "NSNN"],
  [/trách nhiệm hữu hạn/giu, "TNHH"],
  [/hôn nhân và gia đình/giu, "HNGĐ"],
  [/bộ luật dân sự/giu, "BLDS"],
  [/bộ luật lao động/giu, "BLLĐ"],
  [/quy phạm pháp luật/giu, "QPPL"],
  [/văn bản/giu, "VB"],
];

/** The question as one in a hurry would shorten it; unchanged when it holds nothing that is shortened. */
export const inShorthand = (question: string): string =>
  SHORTHAND.reduce((text, [words, short]) => text.replace(words, short), question);

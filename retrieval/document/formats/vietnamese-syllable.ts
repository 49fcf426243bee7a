const ONSET = "(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?";
/** Vowels and ends, tones taken off. Generous: what matters is that letters of another encoding do not fit. */
const RHYME =
  "(?:(?:oa|oă|oe|uâ|uê|uy|uyê|iê|yê|uô|ươ|uơ|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])?|(?:[aăâeêoôơuưiy]|oa|oe|uâ|iê|yê|uô|ươ|uy)[iouy]|ia|ya|ua|ưa|uya|uyu|oao|oai|oay|oeo|uây|iêu|yêu|uôi|ươi|ươu)";
const SYLLABLE = new RegExp(`^${ONSET}${RHYME}$`, "u");
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** True for what can be a written syllable of Vietnamese: an onset, a rhyme, one tone at most. */
export function isVietnamese(word: string): boolean {
  const lower = word.toLowerCase().normalize("NFD");
  const tones = lower.match(TONES)?.length ?? 0;
  if (tones > 1) return false;
  return oneCase(word) && SYLLABLE.test(lower.replace(TONES, "").normalize("NFC"));
}

/** "sở", "Sở", "SỞ"; not "sỞ". */
function oneCase(word: string): boolean {
  const rest = word.slice(1);
  return rest === rest.toLowerCase() || word === word.toUpperCase();
}

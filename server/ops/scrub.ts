/** Too short to be a secret, long enough to be a part of any word: replacing it would blacken the log. */
const SHORTEST_SECRET = 6;
const HIDDEN = "***";

const patterns: readonly [RegExp, string][] = [
  // Telegram and Zalo put the bot's token into the path of every call.
  [/\/bot\d+(?::|%3A)[^/\s?#"']+/gi, `/bot${HIDDEN}`],
  // "PID:UUID" names a process and is no token.
  [/\b\d{3,}(?::|%3A)(?![\da-f]{8}-[\da-f]{4}-)[\w-]{20,}/gi, HIDDEN],
  [/:\/\/[^\s/@]*@/g, `://${HIDDEN}@`],
  [/\b([\w-]*(?:token|secret|password|key|code|signature|mac))(["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi, `$1$2${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
];

export type Scrub = (text: string) => string;

/** Takes out the values that are known to be secret, and whatever looks like one. */
export function createScrub(secrets: readonly string[]): Scrub {
  // The longest first: a password is a part of the address that holds it.
  const known = secrets.filter(({ length }) => length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
  };
}

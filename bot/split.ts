/** Where a text may end, best first: paragraph, line, sentence (the point of "1. Sở Y tế" ends none), word. */
const SEAMS: readonly RegExp[] = [
  /\n[^\S\n]*\n\s*/gu,
  /\n\s*/gu,
  /(?<=(?<!(?:^|\n)\s*[\p{L}\d]{1,3})[.!?;…][”"’)\]]?)\s+/gu,
  /\s+/gu,
];
/** A passage that ends before this share of the room is no reason to send a nearly empty message. */
const WORTH_SENDING = 0.4;

/**
 * Splits plain text into parts of at most `limit` UTF-16 units: after a paragraph, else a line, else a sentence, else
 * a word; a word that is longer than the limit is cut, never inside a character. Only the white space at a seam is left
 * out, no part is empty, and a blank text has none.
 */
export function splitText(text: string, limit: number): string[] {
  if (!(limit >= 2)) throw new RangeError(`A part must have room for one character, 2 units; the limit is ${limit}.`);
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const end = endOfPart(rest, limit);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? parts : [...parts, rest];
}

function endOfPart(text: string, limit: number): number {
  // One unit more than fits: a seam may begin right behind the last unit that does.
  const window = text.slice(0, limit + 1);
  for (const least of [limit * WORTH_SENDING, 1]) {
    for (const seam of SEAMS) {
      const end = lastSeam(window, seam);
      if (end >= least && end <= limit) return end;
    }
  }
  return insideWord(text, limit);
}

function lastSeam(window: string, seam: RegExp): number {
  let end = -1;
  for (const match of window.matchAll(seam)) end = match.index;
  return end;
}

/** Before a combining mark or the second half of a pair a character is not over. */
function insideWord(text: string, limit: number): number {
  for (let end = limit; end > Math.max(1, limit - 32); end -= 1) {
    if (!isLowSurrogate(text, end) && !/^\p{M}/u.test(text.slice(end, end + 2))) return end;
  }
  return isLowSurrogate(text, limit) ? limit - 1 : limit;
}

function isLowSurrogate(text: string, index: number): boolean {
  return /[\udc00-\udfff]/.test(text[index] ?? "") && /[\ud800-\udbff]/.test(text[index - 1] ?? "");
}

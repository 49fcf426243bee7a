import { randomInt } from "node:crypto";

/**
 * No vowel and no Y, D or W: with a Vietnamese keyboard on, "AS" becomes "Á" and "DD" "Đ" while it is typed. No 0, 1
 * and L: nobody has to tell them from O and I. 25 characters, 12 of them: 55 bits.
 */
const ALPHABET = "23456789BCFGHJKMNPQRSTVXZ";
const LENGTH = 12;
const GROUP = 4;

/** What is read into a code by mistake. */
const MISREAD: Readonly<Record<string, string>> = { U: "V", O: "Q", "0": "Q" };

/** A new code in the form in which it is handed over: "K7QM-29XT-HB4R". `pick` gives an integer below its argument. */
export function newCode(pick: (below: number) => number = (below) => randomInt(below)): string {
  const characters = Array.from({ length: LENGTH }, () => ALPHABET[pick(ALPHABET.length)]).join("");
  return (characters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

/** The code as it is hashed and put into a link: no dashes, capitals. */
export function bareCode(written: string): string {
  return [
    ...written
      .normalize("NFC")
      .toUpperCase()
      .replace(/[\s\p{P}]+/gu, ""),
  ]
    .map((character) => MISREAD[character] ?? character)
    .join("");
}

export type CodeAttempt = { kind: "code"; code: string } | { kind: "malformed" } | { kind: "none" };

const INTRODUCED =
  /^\s*(?:\/start(?:@\w+)?\s+|\/?(?:m[ãa](?: m[ờo]i| [đd][ăa]ng k[ýi])?|code)(?:\s*[:=]\s*|\s+(?:l[àa]\s+)?))(?=\S)/iu;

/** Looks for a code in a message: alone, behind "mã:" or behind "/start". Words are no code. */
export function readCode(text: string): CodeAttempt {
  const written = text.normalize("NFC").replace(INTRODUCED, "").trim();
  const code = bareCode(written);
  if (isCode(code)) return { kind: "code", code };
  const introduced = written !== text.normalize("NFC").trim();
  return (introduced && /^\S{4,24}$/u.test(written)) || isNearCode(written) ? { kind: "malformed" } : { kind: "none" };
}

function isCode(code: string): boolean {
  return code.length === LENGTH && [...code].every((character) => ALPHABET.includes(character));
}

/** "K7QM-29XT-HB4": letters and figures in groups, one too few. */
function isNearCode(written: string): boolean {
  return /^[a-z0-9]{2,5}(?:[-. ][a-z0-9]{2,5}){2}$/iu.test(written) && /\d/.test(written) && /[a-z]/iu.test(written);
}

import { fold } from "./fold.ts";

/** The parts of a số/ký hiệu that two writings of one number share. */
export interface NumberParts {
  /** Without leading zeros: "7", "465". */
  seq: string;
  year: string | null;
  /** Folded, "/" and "-" alike: "ct-ttg", "ubnd-vx", "kh-bcd". */
  symbol: string;
}

export interface FoundNumber {
  /** As printed. */
  raw: string;
  /** Without white space: "80/2025/QĐ-UBND". */
  number: string;
  parts: NumberParts;
  start: number;
  end: number;
}

// Mixed-case codes first; otherwise capitals only, so that glued text ("2025/NĐ-CPquy định") ends where the code ends.
const CODE = String.raw`(?:TTg|CTr|TTr|TrS|QyĐ|SNgV|SoNNMT|V\.I{1,3}|[\p{Lu}&ΧΗ]+\d{0,2}(?:&[\p{Lu}]+)?)`;
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\d/.,])(\d{1,6}[a-z]?)\s?(?:[/]\s?(\d{4})\s?)?([/-])\s?(${CODE}(?:\s?[-/–]\s?${CODE})*)`,
  "gu",
);

/** Every số/ký hiệu in a text, in order. Dates and fractions are not numbers: a code in capitals must follow. */
export function findDocumentNumbers(text: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const [raw, , year, joint, code] = match;
    // "47-KH/BCĐ" is a number, "5-UBND" hardly ever: after "-" a second part is asked for.
    if (joint === "-" && !year && !/[-/–]/.test(code as string)) continue;
    if (/^[\p{Lu}]$/u.test(code as string)) continue;
    const number = raw.replace(/\s+/g, "").replace(/–/g, "-");
    found.push({ raw, number, parts: numberParts(number), start: match.index, end: match.index + raw.length });
  }
  return found;
}

/** Takes a number apart: numberParts("07/CT-TTg") → {seq: "7", year: null, symbol: "ct-ttg"}. */
export function numberParts(number: string): NumberParts {
  const compact = fold(number).replace(/\s+/g, "").replace(/–/g, "-");
  const match = compact.match(/^0*(\d+[a-z]?|)(?:\/((?:19|20)\d{2})(?=\/))?[/-]?(.*)$/);
  const seq = match?.[1] ?? "";
  return { seq, year: match?.[2] ?? null, symbol: (match?.[3] ?? "").replace(/\//g, "-") };
}

/** True when both writings are one số/ký hiệu; a missing year or symbol on either side is no difference. */
export function sameNumber(a: string, b: string): boolean {
  const left = numberParts(a);
  const right = numberParts(b);
  const agree = (x: string | null, y: string | null) => !x || !y || x === y;
  return left.seq !== "" && left.seq === right.seq && agree(left.year, right.year) && agree(left.symbol, right.symbol);
}

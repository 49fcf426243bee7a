import { findDates, findDocumentNumbers, fold, type PlainView, plainView } from "../../text/index.ts";
import type { Field, Span } from "../types.ts";

export interface AnnexReading {
  number: Field<string>;
  type: Field<string> | null;
  issuedOn: Field<string> | null;
  issuer: Field<string> | null;
  span: Span;
}

const ATTACHED = /\( ?(?:ban hanh )?kem theo (?:toan van )?(\p{L}+ \p{L}+) (?:so ?:? ?)?(?=\d)/gu;

/**
 * "(Kèm theo Công văn số 12/X-Y ngày … của Bộ Z)" under an annex's heading names the document it belongs to: the only
 * evidence of number and date when the letterhead was cut off. `from` is where the annexes begin; a reference to a text
 * of another `type` is to the source of a form, not to the document itself.
 */
export function readAnnexReference(text: string, from: number, type: string | null): AnnexReading | null {
  const view = plainView(text, from, Math.min(text.length, from + 3000));
  for (const match of fold(view.text).matchAll(ATTACHED)) {
    const at = match.index + match[0].length;
    const number = findDocumentNumbers(view.text.slice(at, at + 60))[0];
    if (number?.start !== 0 || (type !== null && fold(type) !== match[1])) continue;
    return reading(view, {
      at,
      number: number.number,
      length: number.raw.length,
      typeAt: match.index + match[0].indexOf(match[1] as string),
      type: match[1] as string,
    });
  }
  return null;
}

interface Found {
  at: number;
  number: string;
  length: number;
  typeAt: number;
  type: string;
}

function reading(view: PlainView, found: Found): AnnexReading {
  const after = found.at + found.length;
  const rest = view.text.slice(after, after + 220);
  const date = findDates(rest)[0];
  const near = date && /^,? ?(?:ngày )?$/iu.test(rest.slice(0, date.start)) ? date : undefined;
  const from = near?.end ?? 0;
  const issuer = /^,? của (\p{Lu}[^();.]{2,120})/u.exec(rest.slice(from));
  const name = issuer?.[1]?.trim() ?? "";
  const nameAt = after + from + (issuer ? issuer[0].indexOf(issuer[1] as string) : 0);
  return {
    number: { value: found.number, span: view.span(found.at, after) },
    type: {
      value: sentence(view.text.slice(found.typeAt, found.typeAt + found.type.length)),
      span: view.span(found.typeAt, found.typeAt + found.type.length),
    },
    issuedOn: near ? { value: near.iso, span: view.span(after + near.start, after + near.end) } : null,
    issuer: name === "" ? null : { value: name, span: view.span(nameAt, nameAt + name.length) },
    span: view.span(Math.max(0, found.typeAt - 10), after + from),
  };
}

const sentence = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1).toLowerCase();

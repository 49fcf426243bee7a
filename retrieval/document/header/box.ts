import { findDates, findDocumentNumbers, plainView } from "../../text/index.ts";
import { BOX_LABEL, metadataBox } from "../furniture-portal.ts";
import type { Line } from "../lines.ts";
import type { Field, Span } from "../types.ts";
import { agencyCase } from "./casing.ts";

/** What a legal portal says about its copy. For some copies, whose letterhead was cut off, the only evidence. */
export interface BoxReading {
  number: Field<string> | null;
  type: Field<string> | null;
  /** As the portal writes it: "Bộ Nội vụ", "Tỉnh Quảng Trị" (a province stands for its UBND). */
  issuer: Field<string> | null;
  signer: Field<string> | null;
  issuedOn: Field<string> | null;
  /** From the first label to the last value that is read. */
  span: Span;
  /** Index of the first line after it. */
  next: number;
}

const KEYS: readonly (readonly [RegExp, "number" | "type" | "issuer" | "signer" | "issuedOn"])[] = [
  [/^so (?:ky )?hieu/, "number"],
  [/^loai van ban/, "type"],
  [/^(?:noi|co quan) ban hanh/, "issuer"],
  [/^nguoi ky/, "signer"],
  [/^ngay ban hanh/, "issuedOn"],
];

/** Reads the metadata box out of the lines that are not furniture; null where there is none. */
export function readBox(text: string, lines: readonly Line[]): BoxReading | null {
  const box = metadataBox(lines);
  if (!box) return null;
  const reading: BoxReading = {
    number: null,
    type: null,
    issuer: null,
    signer: null,
    issuedOn: null,
    span: { start: 0, end: 0 },
    next: 0,
  };
  let end = box.first;
  for (let index = box.first; index <= box.last; index += 1) {
    const label = lines[index] as Line;
    const value = lines[index + 1];
    const key = KEYS.find(([pattern]) => pattern.test(label.folded))?.[1];
    if (!key || !value || BOX_LABEL.test(value.folded)) continue;
    reading[key] = fieldOf(text, key, value);
    end = index + 1;
  }
  reading.span = { start: (lines[box.first] as Line).start, end: (lines[end] as Line).end };
  reading.next = end + 1;
  return reading;
}

function fieldOf(text: string, key: (typeof KEYS)[number][1], line: Line): Field<string> | null {
  const view = plainView(text, line.start, line.end);
  const whole: Field<string> = { value: view.text, span: view.span(0, view.text.length) };
  if (/^(?:da biet|dang cap nhat|khong xac dinh|[-.…]*)$/.test(line.folded)) return null;
  if (key === "number") {
    const found = findDocumentNumbers(view.text)[0];
    return found ? { value: found.number, span: view.span(found.start, found.end) } : whole;
  }
  if (key === "issuedOn") {
    const found = findDates(view.text)[0];
    return found ? { value: found.iso, span: view.span(found.start, found.end) } : null;
  }
  if (key === "type" && /^van ban khac/.test(line.folded)) return null;
  return key === "issuer" ? { ...whole, value: agencyCase(whole.value, text) } : whole;
}

import { findDates, plainView } from "../../text/index.ts";
import type { Field } from "../types.ts";

const ADOPTED = /(?:nghị quyết|luật|pháp lệnh) này (?:đã )?được [^.]{5,160}? thông qua (?=ngày)/iu;

/** "Nghị quyết này được Quốc hội … thông qua ngày …": the date of an act of the National Assembly or a People's Council. */
export function adoptedOn(text: string, from: number): Field<string> | null {
  const view = plainView(text, from);
  const match = ADOPTED.exec(view.text);
  if (!match) return null;
  const at = match.index + match[0].length;
  const date = findDates(view.text.slice(at, at + 50))[0];
  return date?.start === 0 ? { value: date.iso, span: view.span(at, at + date.end) } : null;
}

import { findAgencies, plainText } from "../../../retrieval/index.ts";
import type { Quote } from "../draft.ts";

/** True when a quote, its headings or what its label rests on name the agency with that key. */
export function names({ evidence, facts = [] }: Quote, key: string): boolean {
  return [evidence.text, ...evidence.path, ...facts.map(({ text }) => text)].some((words) =>
    findAgencies(plainText(words)).some((found) => found.key === key),
  );
}

import { plainText } from "../../../retrieval/index.ts";
import type { Quote, Section } from "../draft.ts";
import { clip } from "../names.ts";

const LONGEST = 140;

/** The items of a list under the headings that they stand under, each heading once. */
export function underHeadings(quotes: readonly Quote[]): Section[] {
  const sections: { heading: string | null; quotes: Quote[] }[] = [];
  for (const quote of quotes) {
    const own = plainText(quote.evidence.path.at(-1) ?? "").replace(/[:;.\s]+$/u, "");
    const heading = own === "" ? null : `${clip(own, LONGEST)}:`;
    const last = sections.at(-1);
    if (last && last.heading === heading) last.quotes.push(quote);
    else sections.push({ heading, quotes: [quote] });
  }
  return sections;
}

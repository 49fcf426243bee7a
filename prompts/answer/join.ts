import type { Draft, Section } from "./draft.ts";

/** Answers for several agencies or places as one: the verdict of each stands over its own quotes. */
export function joinDrafts(drafts: readonly Draft[]): Draft | null {
  const quoted = drafts.filter(({ sections }) => sections.length > 0);
  const bare = drafts.filter(({ sections }) => sections.length === 0);
  const [first, ...rest] = quoted;
  if (drafts.length < 2 || !first) {
    const [only] = drafts;
    if (!only) return null;
    return { ...only, lead: drafts.flatMap(({ lead }) => lead), notes: notesOf(drafts) };
  }
  return {
    ...first,
    status: quoted.some(({ status }) => status === "answered") ? "answered" : first.status,
    lead: [...bare.flatMap(({ lead }) => lead), ...first.lead],
    sections: [...first.sections, ...rest.flatMap(({ lead, sections }) => underVerdict(lead, sections))],
    notes: notesOf(drafts),
  };
}

const notesOf = (drafts: readonly Draft[]) => [...new Set(drafts.flatMap(({ notes }) => notes))];

/** The verdict becomes the heading of its first quotes. */
export function underVerdict(lead: readonly string[], sections: readonly Section[]): Section[] {
  const [first, ...rest] = sections;
  if (!first) return [];
  return [{ ...first, heading: [...lead, first.heading].filter(Boolean).join(" ") }, ...rest];
}

/** The first quotes, at most `most` in all and `each` of a section; sections that have none left fall away. */
export function fewQuotes(sections: readonly Section[], most: number, each = most): Section[] {
  let room = most;
  return sections.flatMap((section) => {
    const quotes = section.quotes.slice(0, Math.min(each, room));
    room -= quotes.length;
    return quotes.length > 0 ? [{ ...section, quotes }] : [];
  });
}

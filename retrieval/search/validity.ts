import type { DocumentCard } from "./library.ts";

/** What is said of a document's validity, as answers need it. */
export interface ValidityMark {
  kind: "in-force-from" | "in-force-to" | "replaced-by" | "repealed-by";
  /** ISO day; null where nobody says from when. */
  date: string | null;
  /** Only a part of the document is meant. */
  partial: boolean;
  /** By an admin. A mark that is only proposed decides nothing. */
  confirmed: boolean;
  /** The held document that replaces or repeals this one. */
  byDocumentId: number | null;
  /** Its name where it is not held, as an admin or the text writes it. */
  byLabel: string | null;
}

/** How a document stands on one day. */
export interface Standing {
  /** Why it is no longer in force. */
  ended: ValidityMark | null;
  /** Why it will not be, from a day that is known. */
  ending: ValidityMark | null;
  /** Not in force yet: from when. */
  notYet: string | null;
  /** Parts that are ended. */
  partly: ValidityMark[];
  /** Proposed ends that nobody has confirmed or dismissed. */
  doubted: ValidityMark[];
}

/** `day` is an ISO day, or the month or year that it is the end of. Pure. */
export function standingOn({ validity }: Pick<DocumentCard, "validity">, day: string): Standing {
  const point = `${day}-12-31`.slice(0, 10);
  const ends = validity.filter(({ kind }) => kind !== "in-force-from");
  const confirmed = ends.filter((mark) => mark.confirmed);
  const whole = confirmed.filter(({ partial }) => !partial);
  const from = validity.find((mark) => mark.confirmed && mark.kind === "in-force-from" && mark.date !== null);
  // A replacement says more than a bare date: it names what holds now.
  const first = (marks: readonly ValidityMark[]) =>
    marks.find(({ kind }) => kind !== "in-force-to") ?? marks[0] ?? null;
  return {
    ended: first(whole.filter((mark) => hasEnded(mark, point))),
    ending: first(whole.filter((mark) => !hasEnded(mark, point))),
    notYet: from?.date && from.date > point ? from.date : null,
    partly: confirmed.filter((mark) => mark.partial && hasEnded(mark, point)),
    doubted: ends.filter((mark) => !mark.confirmed && !mark.partial && mark.kind !== "in-force-to"),
  };
}

/** "In force to" names the last day; a replacement the first day without. */
function hasEnded({ kind, date }: ValidityMark, point: string): boolean {
  if (date === null) return true;
  return kind === "in-force-to" ? date < point : date <= point;
}

/** False also where nobody knows when it was issued: what is not known to have been there is not answered from. */
export function issuedBy({ header }: Pick<DocumentCard, "header">, day: string): boolean {
  const issued = header.issuedOn?.value;
  if (!issued) return false;
  const known = Math.min(issued.length, day.length);
  return issued.slice(0, known) <= day.slice(0, known);
}

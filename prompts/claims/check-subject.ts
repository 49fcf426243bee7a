import { type DutyRow, findAgencies, fold, isMember } from "../../retrieval/index.ts";
import { inOrder } from "./align.ts";
import { isPartner } from "./check-parts.ts";
import type { QuoteContext } from "./context.ts";
import type { DropReason, Offered } from "./types.ts";

export interface Subject {
  /** Place in the sentence of the agency that it is about; null where it names none. */
  span: { start: number; end: number } | null;
  /** The orders to it that the quote touches; empty where the passage orders nothing. */
  rows: readonly DutyRow[];
}

interface Ground {
  passage: Offered;
  context: QuoteContext;
}

type Agencies = ReturnType<typeof findAgencies>;
type FoundAgency = Agencies[number];

/**
 * Who the sentence is about. Where the quote is an order, that has to be the agency it is given to: a partner named in
 * it, or an agency of the next order, is another one.
 */
export function subjectOf(body: string, { passage, context }: Ground): Subject | { dropped: DropReason } {
  const named = findAgencies(body);
  const [first] = named;
  const given = [...findAgencies(context.path), ...findAgencies(context.intro), ...findAgencies(context.unit)];
  const ordered = passage.duties.filter(
    ({ role, span }) => role !== "partner" && span.start < context.span.end && context.span.start < span.end,
  );
  if (ordered.length === 0) {
    return agenciesInOrder(given, named) ? { span: null, rows: [] } : { dropped: "agency" };
  }
  if (first === undefined) return { dropped: "agency" };
  const rows = ordered.filter(({ agency }) => agency.key === first.key || isMember(first.key, agency.key));
  if (rows.length === 0) return { dropped: "agency" };
  if (!isHere(first, rows, passage)) return { dropped: "place" };
  const others = named.slice(1);
  const isFine =
    agenciesInOrder(given, others) &&
    partnersStayPartners(body, { subject: first, others, unit: context.unit, ordered });
  return isFine ? { span: first, rows } : { dropped: "agency" };
}

interface Others {
  subject: FoundAgency;
  others: Agencies;
  unit: string;
  ordered: readonly DutyRow[];
}

/**
 * "Chủ trì, phối hợp với Sở B" is no "Sở A và Sở B": who joins in is said to join in, and who stands beside the doer is
 * given the work as well.
 */
function partnersStayPartners(body: string, { subject, others, unit, ordered }: Others): boolean {
  const joining = findAgencies(unit).filter(({ start }) => isPartner(unit, start));
  let doersEnd = subject.end;
  return others.every(({ key, start, end }) => {
    if (/^(?:[\s,]|và|cùng|với)*$/iu.test(body.slice(doersEnd, start))) {
      doersEnd = end;
      return ordered.some(({ agency }) => agency.key === key);
    }
    return !joining.some((one) => one.key === key) || /(?:phối hợp|cùng|với)/iu.test(body.slice(0, start));
  });
}

function agenciesInOrder(given: Agencies, named: Agencies): boolean {
  return inOrder(given, named, (one, other) => one.key === other.key && (!other.place || one.place === other.place));
}

const KIND_WORDS = new Set(
  fold(
    "tỉnh thành phố tp huyện quận thị xã thị trấn phường xã đặc khu trung ương việt nam ubnd ủy ban nhân dân và",
  ).split(" "),
);

/**
 * "Sở Tài chính tỉnh Lạng Sơn" of a document of Lạng Sơn, or where the order itself names the place. What a name holds
 * beside what makes it the same agency has to be said there: "Báo Hà Giang" and "Báo Lạng Sơn" have one key.
 */
function isHere({ name, key, place }: FoundAgency, rows: readonly DutyRow[], { evidence }: Offered): boolean {
  const { place: province, locality, issuer } = evidence.card.header;
  const held = [province, locality, issuer].flatMap((field) => field?.value ?? []);
  const known = new Set(
    words([...held, key, ...rows.flatMap(({ agency }) => [agency.name, agency.place ?? ""])].join(" ")),
  );
  return words(`${name} ${place ?? ""}`).every((word) => known.has(word) || KIND_WORDS.has(word));
}

const words = (text: string): string[] => fold(text).match(/[\p{L}\d]+/gu) ?? [];

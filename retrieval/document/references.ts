import {
  type FoundDate,
  type FoundNumber,
  findAgencies,
  findDates,
  findDocumentNumbers,
  fold,
  matchForm,
  type PlainView,
  plainView,
  sameNumber,
} from "../text/index.ts";
import type { Cut } from "./passages.ts";
import { findLaws, typeBefore } from "./references-names.ts";
import type { PassageKind, Reference, Relation } from "./types.ts";

export interface ReferenceOptions {
  text: string;
  /** The document's own number: citing itself is no reference. */
  ownNumber: string | null;
}

/** Every document that the text cites, in order, with its relation to this one. Pure. */
export function findReferences(cuts: readonly Cut[], options: ReferenceOptions): Reference[] {
  const references: Reference[] = [];
  for (const { passage } of cuts) {
    if (passage.kind === "recipients" || passage.kind === "signature") continue;
    const view = plainView(options.text, passage.span.start, passage.span.end);
    references.push(...citationsIn(view, passage.kind, options.ownNumber));
  }
  return references;
}

interface Sentence {
  view: PlainView;
  form: string;
  kind: PassageKind;
}

function citationsIn(view: PlainView, kind: PassageKind, ownNumber: string | null): Reference[] {
  const sentence: Sentence = { view, form: matchForm(view.text), kind };
  const numbers = findDocumentNumbers(view.text).filter((found) => !ownNumber || !sameNumber(found.number, ownNumber));
  const dates = findDates(view.text);
  const cited = numbers
    .filter((found) => !isOwnNumber(sentence, found))
    .map((found) => numbered(sentence, found, dates));
  const laws = findLaws(view.text)
    .filter((law) => !cited.some((reference) => reference.start < law.end && law.start < reference.end))
    .map((law) => ({ ...law, reference: named(sentence, law) }));
  return [...cited, ...laws].sort((a, b) => a.start - b.start).map((entry) => entry.reference);
}

// "Số: 12/UBND-TH" is the letterhead's own number, also where the header reader could not vouch for it.
function isOwnNumber({ view, kind }: Sentence, found: FoundNumber): boolean {
  return (
    kind === "heading" &&
    /^\s*Số\s*:?\s*$/iu.test(view.text.slice(Math.max(0, found.start - 8), found.start).replace(/^.*\s(?=Số)/u, ""))
  );
}

interface Cited {
  start: number;
  end: number;
  reference: Reference;
}

function numbered(sentence: Sentence, found: FoundNumber, dates: readonly FoundDate[]): Cited {
  const { view } = sentence;
  const type = typeBefore(view.text, found.start);
  const start = type?.start ?? found.start;
  const date = dates.find(
    (entry) => entry.start >= found.end && entry.start - found.end <= 8 && closeBy(view.text, found.end, entry.start),
  );
  const dated = date ? date.end : found.end;
  const issuer = issuerAfter(sentence, dated);
  return {
    start,
    end: dated,
    reference: {
      relation: relationOf(sentence, start),
      number: found.number,
      type: type?.name ?? null,
      name: null,
      issuer,
      issuedOn: date?.iso ?? null,
      span: view.span(start, dated),
    },
  };
}

const closeBy = (text: string, from: number, to: number) => /^[\s,(]*(?:ban hành )?$/u.test(text.slice(from, to));

/** "… ngày 22/12/2022 của Văn phòng Chính phủ" */
function issuerAfter({ view, form }: Sentence, from: number): string | null {
  const link = /^,?\s*(?:do |của )/u.exec(form.slice(from));
  if (!link) return null;
  const start = from + link[0].length;
  const words = view.text.slice(start, start + 120);
  const open =
    /^(?:Thủ tướng Chính phủ|Chính phủ|Quốc hội|Ủy ban Thường vụ Quốc hội|Ban Chấp hành Trung ương(?: Đảng)?|Bộ Chính trị|Ban Bí thư|Chủ tịch nước)/u.exec(
      words,
    );
  if (open) return open[0];
  const agency = findAgencies(words)[0];
  return agency && agency.start <= 2 ? agency.name : null;
}

function named(sentence: Sentence, law: { start: number; end: number; type: string; name: string }): Reference {
  return {
    relation: relationOf(sentence, law.start),
    number: null,
    type: law.type,
    name: law.name,
    issuer: null,
    issuedOn: null,
    span: sentence.view.span(law.start, law.end),
  };
}

const CARRIES =
  /(?:(?<![\p{L}])(?:thực hiện|triển khai|thi hành|chấp hành|quán triệt|tiếp theo|thực thi)(?! (?:theo|đúng))|(?:theo |ý kiến )?chỉ đạo[^.;]{0,80} tại|(?:thông báo )?kết luận[^.;]{0,80} tại|ý kiến[^.;]{0,60} tại|trả lời|phúc đáp)(?![\p{L}])[^.;]*$/u;
const HEADS_ONLY: ReadonlySet<PassageKind> = new Set(["preamble", "heading"]);

/** The relation shown by the words before the citation, inside its sentence. */
function relationOf({ form, kind }: Sentence, start: number): Relation {
  const sentenceStart = Math.max(form.lastIndexOf(". ", start), form.lastIndexOf("; ", start - 1), -1) + 1;
  const before = form.slice(sentenceStart, start);
  const near = before.slice(-90);
  if (kind === "basis" || /^\W*căn cứ/u.test(before))
    return /sửa đổi, bổ sung[^,]{0,40}$/u.test(near) && kind !== "basis" ? "amends" : "based-on";
  if (/(?:bãi bỏ|huỷ bỏ|hết hiệu lực)[^.;]{0,60}$/u.test(near)) return "repeals";
  if (/thay thế(?: cho)?[^.;]{0,60}$/u.test(near)) return "replaces";
  if (/sửa đổi(?:, bổ sung)?[^.;]{0,60}$/u.test(near) && !/được sửa đổi/u.test(near)) return "amends";
  if (HEADS_ONLY.has(kind) && CARRIES.test(before)) return "carries-out";
  if (kind === "clause" && /ban hành[^.;]{0,120}(?:triển khai|thực hiện|về việc thực hiện)[^.;]{0,60}$/u.test(before))
    return "carries-out";
  return "mentions";
}

/** Numbers that two documents share, for linking: folded, without white space. */
export const referenceKey = (reference: Reference): string =>
  fold(reference.number ?? reference.name ?? "").replace(/\s+/g, " ");

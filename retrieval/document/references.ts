import {
  type FoundDate,
  type FoundNumber,
  findAgencies,
  findDates,
  findDocumentNumbers,
  matchForm,
  type PlainView,
  plainView,
  sameNumber,
} from "../text/index.ts";
import type { Cut } from "./passages.ts";
import { findLaws, type NamedLaw, typeBefore } from "./references-names.ts";
import type { PassageKind, Reference, Relation } from "./types.ts";

export interface ReferenceOptions {
  text: string;
  /** The document's own number: citing itself is no reference. */
  ownNumber: string | null;
}

/** Every document that the text cites, in order, with its relation to this one. Pure. */
export function findReferences(cuts: readonly Cut[], options: ReferenceOptions): Reference[] {
  const references: Reference[] = [];
  let goesOn: Relation | null = null;
  for (const [index, { passage, items }] of cuts.entries()) {
    if (passage.kind === "recipients" || passage.kind === "signature") continue;
    const view = plainView(options.text, passage.span.start, passage.span.end);
    const opens = passage.kind === "preamble" && !cuts.slice(0, index).some((cut) => cut.passage.kind === "preamble");
    const title = items[0]?.zone === "heading" || items[0]?.zone === "part-title";
    const enacts = title || /(?:^|, )Điều \d/u.test(passage.locator) ? matchForm(passage.path.at(-1) ?? "") : null;
    const kind = passage.kind === "heading" && !title ? "clause" : passage.kind;
    const sentence = { view, form: matchForm(view.text), kind, opens, enacts, goesOn };
    const found = citationsIn(sentence, options.ownNumber);
    references.push(...found);
    goesOn = kind === "preamble" && /[;,]\s*$/.test(view.text) ? (found.at(-1)?.relation ?? null) : null;
  }
  return references;
}

interface Sentence {
  view: PlainView;
  form: string;
  kind: PassageKind;
  /** The first paragraph of an official text: it says what the document answers. */
  opens: boolean;
  /** The title, or an article: only these change another document. The words above it ("Bãi bỏ các Quyết định sau"), else null. */
  enacts: string | null;
  /** The relation of the paragraph before, where that ends in ";": an opening list may set each document on its own line. */
  goesOn: Relation | null;
}

function citationsIn(sentence: Sentence, ownNumber: string | null): Reference[] {
  const { text } = sentence.view;
  const dates = findDates(text);
  const laws = findLaws(text);
  const cited = findDocumentNumbers(text)
    .filter((found) => !(ownNumber && sameNumber(found.number, ownNumber)) && !isOwnNumber(sentence, found))
    .map((found) => numbered(sentence, found, dates, laws));
  const named = laws
    .filter((law) => !cited.some((citation) => citation.start < law.end && law.start < citation.end))
    .map((law) => byName(sentence, law));
  const all = [...cited, ...named].sort((a, b) => a.start - b.start);
  for (const [index, citation] of all.entries()) {
    citation.reference.relation = relationOf(sentence, citation.start, all[index - 1] ?? null);
  }
  return all.map((citation) => citation.reference);
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

function numbered(
  sentence: Sentence,
  found: FoundNumber,
  dates: readonly FoundDate[],
  laws: readonly NamedLaw[],
): Cited {
  const { view } = sentence;
  // "Luật Tổ chức chính quyền địa phương số 72/2025/QH15" has a name and a number.
  const law = laws.find((entry) => entry.start < found.start && found.end <= entry.end + 1);
  const type = law ? { name: law.type, start: law.start } : typeBefore(view.text, found.start);
  const start = type?.start ?? found.start;
  const date = dates.find(
    (entry) => entry.start >= found.end && entry.start - found.end <= 14 && closeBy(view.text, found.end, entry.start),
  );
  const end = date ? date.end : found.end;
  const reference: Reference = {
    relation: "mentions",
    number: found.number,
    type: type?.name ?? null,
    name: law?.name ?? null,
    issuer: issuerAfter(sentence, end),
    issuedOn: date?.iso ?? null,
    span: view.span(start, end),
  };
  return { start, end, reference };
}

const closeBy = (text: string, from: number, to: number) =>
  /^[\s,(]*(?:ban hành )?(?:ngày )?$/u.test(text.slice(from, to));

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

function byName(sentence: Sentence, law: NamedLaw): Cited {
  const { start, end, type, name } = law;
  const span = sentence.view.span(start, end);
  return {
    start,
    end,
    reference: { relation: "mentions", number: null, type, name, issuer: null, issuedOn: null, span },
  };
}

const CARRIES =
  /(?:(?<![\p{L}])(?:thực hiện|triển khai|thi hành|chấp hành|quán triệt|tiếp theo|thực thi)(?! (?:theo|đúng))|(?:theo |ý kiến )?chỉ đạo[^.;]{0,80} tại|(?:thông báo )?kết luận[^.;]{0,80} tại|ý kiến[^.;]{0,60} tại|trả lời|phúc đáp)(?![\p{L}])[^.]*$/u;
/** What a list passes on: a basis or a mention says nothing of the next document. */
const LISTED: ReadonlySet<Relation> = new Set(["carries-out", "replaces", "repeals", "amends"]);
/** Between two documents of one list: who issued the first and what about, "Điều 3, 5" of the second. */
const LIST_GAP =
  /^(?: ?\([^)]*\))?(?:,? (?:của|do) [^,;.]{2,90})?(?:,? (?:về|phê duyệt|ban hành|quy định|hướng dẫn|v\/v)(?![\p{L}])[^.;]{0,300}?)?\s*(?:[,;]|(?:[,;] )?và|cùng)\s*(?:các )?(?:(?:điểm|khoản|điều) [\d, a-zđ]{1,40})?$/u;
/** "Kế hoạch này thay thế …" outside the articles. */
const SELF_REPLACES =
  /(?:kế hoạch|hướng dẫn|công văn|văn bản|thông báo|chương trình|phương án|quy chế|chỉ thị|công điện|đề án)(?: này|[^.;]{0,90} có hiệu lực)[^.;]{0,120}(?:thay thế|bãi bỏ)(?: cho)?(?: các)?\s*$/u;
const ISSUED = /(?:đã )?(?:ban hành|có|ký)\s*$/u;
const PREAMBLES: ReadonlySet<PassageKind> = new Set(["preamble", "heading"]);

/** The relation shown by the words before the citation. A list ("; Quyết định …") goes on with the relation before it. */
function relationOf({ form, kind, opens, enacts, goesOn }: Sentence, start: number, previous: Cited | null): Relation {
  const sentenceStart = form.lastIndexOf(". ", start) + 1;
  const clauseStart = Math.max(sentenceStart, form.lastIndexOf(";", start - 1) + 1);
  const clause = form.slice(clauseStart, start);
  if (previous && LISTED.has(previous.reference.relation) && LIST_GAP.test(form.slice(previous.end, start)))
    return previous.reference.relation;
  if (!previous && goesOn && LISTED.has(goesOn) && /^\W*(?:và )?$/u.test(clause)) return goesOn;
  if (SELF_REPLACES.test(clause)) return changeOf(clause.slice(-90)) ?? "replaces";
  if (clauseStart > sentenceStart && /^\s*(?:và )?$/u.test(clause) && previous && previous.end > sentenceStart) {
    return previous.reference.relation;
  }
  if (kind === "basis" || /^\W*căn cứ/u.test(clause)) return "based-on";
  const change = enacts === null ? null : changeOf(/\p{L}{2}/u.test(clause) ? clause.slice(-90) : enacts);
  if (change) return change;
  if (PREAMBLES.has(kind) && CARRIES.test(form.slice(sentenceStart, start))) return "carries-out";
  if (opens && ISSUED.test(clause)) return "carries-out";
  if (kind === "clause" && /ban hành[^.;]{0,120}(?:triển khai|thực hiện)[^.;]{0,60}$/u.test(clause))
    return "carries-out";
  return "mentions";
}

/** A law's "sửa đổi" of another; "được sửa đổi bởi …" tells of the past. */
function changeOf(near: string): Relation | null {
  if (/(?:bãi bỏ|huỷ bỏ|hết hiệu lực)[^.;]{0,60}$/u.test(near)) return "repeals";
  if (/thay thế(?: cho)?[^.;]{0,60}$/u.test(near)) return "replaces";
  if (/sửa đổi(?:, bổ sung)?[^.;]{0,60}$/u.test(near) && !/được sửa đổi/u.test(near)) return "amends";
  return null;
}

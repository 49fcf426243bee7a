import { findDates, findDocumentNumbers, matchForm, plainView } from "../text/index.ts";
import type { ParsedDocument, Passage, Reference, Span } from "./types.ts";

/** "Quyết định này có hiệu lực từ ngày …": what a text says of its own time. */
export interface OwnValidity {
  kind: "in-force-from" | "in-force-to";
  /** ISO. */
  date: string;
  span: Span;
}

/** "… bãi bỏ Quyết định số …": what a text ends. */
export interface EndedDocument {
  kind: "replaced-by" | "repealed-by";
  reference: Reference;
  /** Only an article or a part of it. */
  partial: boolean;
  /** ISO day from which, where the text says it or when the text itself comes into force. */
  date: string | null;
  /** The passage that says so. */
  span: Span;
}

export interface ValidityReading {
  own: OwnValidity[];
  ended: EndedDocument[];
}

const KIND =
  "(?:quyết định|chỉ thị|kế hoạch|nghị quyết|nghị định|thông tư|hướng dẫn|quy chế|quy định|công văn|văn bản|chương trình|phương án|đề án|thông báo|công điện|luật)";
const IN_FORCE = new RegExp(`${KIND}(?: này)?(?: bắt đầu)? có hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)?`, "gu");
const UNTIL = new RegExp(
  `${KIND} này[^.;]{0,80}(?:hết hiệu lực(?: thi hành)?|có hiệu lực[^.;]{0,60}? đến(?: hết)?)(?: kể)?(?: từ| vào)?(?: ngày)?`,
  "gu",
);
const OWN_FORCE = new RegExp(
  `(?:${KIND} này|kèm theo)[^.;]{0,200}?(?:có|hết) hiệu lực(?: thi hành)?,?(?: kể)? (?:từ|đến|sau|vào|trong|cho đến)(?![\\p{L}])[^.;]{0,70}`,
  "gu",
);
/** Between the words and their date: "kể từ ngày", "thi hành từ". */
const NEAR = 25;
const SIGNED = /^[^.;]{0,12}(?:ký|ban hành|thông qua)(?![\p{L}])/u;
const SAYS: ReadonlySet<Passage["kind"]> = new Set(["clause", "closing", "preamble"]);

/** Reads when a document comes into force or ends, and which others it ends. Pure; nothing of it is certain. */
export function readValidity(parsed: ParsedDocument): ValidityReading {
  const own = parsed.passages.filter(({ kind }) => SAYS.has(kind)).flatMap((passage) => ownIn(parsed, passage));
  const from = own.find(({ kind }) => kind === "in-force-from")?.date ?? fullDate(parsed);
  const ended = parsed.references.flatMap((reference) => endedBy(parsed, reference, from));
  return { own, ended };
}

/** Where a clause speaks of its own document's time ("Quyết định này có hiệu lực kể từ …"): spans of `text`. */
export function ownForceWords(text: string): Span[] {
  const view = plainView(text, 0, text.length);
  return [...matchForm(view.text).matchAll(OWN_FORCE)].map(({ index, 0: words }) =>
    view.span(index, index + words.length),
  );
}

function fullDate({ header }: ParsedDocument): string | null {
  const date = header.issuedOn?.value ?? "";
  return date.length === 10 ? date : null;
}

function ownIn(parsed: ParsedDocument, { span }: Passage): OwnValidity[] {
  const view = plainView(parsed.text, span.start, span.end);
  const form = matchForm(view.text);
  const found: OwnValidity[] = [];
  const ends = [...form.matchAll(UNTIL)].filter(([words]) => findDocumentNumbers(words).length === 0);
  for (const match of ends) {
    const date = dateAfter(view.text, match.index + match[0].length);
    if (date) found.push({ kind: "in-force-to", date, span: view.span(match.index, match.index + match[0].length) });
  }
  for (const match of form.matchAll(IN_FORCE)) {
    const end = match.index + match[0].length;
    if (/^ ?(?:đến|tới)/u.test(form.slice(end)) || /(?:chưa|hết)\s*$/u.test(form.slice(0, match.index))) continue;
    const date = dateAfter(view.text, end) ?? (SIGNED.test(form.slice(end)) ? fullDate(parsed) : null);
    if (date) found.push({ kind: "in-force-from", date, span: view.span(match.index, end) });
  }
  return found;
}

function dateAfter(text: string, from: number): string | null {
  // "ngày 05 tháng 12 năm 2025" is a date together with its "ngày", which the words before may end with.
  const start = Math.max(0, from - "ngày".length);
  const [date] = findDates(text.slice(start, from + NEAR + 30));
  return date && date.start <= NEAR && date.iso.length === 10 ? date.iso : null;
}

function endedBy(parsed: ParsedDocument, reference: Reference, from: string | null): EndedDocument[] {
  const holder = parsed.passages.find(
    ({ span }) => span.start <= reference.span.start && reference.span.end <= span.end,
  );
  if (!holder || reference.number === null) return [];
  const before = matchForm(parsed.text.slice(holder.span.start, reference.span.start)).replace(/\s/gu, " ");
  const after = matchForm(parsed.text.slice(reference.span.end, holder.span.end));
  const lapses = LAPSES.exec(after);
  const kind =
    reference.relation === "replaces"
      ? "replaced-by"
      : reference.relation === "repeals" || lapses
        ? "repealed-by"
        : null;
  if (kind === null) return [];
  const said = lapses ? dateAfter(parsed.text.slice(reference.span.end, holder.span.end), lapses[0].length) : null;
  return [{ kind, reference, partial: PART.test(ownWords(before)), date: said ?? from, span: holder.span }];
}

/** "Quyết định số 12/… hết hiệu lực kể từ ngày …"; another citation between the two takes the words for itself. */
const LAPSES = /^[^.;\d]{0,160}(?<!chưa )hết hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: ngày)?/u;
const PART =
  /(?<![\p{L}])(?:điểm|khoản|điều \d|mục \d|phụ lục|chương|phần [ivx\d]|một phần|một số|nội dung|cụm từ|từ ngữ|biểu mẫu)(?![\p{L}])/u;

/** The words that belong to one citation of a list: from the verb or the separator before it. */
function ownWords(before: string): string {
  const verb = Math.max(...["bãi bỏ", "thay thế", "huỷ bỏ", "hết hiệu lực"].map((word) => before.lastIndexOf(word)));
  const separator = Math.max(before.lastIndexOf(";"), before.lastIndexOf(". "));
  return before.slice(Math.max(verb, separator, 0));
}

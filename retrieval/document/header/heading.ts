import { plainView } from "../../text/index.ts";
import { isAddresseeHead, isTelegramHead, typeHeading } from "../form.ts";
import { isSeparator, isUpper, type Line } from "../lines.ts";
import type { Field, Span } from "../types.ts";
import { startsAgency } from "./issuer.ts";
import { listItems } from "./list.ts";

export interface Heading {
  type: Field<string> | null;
  /** As printed, on one line, "về việc" and "V/v" taken off. */
  title: Field<string> | null;
  /** The agency or post printed between title and basis ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH X"), or that sends a công điện. */
  authority: Field<string> | null;
  addressees: Field<string>[];
  addresseesSpan: Span | null;
  /** Type with title, or the V/v block. */
  span: Span | null;
  /** Index in `lines` of the first line after the heading. */
  next: number;
}

const ABOUT = /^(?:V\/v|Về việc|Về|v\/v)\s*:?\s*/iu;
const BODY_START =
  /^(?:can cu|thuc hien|trien khai|thoi gian|ngay |de |nham |trong |tren co so|theo |xet |sau khi|hien nay|vua qua|tiep theo|kinh gui|tai |tu ngay|chieu |sang |i\.|1\.|a\.|dieu \d|muc \d|chuong )/;
const TITLE_LINES = 14;

/** Reads type, title, sender and addressees from `from` on; `number` lines before it may hold the "V/v" of a công văn. */
export function readHeading(text: string, lines: readonly Line[], from: number): Heading {
  const heading: Heading = {
    type: null,
    title: null,
    authority: null,
    addressees: [],
    addresseesSpan: null,
    span: null,
    next: from,
  };
  const at = lines.findIndex((line, index) => index >= from && index < from + 12 && typeHeading(line) !== null);
  if (at >= 0) readTyped(text, { lines, at, heading });
  else readAbout(text, { lines, from, heading });
  readAuthority(lines, heading);
  readAddressees(text, lines, heading);
  return heading;
}

interface Reading {
  lines: readonly Line[];
  heading: Heading;
}

function readTyped(text: string, { lines, at, heading }: Reading & { at: number }): void {
  const line = lines[at] as Line;
  const type = typeHeading(line) as string;
  const words = type.split(" ").length;
  const view = plainView(text, line.start, line.end);
  const typeEnd = view.text.split(" ").slice(0, words).join(" ").length;
  heading.type = { value: type, span: view.span(0, typeEnd) };
  const rest = titleLines(text, lines, at + 1);
  // "THÔNG BÁO KẾT LUẬN": the second half belongs to what is announced.
  const titleStart = typeEnd < view.text.length ? view.span(typeEnd + 1, view.text.length).start : rest[0]?.start;
  const end = rest.at(-1)?.end ?? line.end;
  heading.span = { start: line.start, end };
  heading.next = at + 1 + rest.length;
  if (titleStart !== undefined) heading.title = titleOf(text, { start: titleStart, end });
}

function titleOf(text: string, span: Span): Field<string> | null {
  const view = plainView(text, span.start, span.end);
  const skip = ABOUT.exec(view.text)?.[0].length ?? 0;
  const end = view.text.replace(/[-_*\s.]+$/u, "").length;
  if (end <= skip) return null;
  return { value: view.text.slice(skip, end), span: view.span(skip, end) };
}

/** Title lines run on in capitals, over empty lines too; a title in small letters is one paragraph that is not the body's first. */
function titleLines(text: string, lines: readonly Line[], from: number): Line[] {
  const first = lines[from];
  if (!first) return [];
  const upper = isUpper(first.plain) || isSeparator(first);
  const styled = /^\*{1,3}[^*]+\*{1,3}$/u.test(text.slice(first.start, first.end));
  const body = (!styled && BODY_START.test(first.folded)) || first.plain.length > 400 || /[:;]$/u.test(first.plain);
  if (!upper && body) return [];
  const taken: Line[] = [];
  for (const line of lines.slice(from, from + TITLE_LINES)) {
    if (isSeparator(line)) {
      if (taken.length > 0) break;
      continue;
    }
    const opensBody = /^(?:[ivx]+|\d+|[a-d])[.)] |^(?:phan|chuong|muc|dieu) [\divx]+/.test(line.folded);
    if (
      taken.length > 0 &&
      (opensBody || isAddresseeHead(line) || isTelegramHead(line) || isAuthorityName(text, line, taken))
    )
      break;
    if (upper ? !isUpper(line.plain) && /\p{L}/u.test(line.plain) : taken.length > 0 && line.gap !== "line") break;
    taken.push(line);
  }
  return taken.length > 0 && isSeparator(first) ? lines.slice(from, lines.indexOf(taken.at(-1) as Line) + 1) : taken;
}

const SENDER =
  /^(?:chu tich|bo truong|thu tuong chinh phu|thu tuong$|chinh phu$|quoc hoi$|uy ban nhan dan|ubnd|hoi dong nhan dan|giam doc|cuc truong|tong cuc truong|thong doc|tong thanh tra|chu nhiem|uy ban thuong vu quoc hoi|truong ban|chanh an|vien truong)/;

/** "**THỦ TƯỚNG CHÍNH PHỦ**" below a title: set apart by an empty line or by a bold run of its own, names an agency or post. */
function isAuthorityName(text: string, line: Line, taken: readonly Line[]): boolean {
  if (!SENDER.test(line.folded)) return false;
  const bold = (each: Line | undefined) =>
    each !== undefined && /^\*\*.*\*\*$/su.test(text.slice(each.start, each.end).trim());
  return line.gap !== "line" || (bold(line) && !bold(taken.at(-1)));
}

function readAuthority(lines: readonly Line[], heading: Heading): void {
  const line = lines[heading.next];
  if (!line || !isUpper(line.plain) || line.plain.length > 140 || isSeparator(line)) return;
  if (!SENDER.test(line.folded) || /[:;]$/u.test(line.plain)) return;
  heading.authority = { value: line.plain, span: { start: line.start, end: line.end } };
  heading.next += 1;
}

/** "V/v …" of a công văn, up to the end of its paragraph. */
function readAbout(text: string, { lines, from, heading }: Reading & { from: number }): void {
  const start = Math.max(0, from - 12);
  const at = lines.findIndex((line, index) => index >= start && index < from + 6 && /^v ?\/ ?v\b/.test(line.folded));
  const own = lines[at];
  if (!own) return;
  let last = at;
  while (lines[last + 1]?.gap === "line" && !endsAbout(lines[last + 1] as Line)) last += 1;
  const span = { start: own.start, end: (lines[last] as Line).end };
  heading.title = titleOf(text, span);
  heading.span = span;
  heading.next = Math.max(from, last + 1);
}

const endsAbout = (line: Line): boolean =>
  isAddresseeHead(line) || /\bngay\b.{0,12}\bthang\b/.test(line.folded) || /^(?:cong hoa|doc lap)/.test(line.folded);

function readAddressees(text: string, lines: readonly Line[], heading: Heading): void {
  const at = lines.findIndex(
    (line, index) =>
      index >= heading.next && index < heading.next + 8 && (isAddresseeHead(line) || isTelegramHead(line)),
  );
  if (at < 0) return;
  const head = lines[at] as Line;
  if (isTelegramHead(head) && heading.authority === null) heading.authority = sender(text, head);
  let next = at;
  const items: Field<string>[] = [];
  // "Kính gửi" and "Đồng kính gửi" may each open a list.
  while (next < lines.length && (next === at || isAddresseeHead(lines[next] as Line))) {
    const group = oneGroup(text, lines, next);
    items.push(...group.items);
    next = group.next;
  }
  heading.addressees = items;
  heading.addresseesSpan = { start: head.start, end: (lines[next - 1] as Line).end };
  heading.next = next;
}

function sender(text: string, head: Line): Field<string> {
  const view = plainView(text, head.start, head.end);
  const name = view.text.slice(0, head.folded.lastIndexOf("dien")).trim();
  return { value: name, span: view.span(0, name.length) };
}

function oneGroup(text: string, lines: readonly Line[], at: number): { items: Field<string>[]; next: number } {
  const head = lines[at] as Line;
  const view = plainView(text, head.start, head.end);
  const skip = /^.*?(?:gửi|điện)\s*:?\s*/iu.exec(view.text)?.[0].length ?? view.text.length;
  const inline = view.text.slice(skip);
  const first: Line[] = inline === "" ? [] : [{ ...head, start: view.toSource(skip), plain: inline }];
  const taken = [...first];
  let next = at + 1;
  for (; next < lines.length; next += 1) {
    const line = lines[next] as Line;
    if (isAddresseeHead(line) || isSeparator(line)) break;
    const dash = /^[-–+•]/u.test(line.plain);
    if (taken.length > 0 && line.gap !== "line" && !listGoesOn(taken, line)) break;
    if (taken.length === 0 && !dash && (line.plain.length > 250 || startsBody(line))) break;
    if (taken.length > 0 && !dash && paragraphEnds(taken.at(-1) as Line, line)) break;
    taken.push(line);
  }
  const items = listItems(taken).map((item) => ({
    ...item,
    value: item.value.replace(/^Đồng kính gửi\s*:?\s*/iu, ""),
  }));
  return { items, next: Math.max(next, at + 1) };
}

/** After an empty line or in the next cell: another dash of a list, or what "Bộ trưởng các Bộ:" announces. */
function listGoesOn(taken: readonly Line[], line: Line): boolean {
  if (/:$/u.test((taken.at(-1) as Line).plain)) return true;
  return /^[-–+•]/u.test(line.plain) && dashed(taken);
}

/** Copies without empty lines between paragraphs: a full stop, a line far from full, or a body's first words end the entry. */
function paragraphEnds(last: Line, next: Line): boolean {
  if (!/^\p{Lu}/u.test(next.plain)) return false;
  return (
    /\.$/u.test(last.plain) ||
    startsBody(next) ||
    (last.plain.length < 50 && !/[,;:-]$/u.test(last.plain) && last.gap === "line")
  );
}

const dashed = (lines: readonly Line[]): boolean => /^[-–+•]/u.test((lines[0] as Line).plain);
const startsBody = (line: Line): boolean => BODY_START.test(line.folded) && !startsAgency(line.folded);

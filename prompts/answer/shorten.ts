import { fold, plainText, type Span, terms } from "../../retrieval/index.ts";

export interface ShortenOptions {
  /** Most characters of the result, ellipses included. */
  limit: number;
  /** Folded terms to keep in view. */
  focus: ReadonlySet<string>;
  /** Offsets into `text` that have to be shown. */
  must?: Span | undefined;
}

interface Unit {
  text: string;
  start: number;
}

/**
 * The part of a clause that a message shows: whole sentences or half-sentences in the clause's own words, cut ends
 * marked with "…". The citation always holds the whole clause.
 */
export function shorten(text: string, { limit, focus, must }: ShortenOptions): string {
  const whole = plainText(text);
  if (whole.length <= limit) return whole;
  const wanted = must ? plainText(text.slice(must.start, must.end)) : null;
  const units = split(whole, limit - ELLIPSES);
  const [centre, last] = wanted ? unitsOf(units, whole, wanted) : bestUnits(units, focus, limit);
  const first = sentenceStart({
    units,
    whole,
    from: centre,
    to: last ?? centre,
    room: limit - ELLIPSES - OPENING_ROOM,
  });
  const room = limit - ELLIPSES - (first > 0 ? OPENING_ROOM : 0);
  let from = first;
  let to = Math.max(last ?? centre, first) + 1;
  const size = () => (units[to - 1] as Unit).start + (units[to - 1] as Unit).text.length - (units[from] as Unit).start;
  // An order is known by its beginning: what does not fit goes from the end.
  while (from < to - 1 && size() > room) to -= 1;
  for (;;) {
    const next = units[to];
    const before = units[from - 1];
    if (next && size() + next.text.length + 1 <= room) to += 1;
    else if (before && size() + before.text.length + 1 <= room) from -= 1;
    else break;
  }
  const joined = units.slice(from, to).map((unit) => unit.text);
  const left = room - joined.join(" ").length - 1;
  const next = units[to]?.text ?? "";
  if (/:$/u.test(joined.at(-1) ?? "")) joined.push(...itemsOf(next, left));
  // A quote that ends after its first words ("Tham mưu làm tốt công tác sơ …") says too little while there is room.
  else if (next !== "" && left > room * MOST_UNUSED) joined.push(cutEnd(next, left));
  const full = joined.join(" ");
  const shown = full.length > limit - ELLIPSES ? cutEnd(full, limit - ELLIPSES) : full;
  const opening = from > 0 ? opensWith(whole, (units[from] as Unit).start, limit - ELLIPSES - shown.length) : "";
  const head = from > 0 ? `${opening}… ` : "";
  const tail = to < units.length || shown !== full ? " …" : "";
  return `${head}${shown}${tail}`.replace(/[,;] …$/, " …");
}

/** "…, cụ thể:" says nothing without what follows: as many whole items of it as there is room for, of the first a part. */
function itemsOf(list: string, room: number): string[] {
  const items = cutAt(list, /(?<=;)\s+/gu, 0).map((unit) => unit.text);
  const shown: string[] = [];
  let used = 0;
  for (const item of items) {
    used += item.length + 1;
    if (used > room) break;
    shown.push(item);
  }
  const [first] = items;
  return shown.length === 0 && first && room >= SHORTEST_OPENING ? [cutEnd(first, room)] : shown;
}

/** Share of the room that may stay empty before a part of the next sentence is shown. */
const MOST_UNUSED = 0.45;

interface SentenceStart {
  units: readonly Unit[];
  whole: string;
  from: number;
  to: number;
  room: number;
}

/**
 * A part that begins in the middle of a list reads as another order. It is begun where its sentence or half-sentence
 * does, if what has to be shown still fits; else where it is, after the clause's own beginning.
 */
function sentenceStart({ units, whole, from, to, room }: SentenceStart): number {
  let start = from;
  while (start > 0 && !/[.;!?:…]\s*$/u.test(whole.slice(0, (units[start] as Unit).start))) start -= 1;
  const end = units[to] as Unit;
  const size = end.start + end.text.length - (units[start] as Unit).start;
  return size <= room ? start : from;
}

/** Characters of both ellipses with their blanks. */
const ELLIPSES = 4;

/** An address or a table's rule without a blank: only its beginning fits. */
function cutEnd(text: string, length: number): string {
  const blank = text.lastIndexOf(" ", length);
  return text.slice(0, blank > 0 ? blank : length).replace(/[\uD800-\uDBFF]$/, "");
}

/** Kept free for the opening while the shown part grows. */
const OPENING_ROOM = 72;
/** Least room for the beginning of a clause in front of the part that is shown, and the most it takes. */
const SHORTEST_OPENING = 40;
const LONGEST_OPENING = 90;

/** Who is ordered what stands at the beginning: as much of it as there is room for, up to a whole word. */
function opensWith(whole: string, before: number, room: number): string {
  const most = Math.min(LONGEST_OPENING, room - 1, before);
  if (most < SHORTEST_OPENING) return "";
  const cut = whole.slice(0, most);
  // Cut at a stop where there is one: "… đạt …" right before a figure that is left out reads as if it were hidden.
  const stop = Math.max(...[...cut.matchAll(/[,;:.](?=\s)/gu)].map(({ index }) => index + 1), 0);
  const end = most === before ? before : stop >= SHORTEST_OPENING ? stop : cut.lastIndexOf(" ");
  return end < SHORTEST_OPENING ? "" : `${whole.slice(0, end).trimEnd()} `;
}

/** Sentences; a sentence too long for the message falls apart at ";" and then at ",". Never before an exception. */
function split(text: string, limit: number): Unit[] {
  // Not after a clause's own number: "1." alone would be a sentence that says nothing.
  const sentences = cutAt(text, /(?<=[.!?…:])(?<!^\P{L}{0,9}[.!?…:]|^\p{L}\.)\s+(?=[\p{Lu}"“\-–+•(\d])/gu, 0);
  const halves = sentences.flatMap((unit) =>
    unit.text.length > limit ? cutAt(unit.text, /(?<=;)\s+/gu, unit.start) : [unit],
  );
  const pieces = halves.flatMap((unit) =>
    unit.text.length > limit
      ? cutAt(unit.text, /(?<=,)\s+(?!trừ|ngoại trừ|nếu|không|chưa|nhưng)/gu, unit.start)
      : [unit],
  );
  return pieces.flatMap((unit) =>
    unit.text.length > limit
      ? cutAt(unit.text, new RegExp(`(?<=.{${Math.floor(limit * 0.7)}})\\s+`, "gu"), unit.start, limit)
      : [unit],
  );
}

function cutAt(text: string, boundary: RegExp, offset: number, limit = 0): Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (const match of text.matchAll(boundary)) {
    if (limit > 0 && match.index - start < limit * 0.7) continue;
    units.push({ text: text.slice(start, match.index), start: offset + start });
    start = match.index + match[0].length;
  }
  units.push({ text: text.slice(start), start: offset + start });
  return units.filter((unit) => unit.text !== "");
}

/** First and last unit that hold `wanted`, as far as the message has room for them: the last comes before the first. */
function unitsOf(units: readonly Unit[], whole: string, wanted: string): [number, number] {
  const at = Math.max(0, whole.indexOf(wanted));
  const unitAt = (offset: number) =>
    Math.max(
      0,
      units.findLastIndex((unit) => unit.start <= offset),
    );
  return [unitAt(at), unitAt(at + wanted.length - 1)];
}

/** First and last unit of the pair that holds most of the focus; one unit where two do not fit. */
function bestUnits(units: readonly Unit[], focus: ReadonlySet<string>, limit: number): [number, number] {
  if (focus.size === 0) return [0, 0];
  let best: [number, number] = [0, 0];
  let bestScore = -1;
  units.forEach((unit, index) => {
    const next = units[index + 1];
    const pair = next && unit.text.length + next.text.length + 1 <= limit - ELLIPSES - OPENING_ROOM;
    const list = terms(pair ? `${unit.text} ${next.text}` : unit.text, { folded: true });
    const held = new Set(list);
    let score = longestRun(list, focus) * RUN_WEIGHT;
    for (const term of focus) if (held.has(term)) score += term.includes("_") ? 2 : 1;
    if (score > bestScore) {
      best = [index, pair ? index + 1 : index];
      bestScore = score;
    }
  });
  return best;
}

/** The question's words in a row ("quy định tỷ lệ chi phí quản lý") say more than the same words apart. */
const RUN_WEIGHT = 4;

/** Most adjacent bigrams in a row that the question has too. */
function longestRun(list: readonly string[], focus: ReadonlySet<string>): number {
  let run = 0;
  let longest = 0;
  for (const bigram of list.filter((term) => term.includes("_"))) {
    run = focus.has(bigram) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** True when every shown piece of a shortened quote is the clause's own words. */
export function isFaithful(shown: string, clause: string): boolean {
  const whole = squeeze(plainText(clause));
  return shown
    .split("…")
    .map(squeeze)
    .every((piece) => whole.includes(piece));
}

const squeeze = (text: string) => text.replace(/\s+/g, " ").trim();

/** Folded topic terms as focus; single function syllables do not steer. "9 tháng" is "09 tháng" in a document. */
export function focusOf(topic: string): ReadonlySet<string> {
  const list = terms(topic, { folded: true }).filter((term) => fold(term).length > 1);
  return new Set(list.flatMap((term) => [term, term.replace(/(?<=^|_)([1-9])(?=_|$)/g, "0$1")]));
}

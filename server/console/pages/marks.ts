import { html } from "hono/html";
import type { ParsedDocument, Span } from "../../../retrieval/index.ts";
import type { Html } from "../../pages/index.ts";

/** A span of the text that something in the reading rests on. `n` ties the two panes together. */
export interface Mark {
  n: number;
  kind: "field" | "duty" | "reference" | "warning" | "quote";
  span: Span;
}

/** More could not be told apart on one page; the rest is listed without its place. */
export const MOST_MARKS = 600;

/** Marks by what they belong to: header fields by name, the others by their index in the reading. */
export interface Marks {
  all: Mark[];
  field(name: string): Mark | null;
  duty(index: number): Mark | null;
  reference(index: number): Mark | null;
  warning(index: number): Mark | null;
}

export function marksOf({ header, duties, references, warnings }: ParsedDocument): Marks {
  const byKey = new Map<string, Mark>();
  const add = (kind: Mark["kind"], key: string | number, span: Span | null) => {
    if (span === null || span.end <= span.start || byKey.size >= MOST_MARKS) return;
    byKey.set(`${kind}:${key}`, { n: byKey.size + 1, kind, span });
  };
  for (const [name, field] of Object.entries(header)) {
    if (field !== null && typeof field === "object" && "span" in field) add("field", name, field.span);
  }
  for (const [index, { span }] of duties.entries()) add("duty", index, span);
  for (const [index, { span }] of references.entries()) add("reference", index, span);
  for (const [index, { span }] of warnings.entries()) add("warning", index, span);
  const get = (kind: Mark["kind"]) => (key: string | number) => byKey.get(`${kind}:${key}`) ?? null;
  return {
    all: [...byKey.values()],
    field: get("field"),
    duty: get("duty"),
    reference: get("reference"),
    warning: get("warning"),
  };
}

/** The words that a citation quotes; no line of the reading is tied to it. */
export const quoteMark = (span: Span): Mark => ({ n: 0, kind: "quote", span });

export interface Segment extends Span {
  /** Marks that hold it. */
  marks: Mark[];
  /** Marks that begin with it: their anchors. */
  begins: Mark[];
  furniture: boolean;
}

/** The text cut at every edge of a mark, nothing lost. Pure. */
export function segmentsOf({ text, furniture }: ParsedDocument, marks: readonly Mark[]): Segment[] {
  const spans = [...marks.map(({ span }) => span), ...furniture];
  const cuts = new Set([0, text.length]);
  for (const { start, end } of spans) cuts.add(clamp(start, text.length)).add(clamp(end, text.length));
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index] as number;
    const holds = ({ span }: { span: Span }) => span.start <= start && span.end >= end;
    return {
      start,
      end,
      marks: marks.filter(holds),
      begins: marks.filter(({ span }) => span.start === start),
      furniture: furniture.some((span) => holds({ span })),
    };
  });
}

const clamp = (offset: number, length: number) => Math.min(Math.max(offset, 0), length);

/**
 * The text as it was read, each mark's words tied to what was read out of them. Bold marks, rules and the bars of a
 * broken table carry no words: they are left out of what is shown, not out of what is stored.
 */
export function markedText(parsed: ParsedDocument, marks: readonly Mark[]): Html[] {
  const hidden = wordlessSpans(parsed.text);
  return segmentsOf(parsed, marks).map(({ start, end, marks: held, begins, furniture }) => {
    const words = without(parsed.text, { start, end }, hidden);
    const anchors = begins.map(({ n }) => html`<span class="anchor" id="s-${n}"></span>`);
    if (held.length === 0) return html`${anchors}${furniture ? html`<span class="menu-text">${words}</span>` : words}`;
    const kinds = [...new Set(held.map(({ kind }) => `on-${kind}`))].join(" ");
    return html`${anchors}<span class="${kinds}" data-in="${held.map(({ n }) => n).join(" ")}">${words}</span>`;
  });
}

/** Bold marks anywhere; lines of nothing but a bar, dashes or white space, with their line break. */
const WORDLESS = /\*\*|^[ \t|]*[-–_=*]{3,}[ \t|]*\n|^[ \t]*\|?[ \t]*\n(?=[ \t]*\|?[ \t]*\n)|^[ \t]*\|[ \t]*\n/gmu;

function wordlessSpans(text: string): Span[] {
  return [...text.matchAll(WORDLESS)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}

function without(text: string, { start, end }: Span, hidden: readonly Span[]): string {
  let words = "";
  let position = start;
  for (const span of hidden) {
    if (span.end <= position) continue;
    if (span.start >= end) break;
    words += text.slice(position, Math.max(position, span.start));
    position = Math.min(span.end, end);
  }
  return (words + text.slice(position, end)).replace(SOFT_BREAK, " ");
}

/** Where the file's own width ended a line in the middle of a sentence. */
const SOFT_BREAK = /(?<=[^\s.;:!?|*])\n(?=\p{Ll})/gu;

/**
 * Ties the panes together without a script: whatever is hovered, focused or jumped to on one side lights up on the
 * other. A rule a mark, because a style sheet cannot compare two attributes.
 */
export function highlightStyles(count: number): string {
  const rules = Array.from({ length: Math.min(count, MOST_MARKS) }, (_, index) => {
    const n = index + 1;
    const item = `.pair:has([data-n="${n}"]:is(:hover,:focus-within)) [data-in~="${n}"]`;
    const jumped = `.pair:has(#s-${n}:target) [data-in~="${n}"]`;
    return `${item},${jumped}{background:var(--mark);color:var(--mark-ink)}`;
  });
  return `${rules.join("\n")}\n`;
}

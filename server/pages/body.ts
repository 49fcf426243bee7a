import { type OutlineNode, type Passage, type PassageKind, plainView, type Span } from "../../retrieval/index.ts";
import type { DocumentDetail } from "../library/types.ts";
import { findTables } from "./tables.ts";

/** A run of words as a reader sees them: no markdown marks; `marked` is the quoted part. */
export interface Run {
  text: string;
  marked: boolean;
}

export interface Paragraph {
  kind: "paragraph";
  /** Ordinal of its passage, on the passage's first paragraph only: the page's anchor. */
  anchor: number | null;
  role: PassageKind | "other";
  /** Index of the outline node whose heading this paragraph is. */
  heading: number | null;
  /** How deep its outline node lies, from 0. */
  depth: number;
  runs: Run[];
}

export type Block =
  | Paragraph
  | { kind: "table"; rows: { anchors: number[]; cells: Run[][] }[] }
  | { kind: "furniture"; paragraphs: Run[][] };

type BodySource = Pick<DocumentDetail, "text" | "passages" | "outline" | "furniture">;

interface Context extends BodySource {
  mark: Span | null;
  depths: number[];
  /** Passages whose anchor a table row has already taken; a passage may lie over several rows. */
  anchored: Set<number>;
}

/** Kinds whose line breaks carry meaning: a signature on one line cannot be read. */
const KEEP_LINES = new Set<string>(["heading", "signature", "recipients", "other"]);

/** Cuts a document's text into what its page shows, in order, nothing lost but marks and rules. */
export function documentBlocks(source: BodySource, mark: Span | null): Block[] {
  const context: Context = { ...source, mark, depths: outlineDepths(source.outline), anchored: new Set() };
  const blocks: Block[] = [];
  let position = 0;
  for (const part of [...source.furniture].sort((a, b) => a.start - b.start)) {
    if (part.start > position) blocks.push(...contentBlocks(context, position, part.start));
    const start = Math.max(part.start, position);
    const paragraphs = chunksOf(context, start, part.end).map((chunk) => runs(context, chunk, false));
    const shown = paragraphs.filter(holdsWords);
    if (shown.length > 0) blocks.push({ kind: "furniture", paragraphs: shown });
    position = Math.max(position, part.end);
  }
  blocks.push(...contentBlocks(context, position, source.text.length));
  return joinFurniture(blocks);
}

function contentBlocks(context: Context, start: number, end: number): Block[] {
  const blocks: Block[] = [];
  let position = start;
  for (const table of findTables(context.text, start, end)) {
    blocks.push(...paragraphBlocks(context, position, table.span.start));
    const rows = table.rows.map((cells) => ({
      anchors: anchorsIn(context, cells),
      cells: cells.map((cell) => runs(context, cell, true)),
    }));
    blocks.push({ kind: "table", rows: rows.filter((row) => row.cells.some(holdsWords)) });
    position = table.span.end;
  }
  return [...blocks, ...paragraphBlocks(context, position, end)];
}

function paragraphBlocks(context: Context, start: number, end: number): Paragraph[] {
  return chunksOf(context, start, end)
    .map((chunk) => paragraph(context, chunk))
    .filter((block) => holdsWords(block.runs));
}

function paragraph(context: Context, chunk: Span): Paragraph {
  const passage = context.passages.find((one) => one.span.start < chunk.end && one.span.end > chunk.start) ?? null;
  const role = passage?.kind ?? "other";
  const node = headingNode(context, chunk);
  const owner = node ?? (passage?.node == null ? null : (context.outline[passage.node] ?? null));
  return {
    kind: "paragraph",
    anchor: passage !== null && isFirstChunk(context, passage, chunk) ? passage.ordinal : null,
    role,
    heading: node?.index ?? null,
    depth: owner === null ? 0 : (context.depths[owner.index] ?? 0),
    runs: runs(context, chunk, KEEP_LINES.has(role)),
  };
}

const isFirstChunk = (context: Context, passage: Passage, chunk: Span) =>
  context.text.slice(passage.span.start, Math.max(passage.span.start, chunk.start)).trim() === "";

/** The outline node that starts here and whose heading is all that stands here. */
function headingNode(context: Context, chunk: Span): OutlineNode | null {
  const length = plainView(context.text, chunk.start, chunk.end).text.length;
  const fits = (node: OutlineNode) =>
    node.heading !== "" &&
    node.span.start >= chunk.start &&
    node.span.start < chunk.end &&
    length <= node.label.length + node.heading.length + 8;
  return context.outline.find(fits) ?? null;
}

/** Paragraphs: cut at blank lines and at the edges of passages. */
function chunksOf({ text, passages }: BodySource, start: number, end: number): Span[] {
  const cuts = new Set([start, end]);
  for (const { span } of passages) {
    for (const edge of [span.start, span.end]) if (edge > start && edge < end) cuts.add(edge);
  }
  const blank = /\n[^\S\n]*\n/g;
  blank.lastIndex = start;
  for (let found = blank.exec(text); found !== null && found.index < end; found = blank.exec(text)) {
    cuts.add(found.index);
    blank.lastIndex = found.index + 1;
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(1).map((to, index) => ({ start: ordered[index] as number, end: to }));
}

function runs(context: Context, span: Span, keepLines: boolean): Run[] {
  const { text, mark } = context;
  const from = clamp(mark?.start ?? span.end, span);
  const to = clamp(mark?.end ?? span.end, span);
  const pieces = [
    { start: span.start, end: from, marked: false },
    { start: from, end: to, marked: true },
    { start: to, end: span.end, marked: false },
  ];
  const shown = pieces.map((piece) => ({
    text: `${readable(text, piece, keepLines)}${piece.end < span.end ? gapAt(text, piece.end) : ""}`,
    marked: piece.marked,
  }));
  return shown.filter((run) => run.text.trim() !== "");
}

const clamp = (offset: number, span: Span) => Math.min(Math.max(offset, span.start), span.end);

/** Reading views trim their ends: the white space that stood at a cut is given back, or words would run together. */
function gapAt(text: string, cut: number): string {
  return /\s/.test(text.slice(Math.max(0, cut - 1), cut + 1)) ? " " : "";
}

function readable(text: string, span: Span, keepLines: boolean): string {
  if (!keepLines) return plainView(text, span.start, span.end).text;
  const lines = text.slice(span.start, span.end).split("\n");
  return lines
    .map((line) => plainView(line).text)
    .filter((line) => line !== "" && !isRule(line))
    .join("\n");
}

const isRule = (line: string) => /^[-–—_=.\s]+$/.test(line);
const holdsWords = (all: Run[]) => all.some((run) => !isRule(run.text));

function anchorsIn({ passages, anchored }: Context, cells: Span[]): number[] {
  const start = cells[0]?.start ?? 0;
  const end = cells.at(-1)?.end ?? 0;
  const here = passages.filter(({ span, ordinal }) => span.start < end && span.end > start && !anchored.has(ordinal));
  for (const { ordinal } of here) anchored.add(ordinal);
  return here.map(({ ordinal }) => ordinal);
}

function outlineDepths(outline: OutlineNode[]): number[] {
  const depths: number[] = [];
  for (const node of outline) depths[node.index] = node.parent === null ? 0 : (depths[node.parent] ?? 0) + 1;
  return depths;
}

/** A menu is often several spans in a row; one fold is enough. */
function joinFurniture(blocks: Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.kind === "furniture" && last?.kind === "furniture") last.paragraphs.push(...block.paragraphs);
    else joined.push(block);
  }
  return joined;
}

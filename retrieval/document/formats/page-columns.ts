import { height, lineFrom, segmentsOf } from "./page-lines.ts";
import type { PageLine, PagePart } from "./page-types.ts";

interface Region {
  lines: PageLine[];
  /** White strip that all lines with two halves leave free. */
  gutter: { from: number; to: number };
  halves: number;
}

/**
 * Parts without borders where words stand side by side: letterhead, signature beside Nơi nhận. Each such region becomes
 * one row of two cells, so that the left half is read before the right one, as in a Word file's table.
 */
export function withColumns(lines: readonly PageLine[]): PagePart[] {
  const parts: PagePart[] = [];
  let plain: PageLine[] = [];
  for (let at = 0; at < lines.length; ) {
    const region = regionFrom(lines, at);
    if (!region) {
      plain.push(lines[at] as PageLine);
      at += 1;
      continue;
    }
    if (plain.length > 0) parts.push({ kind: "lines", lines: plain });
    plain = [];
    parts.push({ kind: "row", cells: halvesOf(region), ruled: false });
    at += region.lines.length;
  }
  if (plain.length > 0) parts.push({ kind: "lines", lines: plain });
  return parts;
}

function regionFrom(lines: readonly PageLine[], from: number): Region | null {
  const region: Region = {
    lines: [],
    gutter: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    halves: 0,
  };
  for (const line of lines.slice(from)) {
    const gutter = sharedGutter(region, line);
    if (!gutter) break;
    region.gutter = gutter;
    region.halves += segmentsOf(line).length > 1 ? 1 : 0;
    region.lines.push(line);
  }
  // One-sided lines below the last pair belong to the region only where they follow it closely (a signer's name).
  while (region.lines.length > 0 && !endsRegion(region)) region.lines.pop();
  const first = region.lines[0];
  return first && region.halves > 0 && region.lines.length > 0 ? region : null;
}

/** The strip that stays free when the line joins; null when it cannot join. */
function sharedGutter({ gutter, lines, halves }: Region, line: PageLine): Region["gutter"] | null {
  const segments = segmentsOf(line);
  if (segments.length > 2) return null;
  if (segments.length === 2) {
    const [left, right] = segments as [PageLine, PageLine];
    const from = Math.max(gutter.from, left.x1);
    const to = Math.min(gutter.to, right.x0);
    return to - from > height(line) * 0.8 ? { from, to } : null;
  }
  const before = lines.at(-1);
  if (before && line.top - before.bottom > height(line) * 6) return null;
  if (halves === 0) return null;
  if (line.x1 <= gutter.from + (gutter.to - gutter.from) / 2)
    return { from: Math.max(gutter.from, line.x1), to: gutter.to };
  if (line.x0 >= gutter.from + (gutter.to - gutter.from) / 2)
    return { from: gutter.from, to: Math.min(gutter.to, line.x0) };
  return null;
}

function endsRegion({ lines, gutter }: Region): boolean {
  const last = lines.at(-1) as PageLine;
  return segmentsOf(last).length > 1 || last.x0 >= gutter.to || last.x1 <= gutter.from;
}

function halvesOf({ lines, gutter }: Region): PageLine[][] {
  const cut = (gutter.from + gutter.to) / 2;
  const half = (isLeft: boolean) =>
    lines
      .map((line) => line.words.filter((word) => (word.x0 + word.x1) / 2 < cut === isLeft))
      .filter((words) => words.length > 0)
      .map(lineFrom);
  return [half(true), half(false)];
}

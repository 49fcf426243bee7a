import { INK } from "./deskew.ts";
import type { Rule } from "./page-types.ts";
import type { Bitmap } from "./pdfium.ts";

/** At 200 dpi: a table's row is 45 pixels high at least, a capital letter 30 at most; a column is wider than a word. */
const SHORTEST_VERTICAL = 44;
const SHORTEST_HORIZONTAL = 110;
/** Scans break lines; a gap of some pixels is none. */
const MOST_GAP = 4;
/** A line is thinner than a stamp's rim or a black edge. */
const THICKEST = 9;

/** The grey rim of a line. */
const MARGIN = 2;

/** Borders of tables in a page's picture: long straight runs of ink, merged where a line is several pixels thick. */
export function rulesOf(page: Bitmap): Rule[] {
  return [...merged(runs(page, true), true), ...merged(runs(page, false), false)].filter(
    ({ x0, x1, top, bottom }) => Math.min(x1 - x0, bottom - top) <= THICKEST,
  );
}

/** The picture without its borders: next to one the engine reads "|Sở", and loses the lone figure of a narrow cell. */
export function withoutRules({ width, height, pixels }: Bitmap, rules: readonly Rule[]): Bitmap {
  const clean = pixels.slice();
  for (const { x0, x1, top, bottom } of rules) {
    const [left, right] = [Math.max(0, Math.floor(x0) - MARGIN), Math.min(width, Math.ceil(x1) + MARGIN + 1)];
    for (let y = Math.max(0, Math.floor(top) - MARGIN); y <= Math.min(height - 1, Math.ceil(bottom) + MARGIN); y += 1)
      clean.fill(255, y * width + left, y * width + right);
  }
  return { width, height, pixels: clean };
}

/** Along rows or along columns; a pixel counts as ink when it or its neighbour across is: skew leaves steps. */
function runs({ width, height, pixels }: Bitmap, across: boolean): Rule[] {
  const [lines, length] = across ? [height, width] : [width, height];
  const shortest = across ? SHORTEST_HORIZONTAL : SHORTEST_VERTICAL;
  const ink = (line: number, at: number) =>
    (across ? (pixels[line * width + at] as number) : (pixels[at * width + line] as number)) < INK;
  const found: Rule[] = [];
  for (let line = 0; line + 1 < lines; line += 1) {
    let start = -1;
    let last = -1;
    const close = () => {
      if (start >= 0 && last - start >= shortest) {
        found.push(
          across
            ? { x0: start, x1: last, top: line, bottom: line + 1 }
            : { x0: line, x1: line + 1, top: start, bottom: last },
        );
      }
      start = -1;
    };
    for (let at = 0; at < length; at += 1) {
      if (ink(line, at) || ink(line + 1, at)) {
        if (start < 0) start = at;
        last = at;
      } else if (start >= 0 && at - last > MOST_GAP) close();
    }
    close();
  }
  return found;
}

function merged(rules: readonly Rule[], across: boolean): Rule[] {
  const kept: Rule[] = [];
  for (const rule of rules) {
    const same = kept.findLast((other) =>
      across
        ? rule.top - other.bottom <= 2 && rule.x0 <= other.x1 + MOST_GAP && other.x0 <= rule.x1 + MOST_GAP
        : rule.x0 - other.x1 <= 2 && rule.top <= other.bottom + MOST_GAP && other.top <= rule.bottom + MOST_GAP,
    );
    if (!same) kept.push({ ...rule });
    else {
      same.x0 = Math.min(same.x0, rule.x0);
      same.x1 = Math.max(same.x1, rule.x1);
      same.top = Math.min(same.top, rule.top);
      same.bottom = Math.max(same.bottom, rule.bottom);
    }
  }
  return kept;
}

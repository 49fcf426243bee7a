import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { at, numberInWords, type PlotWords, plot, scaleOf, WIDTH } from "./svg.ts";

export interface Column {
  label: string;
  /** Null: hidden; drawn as a gap with a sign, not as nothing. */
  value: number | null;
  /** The lower part of the column, filled; the rest is hatched. Null: not told. */
  part: number | null;
}

interface Columns extends PlotWords {
  columns: readonly Column[];
  /** What the filled and the hatched part are. */
  legend: { part: string; rest: string };
  /** In the place of a hidden column: "< 5". */
  hiddenSign: string;
}

const [LEFT, TOP, BOTTOM, HEIGHT] = [34, 34, 26, 210];
const FLOOR = HEIGHT - BOTTOM;
/** More labels than these under the columns would run into one another. */
const MOST_LABELS = 6;

/** One column a week: filled for the part, hatched for the rest, so that they differ in grey too. */
export function columnsPlot({ columns, legend, hiddenSign, ...words }: Columns): Html {
  const { top, ticks } = scaleOf(Math.max(0, ...columns.map(({ value }) => value ?? 0)));
  const y = (value: number) => at(FLOOR - (value / top) * (FLOOR - TOP));
  const step = (WIDTH - LEFT) / Math.max(1, columns.length);
  const width = Math.min(36, step * 0.7);
  const every = Math.ceil(columns.length / MOST_LABELS);
  const hatch = `${words.id}-h`;
  const content = html`<defs><pattern id="${hatch}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="plot-paper"/><rect width="2" height="5" class="plot-second"/></pattern></defs>
${legendHtml(legend, hatch)}
${ticks.map((tick) => html`<line class="plot-grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(tick)}" y2="${y(tick)}"/><text class="plot-tick" x="${LEFT - 5}" y="${y(tick) + 4}" text-anchor="end">${numberInWords(tick)}</text>`)}
${columns.map((column, index) => {
  const middle = LEFT + step * (index + 0.5);
  const label =
    (columns.length - 1 - index) % every === 0
      ? html`<text class="plot-tick" x="${at(middle)}" y="${HEIGHT - 8}" text-anchor="middle">${column.label}</text>`
      : "";
  return html`${columnHtml(column, { x: at(middle - width / 2), width: at(width), middle: at(middle), y, hatch, hiddenSign })}${label}`;
})}`;
  return plot(words, { width: WIDTH, height: HEIGHT }, content);
}

interface Drawing {
  x: number;
  width: number;
  middle: number;
  y(value: number): number;
  hatch: string;
  hiddenSign: string;
}

function columnHtml({ value, part }: Column, { x, width, middle, y, hatch, hiddenSign }: Drawing): Html {
  if (value === null) {
    return html`<text class="plot-hidden" x="${middle}" y="${FLOOR - 5}" text-anchor="middle">${hiddenSign}</text>`;
  }
  const box = (from: number, to: number, attributes: Html) =>
    html`<rect x="${x}" y="${y(to)}" width="${width}" height="${at(y(from) - y(to))}" ${attributes}/>`;
  const number =
    width < 18
      ? ""
      : html`<text class="plot-value" x="${middle}" y="${y(value) - 4}" text-anchor="middle">${numberInWords(value)}</text>`;
  // Where the part is not told the whole column is drawn plain.
  if (part === null) return html`${box(0, value, html`class="plot-plain"`)}${number}`;
  return html`${box(0, part, html`class="plot-first"`)}${box(part, value, html`class="plot-edge" fill="url(#${hatch})"`)}${number}`;
}

function legendHtml({ part, rest }: Columns["legend"], hatch: string): Html {
  return html`<rect class="plot-first" x="${LEFT}" y="4" width="12" height="12"/><text class="plot-tick" x="${LEFT + 17}" y="14">${part}</text>
<rect class="plot-edge" fill="url(#${hatch})" x="${LEFT + 130}" y="4" width="12" height="12"/><text class="plot-tick" x="${LEFT + 147}" y="14">${rest}</text>`;
}

import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { at, numberInWords, type PlotWords, plot, scaleOf, WIDTH } from "./svg.ts";

interface Lines extends PlotWords {
  labels: readonly string[];
  /** At most two. Null: not told; the line has a gap. */
  series: readonly { name: string; values: readonly (number | null)[] }[];
  unit: string;
}

const [LEFT, TOP, BOTTOM, HEIGHT] = [44, 34, 26, 190];
const FLOOR = HEIGHT - BOTTOM;
const MOST_LABELS = 6;

/** The first line is drawn whole with dots, the second dashed with squares: they differ in grey too. */
export function linesPlot({ labels, series, unit, ...words }: Lines): Html {
  const { top, ticks } = scaleOf(Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))), 3);
  const y = (value: number) => at(FLOOR - (value / top) * (FLOOR - TOP));
  const step = (WIDTH - LEFT) / Math.max(1, labels.length);
  const x = (index: number) => at(LEFT + step * (index + 0.5));
  const every = Math.ceil(labels.length / MOST_LABELS);
  const content = html`${ticks.map((tick) => html`<line class="plot-grid" x1="${LEFT}" x2="${WIDTH}" y1="${y(tick)}" y2="${y(tick)}"/><text class="plot-tick" x="${LEFT - 5}" y="${y(tick) + 4}" text-anchor="end">${numberInWords(tick)}</text>`)}
${labels.map((label, index) => ((labels.length - 1 - index) % every === 0 ? html`<text class="plot-tick" x="${x(index)}" y="${HEIGHT - 8}" text-anchor="middle">${label}</text>` : ""))}
${series.map(
  (
    { name, values },
    at,
  ) => html`${markHtml(at, LEFT + 6 + at * 130, 10)}<text class="plot-tick" x="${LEFT + 17 + at * 130}" y="14">${name} (${unit})</text>
${runsOf(values).map((run) => html`<polyline class="plot-line-${at + 1}" points="${run.map(({ index, value }) => `${x(index)},${y(value)}`).join(" ")}"/>`)}
${values.map((value, index) => (value === null ? "" : markHtml(at, x(index), y(value))))}`,
)}`;
  return plot(words, { width: WIDTH, height: HEIGHT }, content);
}

function markHtml(series: number, x: number, y: number): Html {
  return series === 0
    ? html`<circle class="plot-first" cx="${x}" cy="${y}" r="4"/>`
    : html`<rect class="plot-mark" x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8"/>`;
}

/** What can be joined by a line. */
function runsOf(values: readonly (number | null)[]): { index: number; value: number }[][] {
  const runs: { index: number; value: number }[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  }
  return runs.filter((run) => run.length > 1);
}

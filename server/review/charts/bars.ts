import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";
import { at, numberInWords, type PlotWords, plot, WIDTH } from "./svg.ts";

interface Bars extends PlotWords {
  bars: readonly { label: string; value: number }[];
}

const ROW = 34;
/** About what fits above a bar on a phone. */
const LONGEST = 46;

/** One bar a row with its name above it: names of agencies are long and phones narrow. */
export function barsPlot({ bars, ...words }: Bars): Html {
  const largest = Math.max(1, ...bars.map(({ value }) => value));
  const room = WIDTH - 44;
  const rows = bars.map(({ label, value }, index) => {
    const top = index * ROW;
    const length = at((value / largest) * room);
    return html`<text class="plot-name" x="0" y="${top + 12}">${shorten(label)}</text><rect class="plot-first" x="0" y="${top + 17}" width="${length}" height="11"/><text class="plot-value" x="${at(length + 6)}" y="${top + 27}">${numberInWords(value)}</text>`;
  });
  return plot(words, { width: WIDTH, height: Math.max(1, bars.length) * ROW }, rows);
}

const shorten = (label: string) => (label.length <= LONGEST ? label : `${label.slice(0, LONGEST - 1).trimEnd()}…`);

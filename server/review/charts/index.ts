/**
 * Plots as SVG, drawn on the server: three small forms of a page under a policy that admits no inline style and no script.
 * Libraries for this (D3, Vega, Plot) want a DOM or write style attributes.
 */
export { barsPlot } from "./bars.ts";
export { type Column, columnsPlot } from "./columns.ts";
export { linesPlot } from "./lines.ts";
export { numberInWords } from "./svg.ts";

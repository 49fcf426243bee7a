import { html } from "hono/html";
import type { Html } from "../../pages/index.ts";

/** What every plot is told: its title and what it shows in words, for who does not see it. */
export interface PlotWords {
  /** Unique on its page. */
  id: string;
  title: string;
  description: string;
}

/** One plot. Sizes are units of the view box: on a phone of 375 points about one point each. No style stands inline. */
export function plot({ id, title, description }: PlotWords, { width, height }: Size, content: unknown): Html {
  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" xmlns="http://www.w3.org/2000/svg"><title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>${content}</svg>`;
}

interface Size {
  width: number;
  height: number;
}

export const WIDTH = 340;

/** Coordinates with at most one decimal, so that the markup stays short. */
export const at = (value: number): number => Math.round(value * 10) / 10;

/** A round number not below the largest, and the steps up to it: 37 → 40 in steps of 10. */
export function scaleOf(largest: number, steps = 4): { top: number; ticks: number[] } {
  const rough = Math.max(largest, 1) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough);
  const whole = Math.ceil(step);
  const count = Math.max(1, Math.ceil(largest / whole));
  return { top: whole * count, ticks: Array.from({ length: count + 1 }, (_, index) => index * whole) };
}

/** "1.234", "0,5" */
export const numberInWords = (value: number): string => value.toLocaleString("vi-VN", { maximumFractionDigits: 1 });

import type { Rule } from "./page-types.ts";
import type { Bitmap } from "./pdfium.ts";

/** Part of a picture with white around it. */
export function cut({ width, height, pixels }: Bitmap, box: Rule, padding: number): Bitmap {
  const [left, top] = [Math.max(0, Math.floor(box.x0)), Math.max(0, Math.floor(box.top))];
  const wide = Math.min(width, Math.ceil(box.x1)) - left;
  const high = Math.min(height, Math.ceil(box.bottom)) - top;
  const part = { width: wide + 2 * padding, height: high + 2 * padding };
  const out = new Uint8Array(part.width * part.height).fill(255);
  for (let row = 0; row < high; row += 1) {
    const from = (top + row) * width + left;
    out.set(pixels.subarray(from, from + wide), (row + padding) * part.width + padding);
  }
  return { ...part, pixels: out };
}

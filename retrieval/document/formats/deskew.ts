import type { Bitmap } from "./pdfium.ts";

/** Darker than this is ink. */
export const INK = 128;
const MOST_DEGREES = 4;
const STEP = 0.1;
/** Less is left as it is: a line of 1600 pixels then rises by 4. */
const LEAST_DEGREES = 0.15;
const SAMPLE = 3;

/** The page turned so that its lines lie level: letterhead and borders are found by their place. */
export function deskewed(page: Bitmap): Bitmap {
  const degrees = skewOf(page);
  return Math.abs(degrees) < LEAST_DEGREES ? page : turned(page, degrees);
}

/**
 * The angle at which the ink falls into the fewest rows (projection profile): lines and the white between them are
 * parted best when they lie level.
 */
export function skewOf({ width, height, pixels }: Bitmap): number {
  const points: [number, number][] = [];
  for (let y = 0; y < height; y += SAMPLE)
    for (let x = 0; x < width; x += SAMPLE) if ((pixels[y * width + x] as number) < INK) points.push([x, y]);
  let best = { degrees: 0, score: 0 };
  for (let step = -MOST_DEGREES / STEP; step <= MOST_DEGREES / STEP; step += 1) {
    const degrees = step * STEP;
    const score = sharpness(points, Math.tan((degrees * Math.PI) / 180), width + height);
    if (score > best.score * (1 + 1e-6)) best = { degrees, score };
  }
  return best.degrees;
}

function sharpness(points: readonly [number, number][], slope: number, size: number): number {
  const rows = new Float64Array(Math.ceil((size * 2) / SAMPLE));
  for (const [x, y] of points) {
    const row = Math.floor((y - x * slope + size / 2) / SAMPLE);
    if (row >= 0 && row < rows.length) (rows[row] as number)++;
  }
  return rows.reduce((sum, count) => sum + count * count, 0);
}

/** Turned about its middle, the corners filled with white; each pixel taken from the four around its place. */
function turned({ width, height, pixels }: Bitmap, degrees: number): Bitmap {
  const angle = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [middleX, middleY] = [width / 2, height / 2];
  const out = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const fromX = cosine * (x - middleX) - sine * (y - middleY) + middleX;
      const fromY = sine * (x - middleX) + cosine * (y - middleY) + middleY;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) continue;
      const at = top * width + left;
      const [dx, dy] = [fromX - left, fromY - top];
      const upper = (pixels[at] as number) * (1 - dx) + (pixels[at + 1] as number) * dx;
      const lower = (pixels[at + width] as number) * (1 - dx) + (pixels[at + width + 1] as number) * dx;
      out[y * width + x] = upper * (1 - dy) + lower * dy;
    }
  }
  return { width, height, pixels: out };
}

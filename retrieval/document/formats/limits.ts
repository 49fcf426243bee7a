/** What one file may cost. All can be set by whoever makes a decoder; the defaults fit a server of 2 GB. */
export interface ReadingLimits {
  /** Pages of a PDF with text. The longest plan of the corpora has 214. */
  pages: number;
  /** Pages that have to be recognised, at 2 to 6 s each. */
  scannedPages: number;
  /** Longest time without progress: a page recognised, a whole file of the other formats. */
  secondsAStep: number;
  secondsAFile: number;
  /** Heap of the reading process; a .docx at the limits above needs 300 MB. */
  heapMegabytes: number;
  /** Everything that the reading process holds, with what the PDF and OCR engines take beside the heap. */
  memoryMegabytes: number;
}

export const READING_LIMITS: ReadingLimits = {
  pages: 2000,
  scannedPages: 200,
  secondsAStep: 60,
  secondsAFile: 1800,
  heapMegabytes: 512,
  memoryMegabytes: 1536,
};

/** Sides of an image or a page in pixels at 200 dpi: A0 has 6622 × 9362. */
export const MOST_SIDE = 12_000;
export const MOST_PIXELS = 60_000_000;

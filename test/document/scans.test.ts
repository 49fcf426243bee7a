import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { skewOf } from "../../retrieval/document/formats/deskew.ts";
import { doubtfulWarnings } from "../../retrieval/document/formats/doubt.ts";
import { createFileDecoder, type DecodedFile, isDoubtful } from "../../retrieval/document/index.ts";
import { characterErrorRate, fixture, fixtureText, parseDecoded, reading } from "../support/format-fixtures.ts";

const decoder = createFileDecoder();
afterAll(() => decoder.close());

/** From the first sentence on, without rules and borders: a letterhead in two columns is read column by column. */
const body = (text: string) => text.slice(text.indexOf("Thực hiện")).replace(/-{3,}|\|/g, "");
const errorRate = (decoded: DecodedFile, twin: string) =>
  characterErrorRate(body(fixtureText(twin)), body(decoded.text));

/** Measured .0029, .0007, .0014 and .0044 in the order below; the engine is deterministic, so a new version is what moves them. */
const MOST_ERRORS = 0.01;

// Each page takes 2 to 8 s, so every scan is read once.
describe.each([
  ["quet-sach.png", "a clean page", "cong-van.txt", 1],
  ["quet-mo.jpg", "a page turned by 0.8°, blurred, speckled and packed hard", "cong-van.txt", 1],
  ["chup.jpg", "a page photographed at 150 dpi on grey paper, turned by 1.5°", "cong-van.txt", 1],
  ["quet-sach.pdf", "a scanned plan with a table over two pages", "ke-hoach.txt", 2],
] as const)("%s, %s", (name, _, twin, pages) => {
  let decoded: DecodedFile;
  beforeAll(async () => {
    decoded = await decoder.decode(fixture(name), name);
  });

  it("is recognised within the error rate", () => {
    expect(errorRate(decoded, twin)).toBeLessThan(MOST_ERRORS);
  });

  it("has the number, date and issuer of its twin, and says that it was recognised", () => {
    const { header } = parseDecoded(decoded);
    const right = parseDecoded({ text: fixtureText(twin), pages: [], warnings: [] }).header;
    for (const field of ["number", "issuedOn", "issuer", "type"] as const)
      expect(header[field]?.value).toBe(right[field]?.value);
    expect(decoded.warnings[0]?.code).toBe("ocr.scanned");
    expect(decoded.scannedPages).toEqual(Array.from({ length: pages }, (_, index) => index + 1));
    expect(header.pages).toHaveLength(pages);
  });

  it("gives the same agencies their tasks", () => {
    const duties = (read: ReturnType<typeof parseDecoded>) =>
      reading(read).duties.map(({ agency, role, deadline }) => [agency, role, deadline]);
    const right = duties(parseDecoded({ text: fixtureText(twin), pages: [], warnings: [] }));
    expect(duties(parseDecoded(decoded))).toEqual(right);
  });
});

describe("doubt", () => {
  const text = "Số: 465/UBND-VX. Sở Tài chính chi 4.250 triệu đồng trước ngày 30/9/2024.";
  const words = (unsure: Record<string, number>) =>
    [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
      start: index,
      end: index + word.length,
      confidence: unsure[word] ?? 96,
    }));
  const warningsFor = (unsure: Record<string, number>) =>
    doubtfulWarnings({
      text,
      words: words(unsure),
      pages: [{ start: 0, end: text.length }],
      scannedPages: [1],
      warnings: [],
    });
  const told = (unsure: Record<string, number>) =>
    warningsFor(unsure).flatMap(({ span }) => (span ? [text.slice(span.start, span.end)] : []));

  it("names the number, date, agency or figure that one of its words puts in doubt, with its place", () => {
    expect(told({ "465/UBND-VX.": 70 })).toEqual(["465/UBND-VX"]);
    expect(told({ "30/9/2024.": 85, Tài: 60 })).toEqual(["Sở Tài chính", "30/9/2024"]);
    expect(told({ "4.250": 87 })).toEqual(["4.250"]);
    expect(told({ đồng: 70 })).toEqual([]);
    expect(told({ đồng: 30 })).toEqual(["đồng"]);
  });

  it("is known of a quote that touches such words, and of no other", () => {
    const warnings = warningsFor({ "4.250": 60 });
    const at = text.indexOf("4.250");
    expect(isDoubtful(warnings, { start: at - 10, end: at + 2 })).toBe(true);
    expect(isDoubtful(warnings, { start: 0, end: at - 1 })).toBe(false);
  });

  it("covers a page that is unsure on the whole", () => {
    const all = Object.fromEntries([...text.matchAll(/\S+/g)].map(([word]) => [word, 60]));
    expect(warningsFor(all).find(({ code }) => code === "ocr.poor")?.span).toEqual({ start: 0, end: text.length });
  });
});

describe("skewOf", () => {
  it.each([-2.5, 0, 1.3])("finds lines that were turned by %s°", (degrees) => {
    const [width, height] = [800, 800];
    const pixels = new Uint8Array(width * height).fill(255);
    const slope = Math.tan((degrees * Math.PI) / 180);
    for (let line = 120; line < 700; line += 40)
      for (let x = 60; x < 740; x += 1)
        for (let thick = 0; thick < 12; thick += 1)
          pixels[Math.round(line + thick + (x - 400) * slope) * width + x] = 0;
    expect(skewOf({ width, height, pixels })).toBeCloseTo(degrees, 0);
  });
});

import { afterAll, expect, it } from "vitest";
import { createFileDecoder } from "../../retrieval/document/index.ts";
import { fuzzFormats } from "../fuzz/formats.ts";

const decoder = createFileDecoder({ secondsAStep: 20 });
afterAll(() => decoder.close());

// `npm run fuzz -- formats` reads 2,000; these are the same on every machine.
it("120 damaged files of every format give text or a clear refusal, and the process lives", async () => {
  const report = await fuzzFormats(decoder, { files: 120, seed: 1 });
  expect(report.faults).toEqual([]);
  expect(report.read).toBeGreaterThan(20);
  expect(Object.values(report.refused).reduce((sum, count) => sum + count, 0)).toBe(120 - report.read);
  expect(report.refused["file.too_slow"] ?? 0).toBe(0);
});

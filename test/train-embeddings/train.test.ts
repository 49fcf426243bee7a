import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWordEmbedder } from "../../retrieval/embed/offline-vectors.ts";
import { packWordVectors, readWordVectors } from "../../retrieval/embed/word-vectors.ts";
import { createOfflineEmbedder } from "../../retrieval/index.ts";
import { fold } from "../../retrieval/text/index.ts";
import { readCorpus } from "../../scripts/train-embeddings/corpus.ts";
import { manifestOf, sha256 } from "../../scripts/train-embeddings/manifest.ts";
import { allowsAllBut } from "../../scripts/train-embeddings/refused.ts";
import { openSources } from "../../scripts/train-embeddings/sources.ts";
import { DEFAULT_SETTINGS, quantised, type TrainSettings, trainVectors } from "../../scripts/train-embeddings/train.ts";
import { madeUpText } from "./text.ts";

const MAIN = fileURLToPath(new URL("../../scripts/train-embeddings/main.ts", import.meta.url));
const SMALL = { dimensions: 16, syllables: 200, pairs: 200, leastPair: 5, epochs: 6, shardSize: 64, contexts: 100 };
const run = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trich-dan-vectors-"));
  writeFileSync(join(folder, "text.txt"), madeUpText(1200));
  writeFileSync(join(folder, "more.txt.gz"), gzipSync(madeUpText(500)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);
const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

async function read(refused: readonly string[] = []) {
  const sources = await openSources([file("text.txt"), file("more.txt.gz")]);
  const options = { mostTokens: 1_000_000, leastCount: 2, isAllowed: allowsAllBut(refused), onProgress: () => {} };
  return { sources, result: await readCorpus({ ...options, paragraphs: sources.paragraphs() }) };
}

async function train(changes: Partial<TrainSettings> = {}, workers = 2) {
  const { sources, result } = await read();
  const settings = { ...DEFAULT_SETTINGS, ...SMALL, ...changes };
  const trained = await trainVectors({ corpus: result.corpus, settings, workers, onProgress: () => {} });
  const vectors = quantised(trained, result.corpus);
  const manifest = manifestOf({ sources: sources.records, read: result, settings, vectors });
  return packWordVectors({ ...vectors, manifest });
}

async function expectSubjectsApart(bytes: Uint8Array): Promise<void> {
  const embedder = createWordEmbedder(readWordVectors(bytes, "test"));
  const [money, near, far] = await embedder.embed(["kinh phí", "ngân sách", "bác sĩ"], "question");
  expect(cosine(money!, near!)).toBeGreaterThan(cosine(money!, far!) + 0.05);
}

describe("training", () => {
  test("makes the same bytes with one thread as with two, and others with another seed", async () => {
    const [one, two, other] = [await train({}, 1), await train({}, 2), await train({ seed: 8 })];
    expect(sha256(two)).toBe(sha256(one));
    expect(sha256(other)).not.toBe(sha256(one));
    await expectSubjectsApart(one);
    const name = (bytes: Uint8Array) => createWordEmbedder(readWordVectors(bytes, "test")).model;
    expect(name(other)).not.toBe(name(one));
  });

  test("knows what stands near what from co-occurrence alone", async () => {
    await expectSubjectsApart(await train({ window: 4, epochs: 0 }));
  });

  test("reads no further than it is told to, and keeps out questions that it is told of", async () => {
    const [question] = madeUpText(1200)
      .split("\n")
      .filter((line) => line.endsWith("?"));
    const { result } = await read([question!]);
    expect(result.refused).toBeGreaterThan(0);
    expect(result.heldOut.length).toBeGreaterThan(0);
    expect(result.paragraphs).toBeGreaterThan(result.heldOut.length + result.refused + 1000);
    const few = await readCorpus({
      ...{ paragraphs: (await openSources([file("text.txt")])).paragraphs(), mostTokens: 500, leastCount: 2 },
      ...{ isAllowed: () => true, onProgress: () => {} },
    });
    expect(few.corpus.tokens.length).toBeLessThan(600);
    expect(few.unread).toBeGreaterThan(500);
  });
});

describe("npm run train-embeddings", () => {
  const SETTINGS = Object.entries({ ...SMALL, epochs: 3 }).flatMap(([name, value]) => ["--set", `${name}=${value}`]);

  test("writes vectors that the server can use, says what of, and evaluates them", async () => {
    const [corpus, queries, out] = [file("corpus.jsonl"), file("queries.jsonl"), file("own.bin")];
    writeFileSync(corpus, '{"id": "a", "text": "dự toán ngân sách"}\n{"id": "b", "text": "bác sĩ khám chữa"}\n');
    writeFileSync(queries, '{"id": "q", "text": "kinh phí thanh toán?", "relevant": ["a"]}\n');
    const evaluate = ["--evaluate", "--words", "bệnh viện", "--corpus", corpus, "--queries", queries];
    const args = [MAIN, file("text.txt"), "--out", out, "--least-count", "2", ...SETTINGS, ...evaluate];
    const { stdout, stderr } = await run(process.execPath, args);
    expect(stdout).toMatch(/^bệnh viện → \S+ \S+ 0\.\d\d, /);
    expect(stdout).toContain("benchmark: 1 questions, 2 passages");
    expect(stdout).toMatch(/vectors alone: 1\.000 1\.000 1\.000/);
    expect(stderr).toMatch(/1\d\d\d paragraphs, \d+ tokens/);

    const embedder = createOfflineEmbedder(out);
    const bytes = readFileSync(out);
    const manifest = JSON.parse(readFileSync(`${out}.json`, "utf8"));
    expect(manifest).toMatchObject({
      model: embedder.model,
      file: { name: "own.bin", bytes: bytes.length, sha256: sha256(bytes) },
      sources: [{ name: "text.txt", sha256: sha256(readFileSync(file("text.txt"))) }],
      settings: { dimensions: 16, seed: 7 },
      ...embedder.manifest,
    });
  });

  test("says what is wrong, and not where in the program", async () => {
    const wrong: [string[], RegExp][] = [
      [["--evaluate", "--from", MAIN], /no file of word vectors that npm run train-embeddings has written/],
      [[folder, "--out", "x.bin", "--set", "wrong=1"], /--set wrong=1/],
    ];
    for (const [args, sentence] of wrong) {
      const failed = await run(process.execPath, [MAIN, ...args]).catch((error: { stderr: string }) => error);
      expect(failed.stderr).toMatch(sentence);
      expect(failed.stderr).not.toMatch(/\n +at /);
    }
  });
});

describe("a question", () => {
  test("mistyped in one word, or typed without diacritics, reaches the same vector", async () => {
    const embedder = createOfflineEmbedder();
    const questions = [
      ["Sở Tài chính bố trí kinh phí thế nào?", "Sở Tài chímh bố trí kinh phíi thế nào?"],
      ["Chỉ thị giao việc gì cho Sở Nội vụ?", "Chỉ thij giao việc gì cho Sở Nội vụ?"],
      ["Ai được hưởng bảo hiểm y tế?", "Ai được hưởng bảo hiẻm y tế?"],
    ] as const;
    for (const [right, wrong] of questions) {
      const [one, two, bare] = await embedder.embed([right, wrong, fold(right)], "question");
      expect(cosine(one!, two!), wrong).toBeGreaterThan(0.98);
      expect(cosine(one!, bare!), right).toBeGreaterThan(0.95);
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  denseSearch,
  embedCached,
  getPassages,
  hybridSearch,
  idfOf,
  indexTexts,
  lexicalSearch,
  type PassageFilter,
  type PassageHit,
  saveDocumentVersion,
  settleWeights,
  termCoverage,
} from "../../retrieval/index.ts";
import { fold, terms } from "../../retrieval/text/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { type ParsedDocumentParts, parsedDocument } from "../support/parsed-document.ts";

const db = await openTestDatabase();
const embedder = createHashedEmbedder(64);
afterAll(() => db.close());

const documents: Record<string, ParsedDocumentParts> = {
  north: {
    header: { issuer: "UBND tỉnh Bắc Mẫu", number: "21/KH-UBND" },
    lines: [
      { text: "Bảo đảm nguồn vốn sửa chữa trường học.", path: ["1. Sở Tài chính"] },
      { text: "Tổ chức tiêm chủng tại các xã vùng cao.", path: ["2. Sở Y tế"] },
      { text: "Nơi nhận: như trên.", kind: "recipients" },
    ],
  },
  south: {
    header: { issuer: "UBND tỉnh Nam Mẫu", number: "22/KH-UBND" },
    lines: [
      { text: "Bảo đảm nguồn vốn sửa chữa trường học.", path: ["1. Sở Tài chính"] },
      { text: "Ủy ban nhân dân các xã báo cáo hằng quý.", path: ["3. Các xã"] },
    ],
  },
};
const ids: Record<string, number> = {};

beforeAll(async () => {
  for (const [sourceName, parts] of Object.entries(documents)) {
    const parsed = parsedDocument(parts);
    const embeddings = await embedCached(db, embedder, indexTexts(parsed));
    const options = { sourceName, contentHash: sourceName, parserVersion: "1", parsed, embeddings };
    ids[sourceName] = (await saveDocumentVersion(db, options)).documentId;
  }
  await settleWeights(db);
});

const textOf = async (hit: PassageHit | undefined) => (await getPassages(db, hit ? [hit.passageId] : []))[0]?.text;

describe("the lexical leg", () => {
  test.each(["tiêm chủng vùng cao", "tiem chung vung cao", "TIÊM CHỦNG", "tiêm chung"])(
    "finds by words: %s",
    async (question) => {
      const [hit] = await lexicalSearch(db, { question });
      expect(await textOf(hit)).toContain("tiêm chủng");
    },
  );

  test("finds by context that is not quoted: issuer, number, heading", async () => {
    for (const question of ["nguồn vốn tỉnh Nam Mẫu", "nguon von 22/KH-UBND", "nguồn vốn 22/kh-ubnd"]) {
      const [hit] = await lexicalSearch(db, { question });
      expect(hit?.documentId).toBe(ids.south);
      expect(await textOf(hit)).not.toContain("Nam Mẫu");
    }
  });

  test("old and new tone placement are the same word", async () => {
    const [hit] = await lexicalSearch(db, { question: "uỷ ban nhân dân các xã báo cáo" });
    expect(await textOf(hit)).toContain("Ủy ban");
  });

  test("nothing in common finds nothing", async () => {
    expect(await lexicalSearch(db, { question: "zzz qqq" })).toEqual([]);
    expect(await lexicalSearch(db, { question: "" })).toEqual([]);
    expect(await hybridSearch(db, { question: "?" })).toEqual([]);
  });

  test("scores lie in 0…1 and fall", async () => {
    const hits = await lexicalSearch(db, { question: "Sở Tài chính bảo đảm nguồn vốn" });
    const scores = hits.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((x, y) => y - x));
    expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
  });
});

describe("filters come before ranking", () => {
  test.each<[string, () => PassageFilter, number]>([
    ["document", () => ({ documentIds: [ids.north!] }), 1],
    ["none", () => ({ documentIds: [] }), 0],
    ["kind", () => ({ kinds: ["recipients"] }), 1],
  ])("%s", async (_, filter, atLeast) => {
    const [vector] = await embedder.embed(["nguồn vốn"]);
    const options = { question: "nguồn vốn như trên", limit: 1, ...filter() };
    const found = [
      await lexicalSearch(db, options),
      await hybridSearch(db, { ...options, vector: { model: embedder.model, values: vector! } }),
      await denseSearch(db, { ...options, vector: { model: embedder.model, values: vector! } }),
    ];
    for (const hits of found) expect(hits).toHaveLength(atLeast);
  });

  test("the same clause of two provinces is kept apart by the filter", async () => {
    for (const name of ["north", "south"]) {
      const hits = await lexicalSearch(db, { question: "nguồn vốn sửa chữa", documentIds: [ids[name]!] });
      expect(new Set(hits.map(({ documentId }) => documentId))).toEqual(new Set([ids[name]]));
    }
  });
});

describe("the vector leg", () => {
  test("finds a passage by its own text, and only under its model", async () => {
    const parsed = parsedDocument(documents.north!);
    const [, values] = await embedder.embed(indexTexts(parsed));
    const [hit] = await denseSearch(db, { vector: { model: embedder.model, values: values! } });
    expect(hit?.score).toBeCloseTo(1, 4);
    expect(await textOf(hit)).toContain("tiêm chủng");
    expect(await denseSearch(db, { vector: { model: "another", values: values! } })).toEqual([]);
  });

  test("fusion is the weighted sum of both scores", async () => {
    const question = "tiêm chủng";
    const values = (await embedder.embed([question]))[0]!;
    const hits = await hybridSearch(db, { question, vector: { model: embedder.model, values }, denseWeight: 0.4 });
    for (const { score, lexical, dense } of hits) expect(score).toBeCloseTo(0.6 * lexical + 0.4 * dense, 6);
    const alone = await hybridSearch(db, { question, vector: { model: embedder.model, values }, denseWeight: 0 });
    expect(alone.map(({ passageId }) => passageId)).toEqual(
      (await lexicalSearch(db, { question })).map(({ passageId }) => passageId),
    );
  });

  test("a text is embedded once a model", async () => {
    const asked: string[] = [];
    const counting = {
      ...embedder,
      model: "counting",
      isLocal: false,
      embed: (texts: readonly string[]) => {
        asked.push(...texts);
        return embedder.embed(texts);
      },
    };
    const first = await embedCached(db, counting, ["một", "hai", "một"]);
    const second = await embedCached(db, counting, ["hai", "một"]);
    expect(asked).toEqual(["một", "hai"]);
    expect(second.vectors).toEqual([first.vectors[1], first.vectors[0]]);
  });
});

test("coverage weighs the terms that a passage holds", async () => {
  const questionTerms = terms(fold("tiêm chủng máy bay"), { folded: true });
  const idf = await idfOf(db, questionTerms);
  expect(idf.get("may_bay")).toBeGreaterThan(idf.get("tiem_chung")!);
  const passageTerms = terms("tổ chức tiêm chủng", { folded: true });
  const { share, covered, missing } = termCoverage({ questionTerms, passageTerms, idf });
  expect(covered.sort()).toEqual(["chung", "tiem", "tiem_chung"]);
  expect(missing).toContain("may_bay");
  expect(share).toBeGreaterThan(0.2);
  expect(share).toBeLessThan(0.5);
  expect(termCoverage({ questionTerms: [], passageTerms, idf }).share).toBe(0);
});

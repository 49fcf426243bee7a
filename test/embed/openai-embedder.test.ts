import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import {
  createOpenAiEmbedder,
  denseSearch,
  denseWeightOf,
  type Embedder,
  hybridSearch,
  ingestDocument,
  type OpenAiEmbedderOptions,
  saveDenseWeight,
} from "../../retrieval/index.ts";
import { DENSE_WEIGHT } from "../../retrieval/search/legs/constants.ts";
import { directive } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { handClock } from "../support/model-clock.ts";
import { type ModelServer, startModelServer } from "../support/model-server/index.ts";

const KEY = "sk-an-embedding-key-of-nobody";
let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.close());

const embedder = (options: Partial<OpenAiEmbedderOptions> = {}): Embedder =>
  createOpenAiEmbedder({ baseUrl: server.url, apiKey: KEY, model: "test-embed", ...options });
const lengths = (vectors: readonly Float32Array[]) => vectors.map((vector) => Math.hypot(...vector).toFixed(3));

describe("vectors over the protocol", () => {
  test.each([["base64"], ["float"]] as const)("as %s: one a text, in order, of length 1", async (encoding) => {
    const one = embedder({ encoding });
    const vectors = await one.embed(["nước sạch", "kinh phí", "nước sạch"], "passage");
    expect(server.embeddings[0]).toMatchObject({ model: "test-embed", encoding_format: encoding });
    expect(lengths(vectors)).toEqual(["1.000", "1.000", "1.000"]);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    expect(one.dimensions).toBe(8);
  });

  test("both encodings give the same values, also from a server that knows floats only or answers out of order", async () => {
    const texts = ["một hai", "ba bốn năm", "sáu"];
    const wanted = await embedder({ encoding: "float" }).embed(texts, "passage");
    expect(await embedder({ encoding: "base64" }).embed(texts, "passage")).toEqual(wanted);
    server.embed = { floatsOnly: true, shuffles: true };
    expect(await embedder({ encoding: "base64" }).embed(texts, "passage")).toEqual(wanted);
  });

  test("many texts go in batches that a small server takes", async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `đoạn ${index}`);
    expect(await embedder().embed(texts, "passage")).toHaveLength(70);
    expect(server.embeddings.map(({ input }) => input.length)).toEqual([32, 32, 6]);
  });

  test("prefixes tell questions and passages apart, and are part of the model's name", async () => {
    const e5 = embedder({ queryPrefix: "query:", passagePrefix: "passage:", dimensions: 16 });
    await e5.embed(["nước"], "passage");
    await e5.embed(["nước"], "question");
    expect(server.embeddings.map(({ input }) => input[0])).toEqual(["passage: nước", "query: nước"]);
    expect(server.embeddings[0]?.dimensions).toBe(16);
    expect(e5.model).toMatch(/^test-embed@16#[\da-f]{8}$/);
    expect(embedder().model).toBe("test-embed");
    expect(embedder({ queryPrefix: "query:" }).model).not.toBe(embedder({ queryPrefix: "Query:" }).model);
  });

  test("a question goes out redacted", async () => {
    await embedder({ redact: (text) => text.replace("0912345678", "[số]") }).embed(["gọi 0912345678"]);
    expect(server.embeddings[0]?.input).toEqual(["gọi [số]"]);
  });
});

describe("a service that does not answer as it should", () => {
  test.each([
    [{ status: 401 }, "embedding.unauthorized"],
    [{ status: 404 }, "embedding.unknown"],
    [{ status: 400 }, "embedding.rejected"],
  ])("%j ends indexing at once: %s", async (behaviour, code) => {
    server.embed = behaviour;
    const fault = await embedder()
      .embed(["chuyện riêng"], "passage")
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(fault).toMatchObject({ code, retryable: false });
    expect(JSON.stringify([String(fault), fault])).not.toMatch(/chuyện riêng|sk-an/);
    expect(server.embeddings).toHaveLength(1);
  });

  test("a busy one is waited for while indexing", async () => {
    server.embed = { status: 503 };
    const clock = handClock();
    const vectors = embedder({ clock }).embed(["nước"], "passage");
    while (server.embeddings.length < 1) await new Promise((resolve) => setImmediate(resolve));
    server.embed = {};
    let got: Float32Array[] | null = null;
    void vectors.then((all) => {
      got = all;
    });
    while (got === null) await clock.advance(100);
    expect(await vectors).toHaveLength(1);
  });

  test("too few vectors and vectors of another length are refused", async () => {
    server.embed = { loses: true };
    expect(await embedder().embed(["một", "hai"])).toEqual([]);
    const one = embedder();
    server.embed = { dimensions: 8 };
    await one.embed(["một"], "passage");
    server.embed = { dimensions: 12 };
    await expect(one.embed(["hai"], "passage")).rejects.toMatchObject({ code: "embedding.wrong_length" });
  });

  test("a question does without: by its words alone, and the next ones do not wait", async () => {
    const reports: string[] = [];
    const clock = handClock();
    const one = embedder({ clock, report: ({ code }) => reports.push(code) });
    server.embed = { hang: true };
    for (let time = 1; time <= 3; time += 1) {
      const waiting = one.embed(["câu hỏi"]);
      while (server.embeddings.length < time) await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(5000);
      expect(await waiting).toEqual([]);
    }
    expect(await one.embed(["câu hỏi"])).toEqual([]);
    expect(server.embeddings).toHaveLength(3);
    expect(reports).toEqual(["embedding.timeout", "embedding.timeout", "embedding.timeout"]);
    server.embed = {};
    await clock.advance(30_000);
    expect(await one.embed(["câu hỏi"])).toHaveLength(1);
  });
});

describe("the index", async () => {
  const db = await openTestDatabase();
  afterAll(() => db.close());
  const plan = directive({
    issuer: "Ủy ban nhân dân\ntỉnh Lào Cai",
    number: "31/KH-UBND",
    type: "Kế hoạch",
    title: "Cấp nước sạch",
    place: "Lào Cai",
    date: "5/6/2024",
    clauses: ["1. Sở Y tế\n\nKiểm tra chất lượng nước tại trường học.", "2. Sở Xây dựng\n\nThẩm định thiết kế."],
  });
  const put = (one: Embedder, text: string, sidecar?: string) =>
    ingestDocument(
      { db, embedder: one },
      {
        bytes: new TextEncoder().encode(text),
        sidecar,
        sourceName: `${text.length}-${sidecar ?? ""}.txt`,
        collection: "t",
      },
    );

  test("is made with the model and remembers it, by generation; a passage is embedded once", async () => {
    await put(embedder(), plan);
    const sent = server.embeddings.flatMap(({ input }) => input);
    expect(sent.length).toBeGreaterThan(1);
    const [generation] = await db.query(
      "select embedding_model as model, embedding_dimensions as dimensions from index_generations order by id desc limit 1",
    );
    expect(generation).toEqual({ model: "test-embed", dimensions: 8 });
    await put(embedder(), `${plan}\n`);
    const again = server.embeddings.flatMap(({ input }) => input).slice(sent.length);
    expect(again.filter((text) => sent.includes(text))).toEqual([]);
  });

  test("is searched by question vectors of the model, and by words when the service is away", async () => {
    const [values] = await embedder().embed(["chất lượng nước"]);
    const hits = await denseSearch(db, { vector: { model: "test-embed", values: values! } });
    expect(hits.length).toBeGreaterThan(0);
    const ask = (one: Embedder) =>
      createPipeline({ db, embedder: one }).ask({ question: "Sở Y tế làm gì theo KH 31?" });
    const answer = await ask(embedder());
    server.embed = { status: 500 };
    expect((await ask(embedder())).answer).toBe(answer.answer);
  });

  test("weighs a model's vectors as it was measured for that model", async () => {
    const [values] = await embedder().embed(["thiết kế"]);
    const search = (denseWeight?: number) =>
      hybridSearch(db, { question: "chất lượng nước", vector: { model: "test-embed", values: values! }, denseWeight });
    expect(await denseWeightOf(db, "test-embed")).toBeNull();
    expect(await search()).toEqual(await search(DENSE_WEIGHT));
    await saveDenseWeight(db, { model: "test-embed", weight: 0.9, measuredOn: "a test" });
    expect(await search()).toEqual(await search(0.9));
    expect(await search(0.9)).not.toEqual(await search(DENSE_WEIGHT));
  });

  test("sends no word of a document that is kept inside; it is found by its words", async () => {
    const secret = plan
      .replace("31/KH-UBND", "32/KH-UBND")
      .replace("Kiểm tra chất lượng nước", "Khảo sát mạch nước ngầm");
    const before = server.embeddings.length;
    await put(embedder(), secret, '{"external_models": "no"}');
    expect(server.embeddings).toHaveLength(before);
    const answer = await createPipeline({ db, embedder: embedder() }).ask({
      question: "Sở Y tế làm gì theo Kế hoạch 32/KH-UBND?",
    });
    expect(answer.citations.map(({ quote }) => quote).join()).toContain("mạch nước ngầm");
    expect(JSON.stringify(server.embeddings)).not.toContain("mạch nước ngầm");
    // The vectors that come with the program are made in this process.
    const { saved } = await put(createHashedEmbedder(), `${secret}\n`, '{"external_models": "no"}');
    const [row] = await db.query<{ n: number }>(
      "select count(*)::integer as n from passage_embeddings where version_id = $1",
      [saved?.versionId],
    );
    expect(row?.n).toBeGreaterThan(0);
  });
});

test("documents are embedded in one way only, which asks whether they may leave", async () => {
  const { execFileSync } = await import("node:child_process");
  const found = execFileSync("git", ["grep", "-lE", "embedCached\\(", "--", "retrieval", "bot", "server"], {
    encoding: "utf8",
  });
  expect(found.trim().split("\n")).toEqual(["retrieval/embed/cached.ts"]);
});

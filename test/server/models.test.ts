import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { createOfflineEmbedder, type Database, indexModel, ingestFiles, reindexAll } from "../../retrieval/index.ts";
import { readConfig } from "../../server/config.ts";
import { openModels } from "../../server/models.ts";
import { createLog } from "../../server/ops/log.ts";
import { samplesFolder } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";
import { faithful } from "../support/model-server/faithful.ts";
import { type ModelServer, startModelServer } from "../support/model-server/index.ts";
import { ownVectors } from "../support/own-vectors.ts";

const KEY = "sk-a-key-of-test-server-models";
let server: ModelServer;
let db: Database;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  [server, db] = [await startModelServer(faithful), await openTestDatabase()];
});
afterEach(async () => {
  await server.close();
  await db.close();
});

const open = (environment: Record<string, string> = {}) => {
  const config = readConfig({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: KEY, ...environment });
  const log = createLog({
    ...config.log,
    level: "info",
    secrets: config.secrets,
    destination: { write: (line) => void lines.push(line) },
  });
  return openModels(config, { db, log });
};

describe("the models that are configured", () => {
  test("none: an address and a key alone send nothing anywhere", async () => {
    const { embedder, writer, notices } = await open();
    expect([embedder.model, embedder.isLocal, writer, notices]).toEqual([
      createOfflineEmbedder().model,
      true,
      undefined,
      [],
    ]);
  });

  test("a chat model writes, over the words that come with the program", async () => {
    const { embedder, writer } = await open({ CHAT_MODEL: "m" });
    await ingestFiles({ db, embedder }, [samplesFolder]);
    const answer = await createPipeline({ db, embedder, writer }).ask({ question: "Sở Nội vụ Lào Cai phải làm gì?" });
    expect(answer.answeredBy).toBe("m");
    expect(server.embeddings).toEqual([]);
  });

  test("what goes wrong is a line in the log with its reason, and without a word of the question or the key", async () => {
    const { embedder, writer } = await open({ CHAT_MODEL: "m", MODEL_RETRIES: "0", EMBEDDING_MODEL: "e" });
    await ingestFiles({ db, embedder }, [samplesFolder]);
    [server.chat, server.embed] = [() => ({ status: 401 }), { status: 500 }];
    const answer = await createPipeline({ db, embedder, writer }).ask({ question: "Kinh phí ở Lạng Sơn do ai lo?" });
    expect(answer).toMatchObject({ status: "answered", answeredBy: "extractive" });
    const told = lines.map((line) => JSON.parse(line) as { reason?: string; dropped?: string[] });
    expect(told.map(({ reason }) => reason)).toEqual(["embedding.failed", "model.unauthorized"]);
    expect(told.every(({ dropped }) => dropped === undefined)).toBe(true);
    expect(lines.join()).not.toMatch(/Kinh|Lạng Sơn|sk-/);
  });

  test("a key goes to the address that it is for, and to no other", async () => {
    const other = await startModelServer();
    const { embedder } = await open({ EMBEDDING_MODEL: "e", EMBEDDING_BASE_URL: other.url });
    await embedder.embed(["nước"], "passage");
    expect(other.keys).toEqual(["Bearer none"]);
    await other.close();
  });
});

describe("another embedding model", () => {
  const QUESTION = "Sở Tài chính Lạng Sơn phải làm gì?";

  test("of another length is switched in on a running system while questions are asked", async () => {
    const first = await open({ EMBEDDING_MODEL: "first", EMBEDDING_QUERY_PREFIX: "query:" });
    await ingestFiles({ db, embedder: first.embedder }, [samplesFolder]);
    server.embed = {
      vector: (text, dimensions) => Array.from({ length: dimensions }, (_, at) => (text.charCodeAt(at) % 7) + 1),
    };
    const { embedder, formerEmbedder, notices } = await open({ EMBEDDING_MODEL: "second", EMBEDDING_DIMENSIONS: "12" });
    expect(notices).toEqual([
      expect.stringMatching(/"first#[\da-f]{8}".*"second@12".*still found by its vectors until.*reindex/),
    ]);
    const pipeline = createPipeline({ db, embedder, formerEmbedder });
    const before = await pipeline.ask({ question: QUESTION });
    const answers: Promise<{ status: string; citations: { quote: string }[] }>[] = [];
    await reindexAll(
      { db, embedder },
      {
        reason: "another model",
        actor: "a test",
        onProgress: () => void answers.push(pipeline.ask({ question: QUESTION })),
      },
    );
    expect(answers.length).toBeGreaterThan(3);
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe("answered");
      expect(answer.citations[0]?.quote).toBe(before.citations[0]?.quote);
    }
    const after = await pipeline.ask({ question: QUESTION });
    expect(after.citations).toEqual(
      before.citations.map((citation) => expect.objectContaining({ quote: citation.quote })),
    );
    expect(await indexModel(db)).toBe("second@12");
    const [generation] = await db.query(
      "select embedding_model as model, embedding_dimensions as dimensions from index_generations order by id desc limit 1",
    );
    expect(generation).toEqual({ model: "second@12", dimensions: 12 });
    expect((await open({ EMBEDDING_MODEL: "second", EMBEDDING_DIMENSIONS: "12" })).notices).toEqual([]);
  });

  test("instead of the words that come with the program: those answer until the reindex", async () => {
    await ingestFiles({ db, embedder: createOfflineEmbedder() }, [samplesFolder]);
    const { formerEmbedder, notices } = await open({ EMBEDDING_MODEL: "e" });
    expect(formerEmbedder?.model).toBe(createOfflineEmbedder().model);
    expect(notices).toEqual([expect.stringContaining("still found")]);
  });

  test("none any more: nothing is sent to the old one, documents are found by their words", async () => {
    const { embedder } = await open({ EMBEDDING_MODEL: "e" });
    await ingestFiles({ db, embedder }, [samplesFolder]);
    const without = await open();
    expect(without.formerEmbedder).toBeUndefined();
    expect(without.notices).toEqual([expect.stringContaining("by their words alone")]);
    const sent = server.embeddings.length;
    const answer = await createPipeline({ db, embedder: without.embedder }).ask({ question: QUESTION });
    expect(answer.status).toBe("answered");
    expect(server.embeddings).toHaveLength(sent);
  });
});

describe("an office's own word vectors (OFFLINE_VECTORS)", () => {
  let folder: string;
  const own = (name: string, seed: number) => {
    const file = join(folder, name);
    writeFileSync(file, ownVectors(seed));
    return { OFFLINE_VECTORS: file };
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trich-dan-own-vectors-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("are used, and what they were made of is kept with the index", async () => {
    const { embedder, notices } = await open(own("one.bin", 1));
    expect([embedder.isLocal, embedder.dimensions, notices]).toEqual([true, 8, []]);
    await ingestFiles({ db, embedder }, [samplesFolder]);
    const [row] = await db.query(
      `select g.embedding_model as model, g.embedding_dimensions as dimensions, m.manifest
         from index_generations g join embedding_models m on m.model = g.embedding_model order by g.id desc limit 1`,
    );
    expect(row).toEqual({ model: embedder.model, dimensions: 8, manifest: { trainer: "test", seed: 1 } });
  });

  test("take the place of the program's with a reindex, and leave it again: the former go on answering", async () => {
    const bundled = createOfflineEmbedder();
    await ingestFiles({ db, embedder: bundled }, [samplesFolder]);
    const first = await open(own("two.bin", 2));
    expect([first.formerEmbedder?.model, first.notices.length]).toEqual([bundled.model, 1]);
    await reindexAll({ db, embedder: first.embedder }, { reason: "own vectors", actor: "a test" });
    expect(await indexModel(db)).toBe(first.embedder.model);
    expect((await open(own("two.bin", 2))).notices).toEqual([]);

    const back = await open();
    expect([back.embedder.model, back.formerEmbedder?.model]).toEqual([bundled.model, first.embedder.model]);
    // Another file in its place is another model: then documents are found by their words.
    own("two.bin", 3);
    expect((await open()).formerEmbedder).toBeUndefined();
    rmSync(join(folder, "two.bin"));
    expect((await open()).notices).toEqual([expect.stringContaining("by their words alone")]);
  });

  test("that cannot be read stop the start with a sentence that names the file", async () => {
    const wrong = join(folder, "wrong.bin");
    writeFileSync(wrong, ownVectors(4).subarray(0, 200));
    await expect(open({ OFFLINE_VECTORS: wrong })).rejects.toMatchObject({
      code: "embedding.bad_file",
      message: expect.stringContaining("wrong.bin is no file of word vectors"),
    });
    await expect(open({ OFFLINE_VECTORS: join(folder, "none.bin") })).rejects.toMatchObject({
      code: "embedding.no_file",
      message: expect.stringMatching(/none\.bin cannot be read: npm run train-embeddings/),
    });
  });
});

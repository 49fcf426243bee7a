import { readFileSync } from "node:fs";
import type { Document } from "@langchain/core/documents";
import { RunnableLambda } from "@langchain/core/runnables";
import { DirectiveEmbeddings, DirectiveRetriever } from "trich-dan/langchain";
import { afterAll, expect, test } from "vitest";
import { createOfflineEmbedder } from "../../retrieval/index.ts";
import { answering } from "../bot/answering.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

const { db } = await answering();
afterAll(() => db.close());

test("finds passages with the whole citation contract, word for word", async () => {
  const retriever = new DirectiveRetriever({ db, embedder: createHashedEmbedder(), limit: 5 });
  const found = await retriever.invoke("Sở Tài chính Lạng Sơn phương án kinh phí");
  expect(found).toHaveLength(5);
  expect(found.some(({ pageContent }) => pageContent.includes("phương án kinh phí"))).toBe(true);
  for (const { pageContent, metadata } of found) {
    const [row] = await db.query<{ text: string }>("select text from document_versions where id = $1", [
      metadata.versionId,
    ]);
    expect(row?.text.slice(metadata.start, metadata.end)).toBe(metadata.quote);
    expect(pageContent).toBe(metadata.quote);
    expect(metadata).toMatchObject({
      source: expect.stringMatching(/\.(?:txt|md)$/),
      sourceTier: expect.any(String),
      locator: expect.any(String),
      url: expect.stringMatching(/^\/documents\/\d+\?v=\d+&from=\d+&to=\d+#p\d+$/),
      passageId: expect.any(Number),
      score: expect.any(Number),
    });
  }
  const scores = found.map(({ metadata }) => metadata.score);
  expect(scores).toEqual([...scores].sort((one, other) => other - one));
});

test("is a runnable like any other: it pipes", async () => {
  const chain = new DirectiveRetriever({ db, limit: 2 }).pipe(
    RunnableLambda.from((documents: Document[]) => documents.map(({ metadata }) => metadata.locator)),
  );
  expect(await chain.invoke("kinh phí truyền thông")).toHaveLength(2);
  expect(await chain.batch(["kinh phí", "báo chí"])).toHaveLength(2);
});

test("our embedders are LangChain's Embeddings", async () => {
  const embeddings = new DirectiveEmbeddings({ embedder: createOfflineEmbedder() });
  const [[first, second], query] = [
    await embeddings.embedDocuments(["kinh phí", "báo chí"]),
    await embeddings.embedQuery("kinh phí"),
  ];
  const cosine = (one: number[], other: number[]) => one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
  expect(cosine(query, first ?? [])).toBeGreaterThan(cosine(query, second ?? []));
});

test("a service that does not answer is a fault here, where nothing else searches", async () => {
  const silent = { model: "silent", dimensions: 1, embed: async () => [] };
  await expect(new DirectiveEmbeddings({ embedder: silent }).embedQuery("x")).rejects.toThrow("did not answer");
});

test("the example in the documentation names what is exported", async () => {
  const text = readFileSync(new URL("../../docs/langchain.md", import.meta.url), "utf8");
  const named = [...text.matchAll(/import \{([^}]+)\} from "trich-dan\/langchain"/g)].flatMap(([, names = ""]) =>
    names.split(","),
  );
  const exported = Object.keys(await import("trich-dan/langchain"));
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) expect(exported).toContain(name.trim());
});

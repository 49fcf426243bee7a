import { afterAll, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { addValidity, type Database } from "../../retrieval/index.ts";
import { talking } from "../bot/talking.ts";
import { openConsole } from "../support/console.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { judge } from "../support/reviews.ts";

const db: Database = await openTestDatabase();
afterAll(() => db.close());
const at = openConsole(db);
const pipeline = createPipeline({ db, embedder: createHashedEmbedder() });

const clauses = {
  "Sở Xây dựng": "Chủ trì lập danh mục công trình cần sửa chữa, hoàn thành trước ngày 30/6/2024.",
  "Sở Tài chính": "Bố trí kinh phí sửa chữa công trình theo quy định.",
};
const wordsOf = (page: string) =>
  page
    .slice(page.indexOf("<main"))
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
const waiting = async () =>
  (
    await db.query<{ id: string }>(
      "select answer_id as id from review_items where waits and 'requested' = any(reasons) order by sequence",
    )
  ).map(({ id }) => id);

it("answers that quoted what a new version changed are listed with old and new words, and go to the reviewers", async () => {
  const { documentId, versionId } = await storeText(db, "sua-chua.txt", directive("12/KH-UBND", clauses));
  const official = await talking(db).official("Sở Xây dựng");
  const question = "Kế hoạch 12/KH-UBND giao Sở Xây dựng việc gì?";
  const { answerId } = await official.send({ kind: "text", text: question });
  await pipeline.ask({ question: "Kế hoạch 12/KH-UBND giao Sở Tài chính việc gì?" }, { channel: "http" });
  const reviewer = await at.as("reviewer");
  const path = `/quan-tri/van-ban/${documentId}/cau-tra-loi-bi-anh-huong`;
  expect(wordsOf(await (await reviewer.get(path)).text())).toContain("Văn bản này chưa từng đổi bản.");

  const changed = { ...clauses, "Sở Xây dựng": "Chủ trì lập danh mục công trình, hoàn thành trước ngày 31/7/2024." };
  const second = await storeText(db, "sua-chua.txt", directive("12/KH-UBND", changed));
  const page = await (await reviewer.get(path)).text();
  const words = wordsOf(page);
  expect(words).toContain("Bản 1 đổi thành bản 2");
  expect(words).toContain(question);
  expect(words).not.toContain("giao Sở Tài chính");
  expect(words).toMatch(/1 Telegram · Sở Xây dựng/);
  expect(page).toMatch(/<del>[^<]*30\/6\/2024/);
  expect(page).toMatch(/<ins>[^<]*31\/7\/2024/);
  expect(page).toContain(`/quan-tri/thong-bao-sua/moi?tra-loi=${answerId}`);
  expect(await waiting()).toEqual([]);

  const fields = { "ly-do": "version", tu: String(versionId), den: String(second.versionId) };
  const sent = await reviewer.post(path, fields);
  expect(sent.status).toBe(303);
  await reviewer.post(path, fields);
  expect(await waiting()).toEqual([answerId]);
  expect(wordsOf(await (await reviewer.get(path)).text())).toContain("chờ rà soát");
  await judge(db, { answerId: answerId as string, claims: [{ marker: 1, verdict: "out-of-force" }] });
  expect(await waiting()).toEqual([]);
  // Backwards, and versions of another document, are told apart.
  expect((await reviewer.get(`${path}?tu=${second.versionId}&den=${versionId}`)).status).toBe(200);
  const other = await storeText(db, "khac.txt", directive("77/KH-UBND", clauses));
  expect((await reviewer.get(`${path}?tu=${other.versionId}`)).status).toBe(404);
});

it("answers that quoted a document since it ended are listed, and those that said so are not asked about", async () => {
  const { documentId } = await storeText(
    db,
    "het-han.txt",
    directive("34/KH-UBND", { "Sở Y tế": "Kiểm tra trạm y tế." }),
  );
  const question = "Kế hoạch 34/KH-UBND giao Sở Y tế việc gì?";
  const path = `/quan-tri/van-ban/${documentId}/cau-tra-loi-bi-anh-huong`;
  const reviewer = await at.as("reviewer");
  const before = await pipeline.ask({ question });
  const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
  await addValidity(db, { documentId, kind: "in-force-to", date: tomorrow, actor: "an" });
  expect(wordsOf(await (await reviewer.get(path)).text())).not.toContain("Trích sau khi hết hiệu lực");
  await addValidity(db, {
    documentId,
    kind: "repealed-by",
    date: "2024-07-01",
    byLabel: "Kế hoạch 1/KH-UBND",
    actor: "an",
  });
  const after = await pipeline.ask({ question });
  expect(after.citations.length).toBeGreaterThan(0);
  const words = wordsOf(await (await reviewer.get(path)).text());
  expect(words).toContain("Văn bản hết hiệu lực từ 1/7/2024.");
  expect(words.match(/câu trả lời đã nói rõ văn bản hết hiệu lực/g)).toHaveLength(1);
  expect(words).toContain("Đưa 1 câu trả lời vào hàng đợi rà soát");
  await reviewer.post(path, { "ly-do": "validity" });
  expect(await waiting()).toEqual([before.id]);
});

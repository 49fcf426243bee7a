import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createIdentity, createPipeline } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createConversations } from "../../server/conversations.ts";
import { createLibrary } from "../../server/library/from-store.ts";
import { createLog } from "../../server/ops/log.ts";
import { type Listening, listen } from "../../server/process/listen.ts";
import { addEvalQuestion } from "../../server/review/eval-questions.ts";
import { answering } from "../bot/answering.ts";
import { talking } from "../bot/talking.ts";
import {
  DESK,
  describeInChromium,
  isTooWide,
  openChromium,
  openContext,
  PHONE,
  violationsOf,
} from "../support/browser.ts";
import { openConsole, PASSWORD, type TestConsole } from "../support/console.ts";
import { directive, type Stored, storeText } from "../support/console-documents.ts";
import { fakeRoutes } from "../support/fake-routes.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { judge, judgeWrong } from "../support/reviews.ts";
import { scriptedChannel } from "../support/scripted-channel.ts";

const QUESTION = "Sở Nội vụ Lào Cai phải làm gì?";

describeInChromium("what follows from a review, in a browser", () => {
  let db: Database;
  let at: TestConsole;
  let pages: Listening;
  let chat: Listening;
  let chromium: Browser;
  let document: Stored;
  let answerId: string;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    ({ db } = await answering());
    at = openConsole(db, { channels: [scriptedChannel("telegram")] });
    for (const name of ["hoa", "lan"]) await at.account(name, "reviewer");
    await at.account("quan-tri", "admin");
    const clauses = { "Sở Xây dựng": "Chủ trì lập danh mục công trình, hoàn thành trước ngày 30/6/2024." };
    document = await storeText(db, "doi.txt", directive("12/KH-UBND", clauses));
    const talk = talking(db);
    const official = await talk.official("Sở Nội vụ tỉnh Lào Cai");
    answerId = (await official.send({ kind: "text", text: QUESTION })).answerId as string;
    await official.say("Kế hoạch 12/KH-UBND giao Sở Xây dựng việc gì?");
    const later = { "Sở Xây dựng": "Chủ trì lập danh mục công trình, hoàn thành trước ngày 31/7/2024." };
    await storeText(db, "doi.txt", directive("12/KH-UBND", later));
    await judgeWrong(db, answerId);
    const missing = (await official.send({ kind: "text", text: "Sở Tài chính Lạng Sơn làm gì?" })).answerId as string;
    await judge(db, { answerId: missing, overall: "missing", missing: "Thiếu phần kinh phí." });
    await addEvalQuestion(db, { answerId: missing, actor: "hoa" });
    pages = await listen({ fetch: (request) => at.app.fetch(request), host: "127.0.0.1", port: 0 });
    const identity = createIdentity("a key that only this test uses, 32+");
    const pipeline = createPipeline({ db, embedder: createHashedEmbedder(), identity, enrolment: "open" });
    const log = createLog({ level: "silent" });
    const conversations = createConversations({ db, pipeline, metrics: { handled: () => {} }, log });
    const { app } = fakeRoutes({ webChat: "open", conversations, library: createLibrary(db) });
    chat = await listen({ fetch: (request) => app.fetch(request), host: "127.0.0.1", port: 0 });
    chromium = await openChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await chromium?.close();
    await pages?.stop(0);
    await chat?.stop(0);
    await db?.close();
  });

  async function openPage(options: Parameters<typeof openContext>[1]): Promise<Page> {
    const context = await openContext(chromium, options);
    contexts.push(context);
    return context.newPage();
  }

  async function signedIn(name: string, path: string, options: Parameters<typeof openContext>[1]): Promise<Page> {
    const page = await openPage(options);
    await page.goto(`${pages.address}${path}`);
    await page.getByLabel("Tên").fill(name);
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    return page;
  }

  async function fine(page: Page, name: string): Promise<void> {
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
    expect(await isTooWide(page), name).toBe(false);
    expect(await violationsOf(page), name).toEqual([]);
  }

  it("two people correct an answer on a phone; the visitor of the web chat sees it", async () => {
    const phone = { viewport: PHONE, bypassCSP: true };
    const visitor = await openPage(phone);
    await visitor.goto(chat.address);
    await visitor.getByLabel("Câu hỏi của anh/chị").fill(QUESTION);
    await visitor.getByRole("button", { name: "Hỏi", exact: true }).click();
    await visitor.locator(".answer-id").first().waitFor();

    const draft = `/quan-tri/thong-bao-sua/moi?tra-loi=${answerId}`;
    const hoa = await signedIn("hoa", draft, phone);
    const text = hoa.getByLabel("Nội dung gửi tới mọi người");
    expect(await text.inputValue()).toMatch(/^Câu trả lời về Công văn 465\/UBND-VX có chỗ chưa đúng\./);
    await fine(hoa, "de-nghi");
    await text.fill("Đúng ra là “Sở Nội vụ chủ trì tất cả” [1].");
    await hoa.getByRole("button", { name: "Gửi đề nghị" }).click();
    expect(await hoa.getByRole("alert").textContent()).toContain("không đúng nguyên văn của nguồn [1]");
    expect(await text.inputValue()).toContain("chủ trì tất cả");
    await fine(hoa, "de-nghi-bi-tu-choi");
    await text.fill("Câu trả lời về Công văn 465/UBND-VX thiếu ý. Xin xem “Sở Nội vụ” [1].");
    await hoa.getByRole("button", { name: "Gửi đề nghị" }).click();
    expect(await hoa.getByRole("status").textContent()).toContain("cần một người khác xác nhận");
    expect(await hoa.getByText("Xác nhận", { exact: true }).count()).toBe(0);
    await fine(hoa, "da-de-nghi");

    const lan = await signedIn("lan", new URL(hoa.url()).pathname, phone);
    await lan.getByText("Xác nhận", { exact: true }).click();
    await fine(lan, "xac-nhan");
    await lan.getByRole("button", { name: "Xác nhận và gửi" }).click();
    expect(await lan.getByRole("status").textContent()).toContain("Đã xác nhận");
    expect(await lan.locator("main").textContent()).toMatch(/Telegram · Sở Nội vụ tỉnh Lào Cai chờ gửi/);
    await fine(lan, "da-xac-nhan");
    await lan.goto(`${pages.address}/quan-tri/thong-bao-sua`);
    await fine(lan, "danh-sach");

    await visitor.reload();
    expect(await visitor.locator(".correction").textContent()).toContain("thiếu ý");
    await fine(visitor, "trang-hoi");
    await visitor.reload();
    expect(await visitor.locator(".correction").count()).toBe(0);
  }, 240_000);

  it("a question of the evaluation set is completed without a script", async () => {
    const admin = await signedIn("quan-tri", "/quan-tri/cau-hoi-danh-gia", { viewport: PHONE, javaScript: false });
    await admin.getByRole("link", { name: "Sở Tài chính Lạng Sơn làm gì?" }).click();
    await admin.getByLabel("Tệp 1").fill("ban-tom-luoc-lang-son-ubnd-kgvx");
    await admin.getByLabel("Câu chữ phải có trong đoạn trích 1").fill("tham mưu phương án kinh phí");
    await admin.getByLabel("Đã bổ sung đủ").check();
    await admin.getByRole("button", { name: "Lưu", exact: true }).click();
    expect(await admin.getByRole("status").textContent()).toContain("Đã lưu câu hỏi đánh giá");
    expect(await admin.getByRole("link", { name: "Tải 1 câu (JSONL)" }).count()).toBe(1);
  }, 240_000);

  it.each([
    ["phone", PHONE],
    ["desk", DESK],
  ])(
    "the other pages fit a %s and have no fault that axe finds",
    async (size, viewport) => {
      const admin = await signedIn("quan-tri", "/quan-tri/cau-hoi-danh-gia", { viewport, bypassCSP: true });
      await fine(admin, `${size}-cau-hoi`);
      await admin.getByRole("link", { name: "Sở Tài chính Lạng Sơn làm gì?" }).click();
      await admin.waitForURL(/cau-hoi-danh-gia\/\d+/);
      await fine(admin, `${size}-cau-hoi-mot`);
      await admin.goto(`${pages.address}/quan-tri/van-ban/${document.documentId}/cau-tra-loi-bi-anh-huong`);
      await fine(admin, `${size}-anh-huong`);
      await admin.goto(`${pages.address}/quan-tri/van-ban/${document.documentId}`);
      const link = `a[href="/quan-tri/van-ban/${document.documentId}/cau-tra-loi-bi-anh-huong"]`;
      expect(await admin.locator(link).count()).toBe(1);
    },
    240_000,
  );
});

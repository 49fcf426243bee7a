import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createIdentity, createInvitations, createPeople } from "../../bot/index.ts";
import type { Database } from "../../retrieval/index.ts";
import { createIngestQueue } from "../../server/jobs/index.ts";
import { type Listening, listen } from "../../server/process/listen.ts";
import {
  DESK,
  describeInChromium,
  isTooWide,
  openChromium,
  openContext,
  PHONE,
  type Violation,
  violationsOf,
} from "../support/browser.ts";
import { openConsole, PASSWORD, type TestConsole } from "../support/console.ts";
import { directive, type Stored, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";

/** Two cores are shared with the rest of the suite. */
const until = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

/** Runs in the page, whose globals our types do not know. */
function backgroundOf(element: unknown): string {
  const page = globalThis as unknown as { getComputedStyle(of: unknown): { backgroundColor: string } };
  return page.getComputedStyle(element).backgroundColor;
}

describeInChromium("the console in a browser", () => {
  let db: Database;
  let at: TestConsole;
  let server: Listening;
  let worker: { stop(): Promise<void> };
  let chromium: Browser;
  let live: Stored;
  let waiting: Stored;
  const contexts: BrowserContext[] = [];

  const clauses = {
    "Sở Xây dựng": "Chủ trì lập danh mục công trình cần sửa chữa, hoàn thành trước ngày 30/6/2024.",
    "Sở Tài chính": "Bố trí kinh phí sửa chữa công trình theo quy định.",
    "Sở Y tế": Array.from({ length: 30 }, (_, index) => `Kiểm tra cơ sở thứ ${index + 1}.`).join("\n\n"),
  };

  beforeAll(async () => {
    db = await openTestDatabase();
    const embedder = createHashedEmbedder();
    const identity = createIdentity("a key that only this test uses, 32+");
    const enrolment = { invitations: createInvitations({ db, identity }), people: createPeople({ db }) };
    const queue = createIngestQueue({ db, ingest: { db, embedder }, owner: "test", pollMs: 50, report: () => {} });
    at = openConsole(db, { uploaded: queue.nudge, enrolment });
    worker = queue.work();
    await at.account("quan-tri", "admin");
    live = await storeText(db, "dang-dung.txt", directive("12/KH-UBND", clauses));
    const changed = { ...clauses, "Sở Xây dựng": "Chủ trì lập danh mục, hoàn thành trước ngày 31/7/2024." };
    waiting = await storeText(db, "dang-dung.txt", directive("12/KH-UBND", changed), "manual");
    const replacing = { "Sở Y tế": "Kế hoạch này thay thế Kế hoạch số 12/KH-UBND ngày 05/6/2024." };
    await storeText(db, "thay-the.txt", directive("77/KH-UBND", replacing));
    server = await listen({ fetch: (request) => at.app.fetch(request), host: "127.0.0.1", port: 0 });
    chromium = await openChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await chromium?.close();
    await server?.stop(0);
    await worker?.stop();
    await db?.close();
  });

  async function openPage(options: Parameters<typeof openContext>[1]): Promise<Page> {
    const context = await openContext(chromium, options);
    contexts.push(context);
    return context.newPage();
  }

  async function signIn(page: Page, path = "/quan-tri"): Promise<void> {
    await page.goto(`${server.address}${path}`);
    await page.getByLabel("Tên tài khoản").fill("quan-tri");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
  }

  const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

  it("does the main things on a phone without a script: sign in, upload, follow, approve, look, roll back, sign out", async () => {
    const page = await openPage({ viewport: PHONE, javaScript: false });
    await signIn(page);
    await page.getByRole("link", { name: "Mục lục" }).click();
    await page.getByRole("link", { name: "Tải lên", exact: true }).click();
    await page
      .getByLabel("Chọn tệp")
      .setInputFiles([
        file("khong-script.txt", directive("55/KH-UBND", { "Sở Nội vụ": "Rà soát biên chế." })),
        file("hong.xyz", "không phải văn bản"),
      ]);
    await page.getByRole("button", { name: "Tải lên" }).click();
    await until(() => page.getByText("Đã nhận tệp").count()).toBe(1);
    await until(async () => {
      await page.goto(`${server.address}/quan-tri/cong-viec`);
      return page.getByText(/^(chờ duyệt|không đọc được)$/).count();
    }).toBe(2);
    await page.getByRole("link", { name: "khong-script.txt" }).click();
    await until(() => page.getByText("Đã đọc xong; đang chờ duyệt.").count()).toBe(1);
    await page.getByRole("link", { name: "Xem và duyệt" }).click();
    await page.locator("summary", { hasText: /^Duyệt$/ }).click();
    await page.getByRole("button", { name: "Duyệt bản này" }).click();
    await until(() => page.getByText("Đã duyệt; bản này đang được dùng").count()).toBe(1);
    await page.goto(`${server.address}/quan-tri/van-ban?tim=55/kh`);
    await page.getByRole("link", { name: "Kế hoạch 55/KH-UBND" }).click();
    expect(await page.locator(".raw").innerText()).toContain("Rà soát biên chế.");
    await page.getByRole("link", { name: "Mục lục" }).click();
    await page.getByRole("button", { name: "Đăng xuất" }).click();
    expect(page.url()).toContain("/quan-tri/dang-nhap");
    await page.goto(`${server.address}/quan-tri/van-ban`);
    expect(page.url()).toContain("/quan-tri/dang-nhap?tiep=");
  });

  it("lights up a duty's words when it is pointed at, focused or jumped to, without a script", async () => {
    const page = await openPage({ viewport: DESK, javaScript: false });
    await signIn(page, `/quan-tri/van-ban/${live.documentId}`);
    const duty = page.locator("li[data-n]", { hasText: "lập danh mục công trình" });
    const n = await duty.getAttribute("data-n");
    const words = page.locator(`[data-in~="${n}"]`).first();
    const colour = () => words.evaluate(backgroundOf);
    const before = await colour();
    await duty.hover();
    await until(colour).not.toBe(before);
    const lit = await colour();
    await page.mouse.move(0, 0);
    await until(colour).toBe(before);
    await duty.getByRole("link").first().focus();
    await until(colour).toBe(lit);
    await duty.getByRole("link").first().blur();
    await duty.getByRole("link").first().click();
    expect(page.url()).toContain(`#s-${n}`);
    await page.mouse.move(0, 0);
    await until(colour).toBe(lit);
  });

  it("shows each upload's progress and what became of it when scripts run", async () => {
    const page = await openPage({ viewport: DESK });
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    await signIn(page, "/quan-tri/tai-len");
    const text = directive("66/KH-UBND", { "Sở Nội vụ": "Rà soát tổ chức." });
    // As a drop: the files come with the event.
    const dropped = await page.evaluateHandle(
      `(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([${JSON.stringify(text)}], "keo-tha.txt", { type: "text/plain" }));
        transfer.items.add(new File(["x"], "hong.xyz"));
        return transfer;
      })()`,
    );
    await page.dispatchEvent("[data-drop]", "drop", { dataTransfer: dropped });
    const rows = page.locator(".uploads li");
    await until(() => rows.filter({ hasText: "keo-tha.txt" }).innerText()).toContain("đã đọc, chờ duyệt");
    await until(() => rows.filter({ hasText: "hong.xyz" }).innerText()).toContain("Chưa đọc được loại tệp");
    await rows.filter({ hasText: "keo-tha.txt" }).getByRole("link").click();
    await until(() => page.locator("ol.log li").allInnerTexts()).toHaveLength(3);
    expect(faults).toEqual([]);
  });

  it("appends to the log of a job while it is looked at, and says when it is over", async () => {
    await worker.stop();
    const browser = await at.as("admin");
    const form = new FormData();
    form.append("tep", new File([directive("67/KH-UBND", { "Sở Nội vụ": "Việc khác." })], "theo-doi.txt"));
    const sent = await browser.send("/quan-tri/tai-len", form, { Accept: "application/json" });
    const { files } = (await sent.json()) as { files: { jobId: number }[] };
    const page = await openPage({ viewport: PHONE });
    await signIn(page, `/quan-tri/cong-viec/${files[0]?.jobId}`);
    expect(await page.locator("ol.log li").count()).toBe(1);
    const embedder = createHashedEmbedder();
    worker = createIngestQueue({ db, ingest: { db, embedder }, owner: "again", pollMs: 50, report: () => {} }).work();
    await until(() => page.locator("ol.log li").last().innerText()).toContain("đang chờ duyệt");
    await until(() => page.getByRole("link", { name: "Xem và duyệt" }).count()).toBe(1);
  });

  const PATHS = () => [
    ...["", "/tai-len", "/cho-duyet", `/cho-duyet/${waiting.versionId}`, "/van-ban", "/hieu-luc", "/con-thieu"],
    ...["/co-quan", "/cong-viec", "/cong-viec/1", "/lap-chi-muc", "/nguoi-dung", "/kenh", "/tai-khoan", "/nhat-ky"],
    ...[`/van-ban/${live.documentId}`, `/van-ban/${live.documentId}?sua=truong:title`, "/van-ban/999999"],
  ];

  it.each([
    ["a phone", PHONE, false],
    ["a desk", DESK, false],
    ["a phone in the dark", PHONE, true],
  ])("holds against axe and fits on %s, every page with all that folds open", async (_, viewport, dark) => {
    const page = await openPage({ viewport, dark, bypassCSP: true });
    const found: Record<string, Violation[]> = {};
    const wide: string[] = [];
    const look = async (name: string) => {
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      if (await isTooWide(page)) wide.push(name);
      const violations = await violationsOf(page);
      if (violations.length > 0) found[name] = violations;
    };
    await page.goto(`${server.address}/quan-tri/dang-nhap`);
    await look("sign-in");
    // That axe looks at all: a field without a name.
    await page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input>')");
    expect((await violationsOf(page)).map(({ id }) => id)).toContain("label");
    await signIn(page);
    for (const path of PATHS()) {
      await page.goto(`${server.address}/quan-tri${path}`);
      await look(path);
    }
    await page.goto(`${server.address}/quan-tri#muc-luc`);
    await look("menu");
    expect(found).toEqual({});
    expect(wide).toEqual([]);
  });

  it("shows an invitation's code once", async () => {
    const page = await openPage({ viewport: PHONE, javaScript: false });
    await signIn(page, "/quan-tri/nguoi-dung");
    await page.locator("summary", { hasText: "Mời thêm người" }).click();
    await page.getByLabel("Đơn vị (không bắt buộc)").fill("Sở Tài chính tỉnh Lạng Sơn");
    await page.getByRole("button", { name: "Tạo giấy mời" }).click();
    const code = await page.locator(".code code").innerText();
    expect(code).toMatch(/^[0-9A-Z-]{8,}$/);
    await page.goto(`${server.address}/quan-tri/nguoi-dung`);
    expect(await page.content()).not.toContain(code);
    expect(await page.content()).toContain("còn hiệu lực");
    await page.locator("summary", { hasText: "Thu hồi" }).click();
    await page.getByRole("button", { name: "Thu hồi giấy mời" }).click();
    await until(() => page.getByText("đã thu hồi", { exact: true }).count()).toBe(1);
  });
});

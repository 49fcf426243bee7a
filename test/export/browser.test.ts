import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { type Listening, listen } from "../../server/process/listen.ts";
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
import { openTestDatabase } from "../support/database.ts";
import { openLog } from "../support/logged-answers.ts";
import { readCsv } from "../support/read-csv.ts";
import { readZip } from "../support/read-zip.ts";

const PAGE = "/quan-tri/xuat";

describeInChromium("the export page in a browser", () => {
  let db: Database;
  let at: TestConsole;
  let server: Listening;
  let chromium: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    db = await openTestDatabase();
    const log = await openLog(db);
    for (const channel of ["web", "web", "telegram"]) await log.add({ channel, person: { unit: "Sở Y tế" } });
    at = openConsole(db);
    await at.account("nguoi-xem", "reviewer");
    server = await listen({ fetch: (request) => at.app.fetch(request), host: "127.0.0.1", port: 0 });
    chromium = await openChromium();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await chromium?.close();
    await server?.stop(0);
    await db?.close();
  });

  async function openPage(options: Parameters<typeof openContext>[1]): Promise<Page> {
    const context = await openContext(chromium, options);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(`${server.address}${PAGE}`);
    await page.getByLabel("Tên tài khoản").fill("nguoi-xem");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    return page;
  }

  it("filters, chooses and downloads on a phone without a script", async () => {
    const page = await openPage({ viewport: PHONE, javaScript: false });
    await page.locator("#kenh").selectOption("web");
    await page.getByRole("button", { name: "Lọc", exact: true }).click();
    expect(await page.getByRole("status").textContent()).toBe("2 trao đổi khớp bộ lọc.");
    await page.locator("#dang-csv").check();
    await page.getByText("Chọn cột").click();
    await page.getByLabel("Mã", { exact: true }).check();
    await page.getByLabel("Câu hỏi (chỉ khi kèm lời)").check();
    await page.getByLabel("Kèm câu hỏi").check();
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Tải tệp" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^nhật ký trả lời-\d{8}-\d{6}\.zip$/);
    const [file] = [...readZip(readFileSync(await download.path())).values()];
    expect(readCsv(file!.toString().slice(1))).toEqual([
      ["Mã", "Câu hỏi"],
      ["answer-1", "Sở Y tế làm gì?"],
      ["answer-2", "Sở Y tế làm gì?"],
    ]);
  });

  it.each([
    ["a phone", PHONE, false],
    ["a dark phone", PHONE, true],
    ["a desk", DESK, false],
  ] as const)("has nothing that axe finds, and fits, on %s", async (_, viewport, dark) => {
    const page = await openPage({ viewport, dark, bypassCSP: true });
    await page.goto(`${server.address}${PAGE}?don-vi=S%E1%BB%9F+Y+t%E1%BA%BF`);
    for (const fold of await page.locator("details.fold summary").all()) await fold.click();
    expect(await isTooWide(page)).toBe(false);
    expect(await violationsOf(page)).toEqual([]);
  });
});

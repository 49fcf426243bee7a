import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { type Listening, listen } from "../../server/process/listen.ts";
import { vietnam } from "../support/answer-log.ts";
import {
  describeInChromium,
  isTooWide,
  openChromium,
  openContext,
  PHONE,
  type Violation,
  violationsOf,
} from "../support/browser.ts";
import { writeBusyWeeks } from "../support/busy-weeks.ts";
import { openConsole, PASSWORD } from "../support/console.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";

describeInChromium("statistics on a phone", () => {
  let db: Database;
  let server: Listening;
  let chromium: Browser;

  beforeAll(async () => {
    db = await openTestDatabase();
    const statistics = { smallestGroup: 5, idleMinutes: 30, now: () => vietnam("2026-11-25") };
    const at = openConsole(db, { statistics });
    await at.account("quan-tri", "reviewer");
    const stored = await storeText(db, "a.txt", directive("12/KH-UBND", { "Sở Y tế": "Kiểm tra." }));
    const [passage] = await db.query<{ id: number }>("select id from passages where version_id = $1 limit 1", [
      stored.versionId,
    ]);
    const documents = [{ ...stored, passageId: passage?.id as number }];
    await writeBusyWeeks(db, { from: vietnam("2026-11-09", "00:00"), weeks: 2, perWeek: 150, persons: 40, documents });
    server = await listen({ fetch: (request) => at.app.fetch(request), host: "127.0.0.1", port: 0 });
    chromium = await openChromium();
  });
  afterAll(async () => {
    await chromium?.close();
    await server?.stop(0);
    await db?.close();
  });

  async function signIn(page: Page, path: string): Promise<void> {
    await page.goto(`${server.address}${path}`);
    await page.getByLabel("Tên tài khoản").fill("quan-tri");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
  }

  it.each([
    ["light", false],
    ["the dark", true],
  ])("hold against axe and fit in %s, with every plot named", async (_, dark) => {
    const context = await openContext(chromium, { viewport: PHONE, dark, bypassCSP: true });
    const page = await context.newPage();
    await signIn(page, "/quan-tri/thong-ke");
    const found: Record<string, Violation[]> = {};
    for (const path of ["/thong-ke", "/bao-cao-tuan/2026-W47"]) {
      await page.goto(`${server.address}/quan-tri${path}`);
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      expect([path, await isTooWide(page)]).toEqual([path, false]);
      const violations = await violationsOf(page);
      if (violations.length > 0) found[path] = violations;
    }
    expect(found).toEqual({});
    for (const name of ["Lượt hỏi theo tuần", "Chủ đề", "Thời gian trả lời theo tuần"]) {
      expect(await page.getByRole("img", { name }).count()).toBe(1);
    }
    await context.close();
  });

  it("narrow to a unit with the plain form, without a script", async () => {
    const context = await openContext(chromium, { viewport: PHONE, javaScript: false });
    const page = await context.newPage();
    await signIn(page, "/quan-tri/thong-ke");
    const unit = await page.locator("#don-vi option").nth(1).getAttribute("value");
    await page.getByLabel("Đơn vị", { exact: true }).selectOption(unit);
    await page.getByRole("button", { name: "Xem" }).click();
    expect(await page.locator(".lead").innerText()).toContain(`Đơn vị: ${unit}`);
    await context.close();
  });
});

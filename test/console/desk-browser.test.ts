import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { type Listening, listen } from "../../server/process/listen.ts";
import { judge } from "../../server/review/desk.ts";
import { reviewsOf } from "../../server/review/reviews.ts";
import {
  DESK,
  describeInChromium,
  isTooWide,
  openChromium,
  openContext,
  type Violation,
  violationsOf,
} from "../support/browser.ts";
import { openConsole, PASSWORD, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { eraseWords, type Quotable, quotable, storeExchange } from "../support/exchanges.ts";

const NARROW = { width: 390, height: 844 };

/** What has the focus, by id, else by its words. Runs in the page. */
const focused = (page: Page): Promise<string> =>
  page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()");

describeInChromium("the desk in a browser", () => {
  let db: Database;
  let at: TestConsole;
  let server: Listening;
  let chromium: Browser;
  let document: Quotable;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    db = await openTestDatabase();
    at = openConsole(db);
    for (const name of ["lan", "minh"]) await at.account(name, "reviewer");
    document = await quotable(db);
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
    return context.newPage();
  }

  async function signIn(page: Page, name: string, path = "/quan-tri/ra-soat"): Promise<void> {
    await page.goto(`${server.address}${path}`);
    await page.getByLabel("Tên tài khoản").fill(name);
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => !url.pathname.endsWith("dang-nhap"));
  }

  const exchange = (parts: Parameters<typeof storeExchange>[1] = {}) =>
    storeExchange(db, { quotes: { from: document, clauses: [0, 1] }, signals: ["press"], ...parts });

  /** Presses a key that leads to another page, and waits for that. */
  async function pressAndGo(page: Page, key: string): Promise<void> {
    await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  }

  it("is used from sign-in to a stored judgement with the keyboard alone", async () => {
    const [first, second] = [await exchange({ question: "Câu một?" }), await exchange({ question: "Câu hai?" })];
    const page = await openPage({ viewport: DESK });
    await page.goto(`${server.address}/quan-tri/ra-soat`);
    for (const words of ["lan", PASSWORD]) {
      // The fields follow one another; the first has the focus after some links.
      while ((await page.evaluate("document.activeElement.tagName")) !== "INPUT") await page.keyboard.press("Tab");
      await page.keyboard.type(words);
      if (words === "lan") await page.keyboard.press("Tab");
    }
    await pressAndGo(page, "Enter");
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("Câu một?");
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("Câu hai?");
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("Câu hai?");
    await page.keyboard.press("k");
    await pressAndGo(page, "Enter");
    expect(page.url()).toContain(first);
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("y-1");
    await page.keyboard.press("1");
    await page.keyboard.press("j");
    expect(await focused(page)).toBe("y-2");
    await page.keyboard.press("3");
    expect(await focused(page)).toBe("y-2-3");
    await page.keyboard.press("j");
    await page.keyboard.press("2");
    expect(await focused(page)).toBe("chung-2");
    await page.keyboard.press("Tab");
    // In a field a letter is a letter.
    await page.keyboard.type("sn? 123 jk thời hạn");
    expect(await page.getByLabel("Còn thiếu gì").inputValue()).toBe("sn? 123 jk thời hạn");
    await page.keyboard.press("Shift+Tab");
    await pressAndGo(page, "n");
    expect(await reviewsOf(db, first)).toMatchObject([
      {
        ...{ reviewer: "lan", overall: "missing", words: { missing: "sn? 123 jk thời hạn" } },
        claims: [
          { marker: 1, verdict: "supported" },
          { marker: 2, verdict: "unsupported" },
        ],
      },
    ]);
    expect(page.url()).toContain(second);
    await pressAndGo(page, "u");
    expect(new URL(page.url()).pathname).toBe("/quan-tri/ra-soat");
    await page.keyboard.press("/");
    expect(await focused(page)).toBe("tim");
  });

  it("lists its keys, lets them be turned off, and hides them where no script runs", async () => {
    const id = await exchange();
    const page = await openPage({ viewport: DESK });
    await signIn(page, "lan", `/quan-tri/ra-soat/${id}`);
    await page.keyboard.press("?");
    expect(await page.locator("#phim-tat dl").isVisible()).toBe(true);
    await page.getByLabel("Dùng phím tắt").uncheck();
    await page.reload();
    await page.keyboard.press("j");
    expect(await focused(page)).not.toBe("y-1");
    const plain = await openPage({ viewport: DESK, javaScript: false });
    await signIn(plain, "lan", `/quan-tri/ra-soat/${id}`);
    expect(await plain.locator("#phim-tat").isVisible()).toBe(false);
    expect(await plain.locator("kbd").first().isVisible()).toBe(false);
  });

  it("is used on a phone without a script: taken, judged, mended, stored, with Tab and Space", async () => {
    await db.query("delete from review_assignments");
    const page = await openPage({ viewport: NARROW, javaScript: false });
    const id = await exchange({ question: "Điện thoại?", signals: ["low-confidence"] });
    await signIn(page, "minh");
    await page.getByRole("button", { name: "Lấy việc tiếp theo" }).click();
    expect(page.url()).toContain(id);
    await page.locator("#y-1").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("Xem trong văn bản");
    await page.getByLabel("Ghi chú").fill("giữ lấy");
    await page.getByRole("button", { name: "Lưu đánh giá" }).click();
    expect(await page.getByRole("alert").innerText()).toContain("Chưa đánh giá trích dẫn [2].");
    expect(await page.getByLabel("Ghi chú").inputValue()).toBe("giữ lấy");
    expect(await isTooWide(page)).toBe(false);
    await page.getByRole("link", { name: "Chưa đánh giá trích dẫn [2]." }).click();
    await page.locator("#y-2-2").check();
    await page.locator("#chung").check();
    await page.getByRole("button", { name: "Lưu đánh giá" }).click();
    expect(await page.getByRole("status").innerText()).toBe("Đã lưu đánh giá.");
    expect(await reviewsOf(db, id)).toMatchObject([{ reviewer: "minh", words: { note: "giữ lấy" } }]);
  });

  it("gives two reviewers who ask at once different exchanges, and each sees who has the other", async () => {
    await db.query("delete from review_assignments");
    const ids = [await exchange({ signals: ["low-confidence"] }), await exchange({ signals: ["low-confidence"] })];
    const pages = await Promise.all(
      ["lan", "minh"].map(async (name) => {
        const page = await openPage({ viewport: DESK });
        await signIn(page, name);
        return page;
      }),
    );
    await Promise.all(
      pages.map((page) =>
        Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /Lấy việc/ }).click()]),
      ),
    );
    const got = pages.map((page) => new URL(page.url()).pathname.split("/").at(-1) ?? "");
    expect(got.toSorted()).toEqual(ids.toSorted());
    const [lan] = pages as [Page, Page];
    await lan.goto(`${server.address}/quan-tri/ra-soat/${got[1]}`);
    expect(await lan.getByText("đang xem, đến").innerText()).toContain("minh");
    expect(await lan.getByRole("button", { name: /Lưu đánh giá/ }).count()).toBe(0);
  });

  it.each([
    ["a phone", NARROW, false],
    ["a desk in the dark", DESK, true],
  ])(
    "holds against axe and fits on %s",
    async (_, viewport, dark) => {
      const dropped = await exchange({
        ...{ signals: ["dropped-claims"], answeredBy: "mô-hình", question: `<b>Việc</b> ${"rất".repeat(60)}?` },
        model: { dropped: [{ reason: "number", text: "Phải xong trước 31/12/2024.", passage: "P1" }] },
        history: [{ role: "user", content: "Câu trước" }],
        candidates: document.clauses.map(({ id }) => ({
          passageId: id,
          versionId: document.versionId,
          lexical: 0.4,
          dense: 0.1,
          score: 0.4,
        })),
      });
      const missed = await exchange({
        quotes: { from: document, clauses: [] },
        said: "Không tìm thấy.",
        signals: ["near-miss"],
      });
      const erased = await exchange();
      await eraseWords(db, erased);
      const disputed = await exchange({ signals: ["sample", "double"] });
      for (const [reviewer, overall] of [
        ["hoa", "complete"],
        ["tam", "should-abstain"],
      ] as const) {
        await judge(db, {
          answerId: disputed,
          reviewer,
          overall,
          claims: [],
          words: { missing: null, corrected: null, note: "x" },
        });
      }
      const page = await openPage({ viewport, dark, bypassCSP: true });
      await signIn(page, "lan");
      const found: Record<string, Violation[]> = {};
      const wide: string[] = [];
      const paths = ["", "?xem=tat-ca", "/dong-thuan", ...[dropped, missed, erased, disputed].map((id) => `/${id}`)];
      for (const path of paths) {
        await page.goto(`${server.address}/quan-tri/ra-soat${path}`);
        await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
        if (await isTooWide(page)) wide.push(path);
        const violations = await violationsOf(page);
        if (violations.length > 0) found[path] = violations;
      }
      expect(found).toEqual({});
      expect(wide).toEqual([]);
    },
    180_000,
  );
});

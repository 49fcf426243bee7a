import { it } from "vitest";
import { listen } from "../server/process/listen.ts";
import { vietnam } from "./support/answer-log.ts";
import { DESK, openChromium, openContext, PHONE } from "./support/browser.ts";
import { writeBusyWeeks } from "./support/busy-weeks.ts";
import { openConsole, PASSWORD } from "./support/console.ts";
import { directive, storeText } from "./support/console-documents.ts";
import { openTestDatabase } from "./support/database.ts";

it("shots", async () => {
  const db = await openTestDatabase();
  const at = openConsole(db, { statistics: { smallestGroup: 5, idleMinutes: 30, now: () => vietnam("2026-11-25") } });
  await at.account("quan-tri", "admin");
  const documents = [];
  for (const [i, t] of [
    "Về việc đẩy mạnh cải cách hành chính năm 2026",
    "Về việc tăng cường truyền thông chính sách",
  ].entries()) {
    const s = await storeText(db, `a${i}.txt`, directive(`${12 + i}/KH-UBND`, { "Sở Y tế": "Kiểm tra." }, t));
    const [p] = await db.query<{ id: number }>("select id from passages where version_id = $1 limit 1", [s.versionId]);
    documents.push({ ...s, passageId: p?.id as number });
  }
  await writeBusyWeeks(db, { from: vietnam("2026-09-28", "00:00"), weeks: 8, perWeek: 400, persons: 90, documents });
  const server = await listen({ fetch: (r) => at.app.fetch(r), host: "127.0.0.1", port: 0 });
  const chromium = await openChromium();
  for (const [name, viewport, dark] of [
    ["phone", PHONE, false],
    ["dark", PHONE, true],
    ["desk", DESK, false],
  ] as const) {
    const page = await (await openContext(chromium, { viewport, dark })).newPage();
    await page.goto(`${server.address}/quan-tri/thong-ke`);
    await page.getByLabel("Tên tài khoản").fill("quan-tri");
    await page.getByLabel("Mật khẩu").fill(PASSWORD);
    await page.getByRole("button", { name: "Đăng nhập" }).click();
    await page.screenshot({ path: `/tmp/stats-${name}.png`, fullPage: true });
    if (name !== "dark") {
      await page.goto(`${server.address}/quan-tri/bao-cao-tuan/2026-W47`);
      await page.screenshot({ path: `/tmp/stats-week-${name}.png`, fullPage: true });
    }
  }
  await chromium.close();
  await server.stop(0);
  await db.close();
}, 200_000);

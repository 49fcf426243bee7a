import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../retrieval/index.ts";
import { vietnam, writeLog } from "../support/answer-log.ts";
import { writeBusyWeeks } from "../support/busy-weeks.ts";
import { openConsole, type TestConsole } from "../support/console.ts";
import { directive, storeText } from "../support/console-documents.ts";
import { openTestDatabase } from "../support/database.ts";

let db: Database;
let at: TestConsole;

/** Wednesday: the week of 16/11 is the latest that is over. */
const now = () => vietnam("2026-11-25");

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db, { statistics: { smallestGroup: 5, idleMinutes: 30, now } });
  const stored = await storeText(
    db,
    "a.txt",
    directive("12/KH-UBND", { "Sở Y tế": "Kiểm tra." }, '=HYPERLINK("x") <b>'),
  );
  const [passage] = await db.query<{ id: number }>("select id from passages where version_id = $1 limit 1", [
    stored.versionId,
  ]);
  const documents = [{ ...stored, passageId: passage?.id as number }];
  await writeBusyWeeks(db, { from: vietnam("2026-10-26", "00:00"), weeks: 4, perWeek: 60, persons: 25, documents });
  const few = Array.from({ length: 12 }, (_, index) => ({
    ...{ at: vietnam("2026-11-18"), person: `few-${index % 4}`, unit: "=Đơn vị ít người", places: ["Hà Giang"] },
  }));
  await writeLog(db, few, "few");
});
afterAll(() => db.close());

const text = async (path: string) => (await (await at.as("reviewer")).get(`/quan-tri${path}`)).text();

describe("statistics in the console", () => {
  it("shows four whole weeks, with plots that stand inline without a style", async () => {
    const page = await text("/thong-ke");
    expect(page).toContain("26/10–22/11/2026");
    expect(page.match(/<svg class="plot"/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page).not.toMatch(/ style=|<style|\son[a-z]+="/);
    expect(page).toContain("Sở Tài chính");
    expect(page).toContain("Chỉ thị 07/CT-TTG");
  });

  it("tells nothing of few persons on a page, in a plot or in a file, nor what a question said", async () => {
    for (const path of ["/thong-ke", "/bao-cao-tuan/2026-W47", "/bao-cao-tuan/2026-W47/bang.csv"]) {
      const page = await text(path);
      expect(page).toContain("&lt; 5 người".replace("&lt;", path.endsWith("csv") ? "<" : "&lt;"));
      expect(page).not.toMatch(/Hà Giang|Đơn vị ít người/);
    }
    const unit = await text(`/thong-ke?don-vi=${encodeURIComponent("=Đơn vị ít người")}`);
    expect(unit).toContain("Kỳ này chưa có tuần nào đủ 5 người hỏi");
  });

  it("gives the week as CSV and as XLSX, with texts that stay texts", async () => {
    const reviewer = await at.as("reviewer");
    const csv = await reviewer.get("/quan-tri/bao-cao-tuan/2026-W47/bang.csv");
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.headers.get("content-disposition")).toContain('filename="bao-cao-tuan-2026-W47.csv"');
    const lines = (await csv.text()).split("\r\n");
    expect(lines[1]).toMatch(/^Tất cả,,Lượt hỏi,\d+,,$/);
    expect(lines.filter((line) => /^[=+\-@]/.test(line))).toEqual([]);
    const xlsx = await reviewer.get("/quan-tri/bao-cao-tuan/2026-W47/bang.xlsx");
    const bytes = new Uint8Array(await xlsx.arrayBuffer());
    expect(String.fromCharCode(...bytes.slice(0, 2))).toBe("PK");
  });

  it("says in Vietnamese what makes no period", async () => {
    const reviewer = await at.as("reviewer");
    const cases: [string, number, string][] = [
      ["/thong-ke?tu=2026-W50", 422, "Tuần đầu phải trước tuần cuối"],
      ["/thong-ke?den=2026-W48", 422, "Tuần này chưa qua"],
      ["/thong-ke?tu=hom-qua", 422, "Tuần phải có dạng 2026-W47"],
      ["/thong-ke?tu=2020-W01&den=2026-W47", 422, "Chọn nhiều nhất 53 tuần"],
      ["/thong-ke?don-vi=A&kenh=web", 422, "không chọn cả hai"],
      ["/bao-cao-tuan/2026-W48", 404, "Không có mục này"],
      ["/bao-cao-tuan/2026-W60", 404, "Không có mục này"],
    ];
    for (const [path, status, words] of cases) {
      const response = await reviewer.get(`/quan-tri${path}`);
      expect([path, response.status]).toEqual([path, status]);
      expect(await response.text()).toContain(words);
    }
  });
});

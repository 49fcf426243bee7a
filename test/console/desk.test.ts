import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addValidity, type Database } from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { reviewsOf } from "../../server/review/reviews.ts";
import { type Browser, openConsole, type TestConsole } from "../support/console.ts";
import { openTestDatabase } from "../support/database.ts";
import { emptyLog, eraseWords, type Quotable, quotable, storeExchange } from "../support/exchanges.ts";

let db: Database;
let at: TestConsole;
let document: Quotable;
let lan: Browser;
let minh: Browser;

beforeAll(async () => {
  db = await openTestDatabase();
  at = openConsole(db);
  document = await quotable(db);
  [lan, minh] = [await signedIn("lan"), await signedIn("minh")];
});
beforeEach(() => emptyLog(db));
afterAll(() => db.close());

async function signedIn(name: string): Promise<Browser> {
  await at.account(name, "reviewer");
  const browser = at.browser();
  await browser.signIn(name);
  return browser;
}

const DESK = "/quan-tri/ra-soat";
const textOf = async (browser: Browser, path: string) => (await browser.get(path)).text();
const answered = (parts: Parameters<typeof storeExchange>[1] = {}) =>
  storeExchange(db, { quotes: { from: document, clauses: [0, 1] }, signals: ["press"], ...parts });
const JUDGED = { "y-1": "supported", "y-2": "partly", chung: "complete" };
const doneOf = (response: Response) =>
  new URL(response.headers.get("location") ?? "", "http://x").searchParams.get("xong");

/** What a person wrote that is meant for a browser, a spreadsheet or the reading direction. */
const HOSTILE = `<img src=x onerror=alert(1)>\u202e=HYPERLINK("http://evil")</textarea><script>alert(2)</script>`;

describe("the queue's page", () => {
  it("says why each exchange is there, how many there are for each reason, and who has it", async () => {
    const id = await answered({
      signals: ["low-confidence", "press"],
      confidence: 0.18,
      unit: "Sở Tài chính",
      question: "Việc gì?",
    });
    await minh.post(`${DESK}/${id}/nhan`);
    const page = await textOf(lan, DESK);
    expect(page).toContain("chỉ chứa 18% nội dung câu hỏi");
    expect(page).toMatch(/Trích bài báo <span class="number">1</);
    expect(page).toMatch(/<strong>minh<\/strong> đang xem, đến \d\d:\d\d/);
    expect(page).toContain("Sở Tài chính");
    expect(await textOf(lan, "/quan-tri")).toMatch(/<strong>1<\/strong> câu trả lời chờ rà soát/);
    expect(await textOf(minh, DESK)).toContain("Anh/chị đang giữ");
  });

  it("keeps every part of the filter in its address, its form and its next page", async () => {
    for (let n = 0; n < 27; n += 1) await answered({ question: `Câu số ${n}`, unit: "Sở A", channel: "telegram" });
    const fields = {
      tim: "cau so",
      "don-vi": "Sở A",
      "van-ban": "12/KH-UBND",
      "co-quan": "Sở Xây dựng",
      kenh: "telegram",
    };
    const rest = {
      "trang-thai": "answered",
      "ly-do": "press",
      tu: "2020-01-01",
      den: "2099-01-01",
      "danh-gia": "chua",
    };
    const page = await textOf(lan, `${DESK}?${new URLSearchParams({ ...fields, ...rest })}`);
    expect(page.match(/data-open/g)).toHaveLength(25);
    for (const value of Object.values({ ...fields, ...rest })) expect(page).toContain(`value="${value}"`);
    const next = /href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
    expect(Object.fromEntries(new URL(next, "http://x").searchParams)).toMatchObject({ ...fields, ...rest });
    const second = await textOf(lan, next);
    expect(second.match(/data-open/g)).toHaveLength(2);
    expect(second).not.toContain('rel="next"');
    expect((await textOf(lan, `${DESK}?xem=tat-ca&tim=khong+co`)).includes("Không có trao đổi nào khớp")).toBe(true);
  });

  it.each([
    "tu=2026-02-31",
    "den=x",
    "trang-thai=x",
    "ly-do=x",
    "van-ban=abc",
    "tu=2026-02-02&den=2026-02-01",
    "danh-gia=x",
  ])("tells what is wrong with %s", async (query) => {
    const response = await lan.get(`${DESK}?${query}`);
    expect(response.status).toBe(422);
    expect(await response.text()).toMatch(/role="alert"/);
  });

  it("shows what was erased as erased, and nothing of a judgement that is blind", async () => {
    const gone = await answered({ question: "Chuyện kín" });
    await eraseWords(db, gone);
    const blind = await answered({ signals: ["sample", "double"] });
    await lan.post(`${DESK}/${blind}`, { ...JUDGED, chung: "should-abstain", "ghi-chu": "bí mật" });
    const all = await textOf(minh, `${DESK}?xem=tat-ca`);
    expect(all).toContain("Lời đã xóa theo yêu cầu");
    expect(all).not.toMatch(/Chuyện kín|không nên trả lời/);
    const page = await textOf(minh, `${DESK}/${blind}`);
    expect(page).not.toContain("bí mật");
    expect(page).not.toMatch(/checked[ >][^>]*>[^<]*<kbd>3/);
    expect(page).not.toContain("Báo sửa");
    expect(page).toContain("chỉ hiện khi cả hai đã xong");
  });
});

describe("an exchange's page", () => {
  it("shows the quote in its passage, links to it in its version, and what else is known", async () => {
    const id = await answered({
      premise: "none",
      history: [{ role: "user", content: "Câu trước" }],
      candidates: [
        {
          passageId: document.clauses[0]?.id ?? 0,
          versionId: document.versionId,
          lexical: 0.41,
          dense: 0.2,
          score: 0.5,
        },
      ],
    });
    const page = await textOf(lan, `${DESK}/${id}`);
    const [first] = document.clauses;
    expect(page).toContain("<mark>");
    expect(page).toContain(
      `/quan-tri/van-ban/${document.documentId}?ban=${document.versionId}&amp;tu=${first?.start}&amp;`,
    );
    expect(page).toContain("Sai: văn bản không giao việc cho cơ quan được hỏi.");
    expect(page).toContain("Câu trước");
    expect(page).toContain("0,41");
    expect(page).toMatch(/<code>[0-9a-f]{64}<\/code>/);
    expect(page).toContain(`${DESK}/${id}/hoi-lai`);
    expect(page).not.toContain("cau-hoi-danh-gia/moi");
    const there = await textOf(
      lan,
      `/quan-tri/van-ban/${document.documentId}?ban=${document.versionId}&tu=${first?.start}&den=${first?.end}`,
    );
    expect(there).toContain('id="s-0"');
    expect(there).toContain("on-quote");
  });

  it("shows what people and models wrote as text", async () => {
    const id = await answered({
      ...{ question: HOSTILE, said: `${HOSTILE} [1]`, unit: HOSTILE, history: [{ role: "user", content: HOSTILE }] },
      model: { rewritten: HOSTILE, dropped: [{ reason: "number", text: HOSTILE, passage: "P1" }] },
    });
    await lan.post(`${DESK}/${id}`, {
      ...JUDGED,
      chung: "missing",
      "con-thieu": HOSTILE,
      "ghi-chu": HOSTILE,
      "sua-lai": HOSTILE,
    });
    const pages = [
      await textOf(lan, `${DESK}/${id}`),
      await textOf(minh, `${DESK}/${id}`),
      await textOf(lan, `${DESK}?xem=tat-ca`),
    ];
    for (const page of pages) {
      expect(page).not.toMatch(/<img src=x|<script>/);
      expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
      // A mark of direction turns nothing round but what it stands in.
      expect(page).toMatch(/<bdi[^>]*>[^<]*\u202e/);
    }
  });

  it("says that a document was no longer in force, and offers that as the verdict", async () => {
    const old = await quotable(db, "55/KH-UBND");
    await addValidity(db, {
      documentId: old.documentId,
      kind: "repealed-by",
      date: "2026-01-01",
      byLabel: "Kế hoạch 66/KH-UBND",
      actor: "test",
    });
    const id = await storeExchange(db, { quotes: { from: old, clauses: [0] } });
    const page = await textOf(lan, `${DESK}/${id}`);
    expect(page).toContain("bị bãi bỏ bởi Kế hoạch 66/KH-UBND từ 1/1/2026");
    expect(page).toMatch(/value="out-of-force"[^>]* checked/);
    expect(await reviewsOf(db, id)).toEqual([]);
    const before = await storeExchange(db, { quotes: { from: old, clauses: [0] }, askedOn: "2025-12-31" });
    const then = await textOf(lan, `${DESK}/${before}`);
    expect(then).toContain("Nay đã hết hiệu lực");
    expect(then).not.toMatch(/value="out-of-force"[^>]* checked/);
  });

  it("asks of a not-found for the whole only", async () => {
    const id = await storeExchange(db, { signals: ["near-miss"], said: "Không tìm thấy." });
    const page = await textOf(lan, `${DESK}/${id}`);
    expect(page).toContain("Đúng là kho không có");
    expect(page).not.toMatch(/name="y-|should-abstain/);
    expect(doneOf(await lan.post(`${DESK}/${id}`, { chung: "complete" }))).toBe("danh-gia");
    expect(await reviewsOf(db, id)).toMatchObject([{ overall: "complete", claims: [] }]);
  });
});

describe("a judgement", () => {
  it("is stored, shown again and replaced; the exchange then leads on", async () => {
    const id = await answered();
    const given = { ...JUDGED, "y-2": "unsupported", "sua-lai": "Câu đúng là…" };
    expect(doneOf(await lan.post(`${DESK}/${id}`, given))).toBe("danh-gia");
    const page = await textOf(lan, `${DESK}/${id}`);
    expect(page).toMatch(/name="y-2" value="unsupported"[^>]* checked/);
    expect(page).toContain("Câu đúng là…");
    expect(page).toContain(`/quan-tri/thong-bao-sua/moi?tra-loi=${id}`);
    expect(page).toContain(`/quan-tri/cau-hoi-danh-gia/moi?tra-loi=${id}`);
    await lan.post(`${DESK}/${id}`, JUDGED);
    expect(await reviewsOf(db, id)).toMatchObject([{ isCurrent: false }, { isCurrent: true, seat: 1 }]);
    expect(await textOf(lan, `${DESK}/${id}`)).not.toContain("thong-bao-sua/moi");
  });

  it("that is not whole comes back with a sentence for each gap and everything that was typed", async () => {
    const id = await answered();
    const typed = {
      "y-1": "partly",
      "con-thieu": "  thời hạn\n",
      "sua-lai": `Đúng <b>là</b> ${HOSTILE}`,
      "ghi-chu": "\nđầu dòng trống",
    };
    const response = await lan.post(`${DESK}/${id}`, typed);
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('<a href="#y-2">Chưa đánh giá trích dẫn [2].</a>');
    expect(page).toContain('<a href="#chung">Chưa đánh giá cả câu trả lời.</a>');
    expect(page).toMatch(/name="y-1" value="partly"[^>]* checked/);
    expect(page).toContain(">\n  thời hạn\n</textarea>");
    expect(page).toContain("Đúng &lt;b&gt;là&lt;/b&gt;");
    expect(page).toContain(">\n\nđầu dòng trống</textarea>");
    expect(await reviewsOf(db, id)).toEqual([]);
  });

  it("of what somebody else has taken meanwhile is refused, and nothing of it is lost", async () => {
    const id = await answered();
    await minh.post(`${DESK}/${id}/nhan`);
    const reading = await textOf(lan, `${DESK}/${id}`);
    expect(reading).toContain("<strong>minh</strong> đang xem");
    expect(reading).not.toContain("data-judge");
    const response = await lan.post(`${DESK}/${id}`, { ...JUDGED, "ghi-chu": "công sức" });
    expect(response.status).toBe(409);
    const page = await response.text();
    expect(page).toMatch(/role="alert">minh đang xem trao đổi này, đến \d\d:\d\d/);
    expect(page).toContain("công sức</textarea>");
    expect((await lan.post(`${DESK}/${id}/nhan`)).status).toBe(409);
    await minh.post(`${DESK}/${id}/tra`);
    expect(doneOf(await lan.post(`${DESK}/${id}`, JUDGED))).toBe("danh-gia");
  });

  it("of words that are gone is refused", async () => {
    const id = await answered();
    await eraseWords(db, id);
    const response = await lan.post(`${DESK}/${id}`, JUDGED);
    expect(response.status).toBe(409);
    expect(await response.text()).toContain("đã được xóa theo yêu cầu");
    expect(await reviewsOf(db, id)).toEqual([]);
  });

  it("leaves no word of it in the log of actions", async () => {
    const id = await answered();
    await lan.post(`${DESK}/${id}/nhan`);
    await lan.post(`${DESK}/${id}/tra`);
    await lan.post(`${DESK}/${id}`, { ...JUDGED, "ghi-chu": "lời riêng" });
    const actions = await listActions(db);
    expect(actions.map(({ actor, action, target }) => [actor, action, target])).toEqual(
      ["review.judge", "review.release", "review.take"].map((action) => ["lan", action, id]),
    );
    expect(JSON.stringify(actions)).not.toMatch(/lời riêng|supported/);
  });
});

describe("the next exchange", () => {
  const idIn = (response: Response) =>
    new URL(response.headers.get("location") ?? "", "http://x").pathname.split("/").at(-1);

  it("is another for each of two who ask at once, and none when there is none", async () => {
    const ids = [await answered(), await answered()];
    const got = await Promise.all([lan, minh].map((one) => one.post(`${DESK}/tiep-theo`)));
    expect(got.map(idIn).toSorted()).toEqual(ids.toSorted());
    const hoa = await at.as("reviewer");
    expect(doneOf(await hoa.post(`${DESK}/tiep-theo`))).toBe("het-viec");
  });

  it("keeps to the filter, skips what is given back, and follows a judgement", async () => {
    const [press, sample, other] = [
      await answered(),
      await answered({ signals: ["sample"] }),
      await answered({ signals: ["sample"] }),
    ];
    expect(idIn(await lan.post(`${DESK}/tiep-theo`, { "ly-do": "sample" }))).toBe(sample);
    expect(idIn(await lan.post(`${DESK}/tiep-theo`, { bo: sample, "ly-do": "sample" }))).toBe(other);
    const after = await lan.post(`${DESK}/${other}`, { ...JUDGED, tiep: "co" });
    expect(idIn(after)).toBe(press);
    expect((await lan.post(`${DESK}/tiep-theo`, { tu: "x" })).status).toBe(422);
  });
});

describe("agreement", () => {
  it("is shown with its table, and two that differ side by side", async () => {
    const blind = { signals: ["sample", "double"] };
    const [same, differs] = [await answered(blind), await answered(blind)];
    for (const one of [lan, minh]) await one.post(`${DESK}/${same}`, JUDGED);
    await lan.post(`${DESK}/${differs}`, { ...JUDGED, chung: "should-abstain" });
    await minh.post(`${DESK}/${differs}`, { ...JUDGED, "y-1": "unsupported" });
    const page = await textOf(lan, `${DESK}/dong-thuan`);
    // Whole: 1 of 2 the same; rows 1 complete, 1 abstain, columns 2 complete: chance is .5, so that κ is 0.
    expect(page).toMatch(/<strong>0,00<\/strong> κ của Cohen/);
    expect(page).toMatch(/<strong>50%<\/strong> trùng nhau/);
    // Claims: 3 of 4; rows 2, 2; columns 1, 2, 1 of which two meet: chance is (2·1 + 2·2) / 16.
    expect(page).toMatch(/<strong>0,60<\/strong>/);
    expect(page).toMatch(/<strong>4<\/strong> trích dẫn/);
    expect(await textOf(lan, `${DESK}/dong-thuan?den=2020-01-01`)).toContain("Chưa có trao đổi nào");
    const listed = await textOf(minh, `${DESK}?ly-do=disputed`);
    expect(listed).toContain(differs);
    expect(listed).not.toContain(same);
    const shown = await textOf(minh, `${DESK}/${differs}`);
    expect(shown.match(/class="differs"/g)).toHaveLength(4);
    const hoa = await at.as("reviewer");
    expect(await textOf(hoa, `${DESK}/${differs}`)).toContain("phân xử");
    await hoa.post(`${DESK}/${differs}`, JUDGED);
    expect(await textOf(minh, `${DESK}?ly-do=disputed`)).not.toContain(differs);
  });
});

import { afterAll, expect, it } from "vitest";
import { createIdentity, createPipeline } from "../../bot/index.ts";
import { createConversations } from "../../server/conversations.ts";
import { createLibrary } from "../../server/library/from-store.ts";
import { createLog } from "../../server/ops/log.ts";
import { confirmNotice, proposeNotice } from "../../server/review/notices.ts";
import { answering } from "../bot/answering.ts";
import { type Browser, browserOf } from "../support/console.ts";
import { fakeRoutes } from "../support/fake-routes.ts";
import { judgeWrong } from "../support/reviews.ts";

const { db } = await answering();
afterAll(() => db.close());

const identity = createIdentity("a key for test/review/web.test.ts");
const pipeline = createPipeline({ db, identity, enrolment: "open", questionsPerMinute: 1000 });
const log = createLog({ level: "silent" });
const conversations = createConversations({ db, pipeline, metrics: { handled: () => {} }, log });
const { app } = fakeRoutes({ webChat: "open", conversations, library: createLibrary(db) });
const QUESTION = "Sở Nội vụ Lào Cai phải làm gì?";
const HEADING = "<h2>Đính chính</h2>";

const ask = async (visitor: Browser, q: string, headers: Record<string, string> = {}) =>
  (await visitor.post("/", { q }, headers)).text();

/** Somebody whose answer has just been corrected with these words. */
async function corrected(words: string): Promise<Browser> {
  const visitor = browserOf(app);
  const answerId = /name="answer" value="([^"]+)"/.exec(await ask(visitor, QUESTION))?.[1] as string;
  await judgeWrong(db, answerId);
  const id = await proposeNotice(db, { answerId, text: words, addresses: [], actor: "hoa" });
  expect(await (await visitor.get("/")).text()).not.toContain(HEADING);
  await confirmNotice(db, { id, actor: "lan", teller: { channels: [] } });
  return visitor;
}

it("stands at the top of the page that is opened next, once, and nobody else sees it", async () => {
  const visitor = await corrected("Xin xem lại <b>Mục 3</b> và “Sở Nội vụ” [1].");
  expect(await (await browserOf(app).get("/")).text()).not.toContain(HEADING);
  const page = await (await visitor.get("/")).text();
  expect(page.indexOf(HEADING)).toBeGreaterThan(0);
  expect(page.indexOf(HEADING)).toBeLessThan(page.indexOf('id="turns"'));
  expect(page).toContain("Xin xem lại &lt;b&gt;Mục 3&lt;/b&gt;");
  expect(page).toMatch(/Căn cứ:[\s\S]{0,80}Công văn 465\/UBND-VX/);
  expect(await (await visitor.get("/")).text()).not.toContain(HEADING);
  // A source opened from the old answer says it each time.
  expect(await ask(visitor, "1")).toMatch(/Câu trả lời này đã được đính chính ngày \d+\/\d+\/\d{4}:/);
});

it("stands above the next answer where the page's script gets the answer alone, also as events", async () => {
  const visitor = await corrected("Lần thứ hai: xin xem lại Mục 3.");
  // Of a thumb the script shows the effect only: nothing is spent on it.
  await visitor.post("/", { answer: "x", verdict: "up" }, { "X-Fragment": "turn" });
  const part = await ask(visitor, "Ai ký Chỉ thị 07?", { "X-Fragment": "turn" });
  expect(part).toMatch(/^<section class="turn">\s*<section class="correction"/);
  expect(part).toContain("Lần thứ hai");
  expect(await ask(visitor, "Ai ký Chỉ thị 07?", { "X-Fragment": "turn" })).not.toContain(HEADING);
  const other = await corrected("Lần thứ ba: xin xem lại Mục 3.");
  const events = await ask(other, "Ai ký Chỉ thị 07?", { Accept: "text/event-stream" });
  const turn = /event: turn\ndata: (.*)/.exec(events)?.[1] ?? "";
  expect((JSON.parse(turn) as { html: string }).html).toContain("Lần thứ ba");
});

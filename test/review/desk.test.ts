import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  canonicalJson,
  type Database,
  dayInVietnam,
  hashesOf,
  insertFeedback,
  readEntries,
  readEvidence,
} from "../../retrieval/index.ts";
import { listActions } from "../../server/admin/index.ts";
import { seatFor } from "../../server/review/assignments.ts";
import { blindPairs, deskAgreement } from "../../server/review/blind-pairs.ts";
import { judge, release, take, takeNext } from "../../server/review/desk.ts";
import { readExchange } from "../../server/review/exchange.ts";
import type { ExchangeFilter } from "../../server/review/filter.ts";
import { countReasons, countWaiting, type DeskQuery, listExchanges } from "../../server/review/queue.ts";
import { type NewReview, reviewsOf, visibleReviews } from "../../server/review/reviews.ts";
import { isWrong } from "../../server/review/verdicts.ts";
import { openTestDatabase } from "../support/database.ts";
import { emptyLog, eraseWords, type Quotable, quotable, storeExchange } from "../support/exchanges.ts";

let db: Database;
let document: Quotable;
beforeAll(async () => {
  db = await openTestDatabase();
  document = await quotable(db);
});
beforeEach(() => emptyLog(db));
afterAll(() => db.close());

const judgement = (answerId: string, reviewer: string, parts: Partial<NewReview> = {}) => ({
  ...{ answerId, reviewer, overall: "complete" as const, claims: [] },
  words: { missing: null, corrected: null, note: null },
  ...parts,
});

const query = (filter: ExchangeFilter = {}, parts: Partial<DeskQuery> = {}): DeskQuery => ({
  ...{ view: "queue", filter, reasons: [], mine: null },
  ...parts,
});
const ids = async (asked: DeskQuery, reviewer = "lan") =>
  (await listExchanges(db, { query: asked, reviewer, after: null, limit: 100 })).map(({ id }) => id);

const vote = (answerId: string, verdict: "up" | "down") =>
  db.transaction((tx) => insertFeedback(tx, { answerId, personKey: "p", verdict, words: null }));

const double = { signals: ["sample", "double"] };

describe("the queue", () => {
  test("holds what has a reason, urgent first, then the longest waiting", async () => {
    await storeExchange(db, { id: "plain" });
    await storeExchange(db, { id: "sample", signals: ["sample"] });
    await storeExchange(db, { id: "press", signals: ["press"] });
    await storeExchange(db, { id: "low", signals: ["low-confidence", "sample"] });
    await storeExchange(db, { id: "low-later", signals: ["low-confidence"] });
    await storeExchange(db, { id: "disliked" });
    await vote("disliked", "down");
    expect(await ids(query())).toEqual(["disliked", "low", "low-later", "press", "sample"]);
    expect(await countReasons(db, query())).toEqual(
      new Map([
        ["down", 1],
        ["low-confidence", 2],
        ["press", 1],
        ["sample", 2],
      ]),
    );
    expect(await countWaiting(db)).toBe(5);
    expect(await ids(query({}, { view: "all" }))).toEqual(["disliked", "low-later", "low", "press", "sample", "plain"]);
  });

  test("lets a thumb down go that was taken back, and takes one up again that came after the judgement", async () => {
    await storeExchange(db, { id: "one" });
    await vote("one", "down");
    await vote("one", "up");
    expect(await ids(query())).toEqual([]);
    await judge(db, judgement("one", "lan"));
    await vote("one", "down");
    expect(await ids(query())).toEqual(["one"]);
    expect(await takeNext(db, { reviewer: "minh" })).toBe("one");
  });

  test("is read by place: every exchange once, also where another comes in between", async () => {
    const all: string[] = [];
    for (let n = 0; n < 7; n += 1) all.push(await storeExchange(db, { signals: [n % 2 === 0 ? "press" : "sample"] }));
    for (const view of ["queue", "all"] as const) {
      const seen: string[] = [];
      let after = null;
      for (;;) {
        const page = await listExchanges(db, { query: query({}, { view }), reviewer: "lan", after, limit: 2 });
        if (page.length === 0) break;
        seen.push(...page.map(({ id }) => id));
        after = page.at(-1) ?? null;
        if (seen.length === 2) await storeExchange(db, { id: `late-${view}`, signals: ["sample"] });
      }
      expect(seen.filter((id) => all.includes(id)).sort()).toEqual([...all].sort());
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  test("narrows by everything that a filter names", async () => {
    const other = await quotable(db, "99/KH-UBND", { "Sở Y tế": "Kiểm tra các trạm y tế." });
    const quotes = { from: document, clauses: [0] };
    await storeExchange(db, { id: "a", quotes, unit: "Sở Tài chính", signals: ["press"], channel: "telegram" });
    await storeExchange(db, {
      ...{ id: "b", quotes: { from: other, clauses: [0] }, signals: ["press"] },
      ...{ question: "Trạm Y tế xã phải làm gì?", searched: { agencies: ["so y te"] } },
    });
    await storeExchange(db, { id: "c", signals: ["near-miss"] });
    const found = async (filter: ExchangeFilter) => (await ids(query(filter))).sort();
    expect(await found({ unit: "Sở Tài chính" })).toEqual(["a"]);
    expect(await found({ documentIds: [other.documentId] })).toEqual(["b"]);
    expect(await found({ documentIds: [] })).toEqual([]);
    expect(await found({ agencyKey: "so y te" })).toEqual(["b"]);
    expect(await found({ channels: ["telegram"] })).toEqual(["a"]);
    expect(await found({ statuses: ["not_found"] })).toEqual(["c"]);
    expect(await found({ words: "tram y te" })).toEqual(["b"]);
    expect(await found({ words: "Trạm Y tế" })).toEqual(["b"]);
    expect(await found({ from: new Date(Date.now() + 60_000) })).toEqual([]);
    expect(await found({ to: new Date(Date.now() + 60_000) })).toEqual(["a", "b", "c"]);
    expect(await ids(query({}, { reasons: ["near-miss"] }))).toEqual(["c"]);
    await judge(db, judgement("a", "lan"));
    expect(await found({})).toEqual(["b", "c"]);
    expect(await found({ reviewed: true })).toEqual(["a"]);
    expect(await ids(query({ reviewed: true }, { view: "all" }))).toEqual(["a"]);
    expect((await ids(query({ reviewed: false }, { view: "all" }))).sort()).toEqual(["b", "c"]);
    await take(db, { answerId: "c", reviewer: "minh" });
    expect(await ids(query({}, { mine: "minh" }))).toEqual(["c"]);
    expect(await ids(query({}, { mine: "lan", view: "all" }))).toEqual(["a"]);
  });

  test("waits for no judgement of words that were erased, and shows that they were", async () => {
    await storeExchange(db, { id: "gone", signals: ["press"] });
    await take(db, { answerId: "gone", reviewer: "lan" });
    await eraseWords(db, "gone");
    expect(await ids(query())).toEqual([]);
    const [row] = await listExchanges(db, {
      query: query({}, { view: "all" }),
      reviewer: "lan",
      after: null,
      limit: 9,
    });
    expect(row).toMatchObject({ id: "gone", question: null, waits: false });
    await expect(judge(db, judgement("gone", "lan"))).rejects.toMatchObject({ code: "review.erased" });
    expect(await takeNext(db, { reviewer: "minh" })).toBeNull();
  });
});

describe("a judgement", () => {
  test("is stored with its words and its line of the chain, and gives the seat back, all or nothing", async () => {
    await storeExchange(db, { id: "one", quotes: { from: document, clauses: [0, 1] }, signals: ["press"] });
    await take(db, { answerId: "one", reviewer: "lan" });
    const claims = [
      { marker: 2, verdict: "wrong-document" as const },
      { marker: 1, verdict: "supported" as const },
    ];
    const words = { missing: null, corrected: "Đúng là…\u0000", note: "=1+1" };
    const id = await judge(db, judgement("one", "lan", { claims, words }));
    const [stored] = await reviewsOf(db, "one");
    expect(stored).toMatchObject({
      id,
      reviewer: "lan",
      seat: 1,
      replaces: null,
      isCurrent: true,
      claims: claims.toReversed(),
    });
    expect(stored?.words).toMatchObject({ note: "=1+1", missing: null });
    expect(stored && isWrong(stored)).toBe(true);
    const entries = await readEntries(db, 0, 10);
    const line = entries.at(-1);
    expect(line).toMatchObject({ kind: "review", subject: String(id) });
    const [evidence] = await readEvidence.review(db, [String(id)]);
    expect(evidence && hashesOf(evidence)).toMatchObject({
      contentHash: line?.contentHash,
      wordsHash: line?.wordsHash,
    });
    expect(await db.query("select 1 from review_assignments")).toEqual([]);
    const actions = await listActions(db);
    expect(actions.map(({ action }) => action)).toEqual(["review.judge", "review.take"]);
    expect(canonicalJson(actions)).not.toContain("Đúng là");
    expect(await ids(query())).toEqual([]);
  });

  test("of the same reviewer replaces the one before", async () => {
    await storeExchange(db, { id: "one", signals: ["press"] });
    const first = await judge(db, judgement("one", "lan"));
    const second = await judge(db, judgement("one", "lan", { overall: "missing" }));
    expect(await reviewsOf(db, "one")).toMatchObject([
      { id: first, isCurrent: false },
      { id: second, isCurrent: true, replaces: first, seat: 1, overall: "missing" },
    ]);
  });

  test("of another takes the last word, of a third none", async () => {
    await storeExchange(db, { id: "one", signals: ["press"] });
    await judge(db, judgement("one", "lan"));
    await judge(db, judgement("one", "minh", { overall: "should-abstain" }));
    expect(await reviewsOf(db, "one")).toMatchObject([{ seat: 1 }, { seat: 3, replaces: null }]);
    await expect(judge(db, judgement("one", "hoa"))).rejects.toMatchObject({ code: "review.taken" });
  });

  test("is refused while somebody else holds the exchange, and taken once the time has run out", async () => {
    await storeExchange(db, { id: "one", signals: ["press"] });
    await take(db, { answerId: "one", reviewer: "lan" });
    const refused = judge(db, judgement("one", "minh"));
    await expect(refused).rejects.toMatchObject({ code: "review.taken", userMessage: expect.stringContaining("lan") });
    await expect(take(db, { answerId: "one", reviewer: "minh" })).rejects.toMatchObject({ code: "review.taken" });
    expect(await reviewsOf(db, "one")).toEqual([]);
    await db.query("update review_assignments set until = now() - interval '1 second'");
    await take(db, { answerId: "one", reviewer: "minh" });
    await judge(db, judgement("one", "minh"));
    expect(await reviewsOf(db, "one")).toMatchObject([{ reviewer: "minh", seat: 1 }]);
  });

  test("of an exchange that is not there is refused", async () => {
    await expect(judge(db, judgement("no", "lan"))).rejects.toMatchObject({ code: "review.not_found" });
    await expect(take(db, { answerId: "no", reviewer: "lan" })).rejects.toMatchObject({ code: "review.not_found" });
  });
});

describe("the next exchange", () => {
  test("goes to one reviewer only, also when many ask at once", async () => {
    const all: string[] = [];
    for (let n = 0; n < 6; n += 1) all.push(await storeExchange(db, { signals: ["press"] }));
    const reviewers = Array.from({ length: 6 }, (_, n) => `r${n}`);
    const got = await Promise.all(reviewers.map((reviewer) => takeNext(db, { reviewer })));
    expect(got.toSorted()).toEqual(all.toSorted());
    expect(await takeNext(db, { reviewer: "r9" })).toBeNull();
    const held = await db.query<{ answer: string }>(`select answer_id as answer from review_assignments`);
    expect(held).toHaveLength(6);
  });

  test("is the one that is held already, until it is judged, given back or skipped", async () => {
    await storeExchange(db, { id: "one", signals: ["press"] });
    await storeExchange(db, { id: "two", signals: ["press"] });
    expect(await takeNext(db, { reviewer: "lan" })).toBe("one");
    expect(await takeNext(db, { reviewer: "lan" })).toBe("one");
    expect(await takeNext(db, { reviewer: "lan", instead: "one" })).toBe("two");
    expect(await takeNext(db, { reviewer: "minh" })).toBe("one");
    await release(db, { answerId: "two", reviewer: "lan" });
    await judge(db, judgement("one", "minh"));
    expect(await takeNext(db, { reviewer: "minh" })).toBe("two");
    expect(await takeNext(db, { reviewer: "lan" })).toBeNull();
    const actions = (await listActions(db)).map(({ actor, action, target }) => `${actor} ${action} ${target}`);
    expect(actions.toReversed()).toEqual([
      ...["lan review.take one", "lan review.release one", "lan review.take two", "minh review.take one"],
      ...["lan review.release two", "minh review.judge one", "minh review.take two"],
    ]);
  });

  test("of a doubly judged exchange goes to two reviewers, each once", async () => {
    await storeExchange(db, { id: "one", ...double });
    const got = await Promise.all(["lan", "minh", "hoa"].map((reviewer) => takeNext(db, { reviewer })));
    expect(got.filter((id) => id === "one")).toHaveLength(2);
    const seats = await db.query<{ seat: number }>("select seat from review_assignments order by seat");
    expect(seats).toEqual([{ seat: 1 }, { seat: 2 }]);
  });
});

describe("two who judge blind", () => {
  const claims = (verdict: "supported" | "partly") => [{ marker: 1, verdict }];

  async function judgeTwice(id: string, first: Partial<NewReview>, second: Partial<NewReview>): Promise<void> {
    await storeExchange(db, { id, ...double });
    await judge(db, judgement(id, "lan", first));
    await judge(db, judgement(id, "minh", second));
  }

  test("see each other's judgement once both are in, and nobody else does before", async () => {
    await storeExchange(db, { id: "one", ...double });
    await judge(db, judgement("one", "lan"));
    const seen = async (reviewer: string) =>
      visibleReviews(await reviewsOf(db, "one"), { reviewer, isDouble: true }).map((review) => review.reviewer);
    expect([await seen("lan"), await seen("minh"), await seen("admin")]).toEqual([["lan"], [], []]);
    expect(await ids(query())).toEqual(["one"]);
    expect(await takeNext(db, { reviewer: "lan" })).toBeNull();
    await judge(db, judgement("one", "minh"));
    expect([await seen("lan"), await seen("minh"), await seen("admin")]).toEqual(Array(3).fill(["lan", "minh"]));
    expect(await ids(query())).toEqual([]);
  });

  test("and differ are listed until a third has the last word", async () => {
    await judgeTwice("one", { claims: claims("supported") }, { claims: claims("partly") });
    await judgeTwice("two", { overall: "complete" }, { overall: "missing" });
    await judgeTwice("same", { claims: claims("supported") }, { claims: claims("supported") });
    expect(await ids(query({}, { reasons: ["disputed"] }))).toEqual(["one", "two"]);
    expect(await takeNext(db, { reviewer: "lan" })).toBeNull();
    expect(await takeNext(db, { reviewer: "hoa" })).toBe("one");
    await judge(db, judgement("one", "hoa", { claims: claims("partly") }));
    expect(await reviewsOf(db, "one")).toMatchObject([{ seat: 1 }, { seat: 2 }, { seat: 3 }]);
    expect(await ids(query({}, { reasons: ["disputed"] }))).toEqual(["two"]);
    // Or one of the two thinks better of it.
    await judge(db, judgement("two", "minh"));
    expect(await ids(query({}, { reasons: ["disputed"] }))).toEqual([]);
  });

  test("count as they judged before they saw each other", async () => {
    await judgeTwice("one", { claims: claims("supported") }, { claims: claims("partly"), overall: "missing" });
    await judge(db, judgement("one", "minh", { claims: claims("supported") }));
    await storeExchange(db, { id: "half", ...double });
    await judge(db, judgement("half", "lan"));
    await storeExchange(db, { id: "open", signals: ["sample"] });
    await judge(db, judgement("open", "lan"));
    await judge(db, judgement("open", "minh"));
    const pairs = await blindPairs(db);
    expect(pairs).toEqual([
      {
        answerId: "one",
        first: { overall: "complete", claims: claims("supported") },
        second: { overall: "missing", claims: claims("partly") },
      },
    ]);
    expect(deskAgreement(pairs)).toMatchObject({ exchanges: 1, overall: { n: 1, raw: 0 }, claims: { n: 1, raw: 0 } });
    expect(await blindPairs(db, { to: new Date(0) })).toEqual([]);
  });

  test("may each think again before the other is in: the later judgement counts", async () => {
    await storeExchange(db, { id: "one", ...double });
    await judge(db, judgement("one", "lan", { overall: "missing" }));
    await judge(db, judgement("one", "lan", { overall: "complete" }));
    await judge(db, judgement("one", "minh"));
    expect(deskAgreement(await blindPairs(db)).overall).toMatchObject({ n: 1, raw: 1, kappa: null });
  });
});

describe("who may sit where", () => {
  const held = (seat: 1 | 2 | 3, reviewer: string) => ({ seat, reviewer, until: new Date() });
  test.each([
    ["the first of one", { isDouble: false, judged: [], held: [] }, 1],
    ["nowhere while another holds the only seat", { isDouble: false, judged: [], held: [held(1, "minh")] }, null],
    ["the second of two", { isDouble: true, judged: [], held: [held(1, "minh")] }, 2],
    ["nowhere while both are held", { isDouble: true, judged: [], held: [held(1, "minh"), held(2, "hoa")] }, null],
    [
      "not the last word before both are in",
      { isDouble: true, judged: [{ seat: 1 as const, reviewer: "minh" }], held: [held(2, "hoa")] },
      null,
    ],
    ["where they judged", { isDouble: true, judged: [{ seat: 2 as const, reviewer: "lan" }], held: [] }, 2],
    ["the last word", { isDouble: false, judged: [{ seat: 1 as const, reviewer: "minh" }], held: [] }, 3],
  ])("%s", (_, seats, expected) => {
    expect(seatFor("lan", seats)).toBe(expected);
  });
});

describe("an exchange as the desk reads it", () => {
  test("has each quote in its passage with its neighbours, its line of the chain and what came of it", async () => {
    await storeExchange(db, { id: "one", quotes: { from: document, clauses: [1] }, signals: ["press"] });
    await vote("one", "down");
    const exchange = await readExchange(db, "one", dayInVietnam(new Date()));
    const [claim] = exchange?.claims ?? [];
    expect(`${claim?.lead}${claim?.citation.quote}${claim?.tail}`).toBe(document.clauses[1]?.text);
    expect(claim?.before).toBeTruthy();
    expect(claim?.after).toBeTruthy();
    expect(exchange).toMatchObject({
      ...{ reasons: ["press", "down"], feedback: [{ verdict: "down", stands: true }], erasures: [] },
      chain: { position: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      agencies: ["Sở Xây dựng"],
    });
    expect(await readExchange(db, "no", "2026-11-27")).toBeNull();
  });
});

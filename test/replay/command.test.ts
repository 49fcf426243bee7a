import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { createWriter } from "../../prompts/index.ts";
import {
  type Database,
  getAnswer,
  ingestDocument,
  insertErasure,
  listDocuments,
  retireDocument,
  systemClock,
} from "../../retrieval/index.ts";
import { runForAnother } from "../../server/cli/for-another.ts";
import { readConfig } from "../../server/config.ts";
import { compareAnswers } from "../../server/replay/compare.ts";
import { directives } from "../ingest/asking.ts";
import { type Browser, openConsole } from "../support/console.ts";
import { openMemoryDatabase, openTestDatabase } from "../support/database.ts";
import { faithfulModel } from "../support/faithful-model.ts";
import { fakeRuntime, runCli } from "../support/fake-runtime.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { contentsOf } from "./support.ts";

const embedder = createHashedEmbedder();
const writer = createWriter({ model: faithfulModel(), clock: systemClock(), limitMs: 60_000 });
const QUESTION = "Công văn 12/UBND-KT giao Sở Tài chính làm gì?";
const UNIT = "Sở Tài chính tỉnh Lạng Sơn";

let db: Database;
let plain: string;
let modelled: string;
let erased: string;

async function ask(question: string, options: { unit?: string; channel: string; model?: boolean }): Promise<string> {
  const pipeline = createPipeline({ db, embedder, ...(options.model ? { writer } : {}), log: { program: "1" } });
  const { answer, commit } = await pipeline.prepare(
    { question },
    { channel: options.channel, unit: options.unit ?? null },
  );
  await db.transaction(commit);
  return answer.id;
}

const replay = () => ({
  ...{ db, embedders: [embedder], program: "2", scratch: openMemoryDatabase },
  openWriter: () => writer,
});
const run = (...args: string[]) =>
  runCli(["audit", "replay", ...args], { open: async () => fakeRuntime({ replay: replay() }) });
const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
const tomorrow = new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10);
const RANGE = ["--from", today, "--to", tomorrow];

beforeAll(async () => {
  db = await openTestDatabase();
  for (const [sourceName, text] of Object.entries(directives(3)))
    await ingestDocument({ db, embedder }, { bytes: new TextEncoder().encode(text), sourceName, collection: "t" });
  plain = await ask(QUESTION, { channel: "cli" });
  modelled = await ask(QUESTION, { channel: "telegram", model: true });
  await ask("chúng tôi phải làm gì?", { channel: "telegram", unit: UNIT });
  erased = await ask("Sở Xây dựng được giao nhiệm vụ gì?", { channel: "web" });
  await db.transaction((tx) =>
    insertErasure(
      tx,
      { what: "words", reason: "request", actor: "an", subjects: [{ kind: "answer", subject: erased }] },
      async () => void (await tx.query("delete from answer_words where answer_id = $1", [erased])),
    ),
  );
}, 300_000);
afterAll(() => db.close());

describe("audit replay", { timeout: 300_000 }, () => {
  it("tells of one answer what differs, and which program answers now", async () => {
    const { code, out } = await run(plain);
    expect(code).toBe(0);
    expect(out).toContain(`${plain}  identical`);
    expect(out).toContain(`question: ${QUESTION}`);
    expect(out).toContain("program version: 1 → 2");
  });

  it("compares what a model's answer rests on, its words only with the model", async () => {
    expect((await run(modelled)).out).toContain("a model wrote it: only what it rests on was compared");
    const { code, out } = await run(modelled, "--with-model", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out).reports[0].result).toMatchObject({ outcome: "identical", wording: "compared" });
  });

  it("is carried out by a server that has the embedded database, for the process that was given the command", async () => {
    const parts: object[] = [];
    const runtime = fakeRuntime({ replay: replay() });
    const write = (part: object) => void parts.push(part);
    expect(await runForAnother(["audit", "replay", plain], { config: readConfig({}), runtime, write })).toBe(0);
    expect(JSON.stringify(parts)).toContain(`${plain}  identical`);
  });

  it("takes nothing for a difference that the log did not record in its time", async () => {
    const stored = await getAnswer(db, plain);
    const { words } = stored!;
    const old = { ...stored!, words: words!, askedOn: null, premise: null, candidates: [] };
    const again = { ...old, askedOn: today, premise: "assigned", candidates: stored!.candidates, words: words! };
    const compared = compareAnswers({ stored: old, again, restsOn: [], readAgain: false });
    expect(compared).toMatchObject({ outcome: "identical", differences: [] });
    expect(compareAnswers({ stored: { ...old, askedOn: today }, again, restsOn: [], readAgain: false })).toMatchObject({
      outcome: "differs",
      differences: ["premise", "candidates"],
    });
  });

  it("says that erased words cannot be asked again, and that an id is unknown", async () => {
    expect(await run(erased)).toMatchObject({ code: 0, out: expect.stringContaining("its words were erased") });
    const unknown = await run("nobody");
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain("The log has no answer nobody.");
  });

  it("replays a range, narrowed by unit and channel, and reads today's documents again with this program's parser", async () => {
    const before = await contentsOf(db);
    const all = await run(...RANGE, "--json");
    expect(all.code).toBe(0);
    expect(JSON.parse(all.out)).toMatchObject({ total: 4, identical: 3, erased: 1, wordingNotCompared: 1, ids: [] });
    expect(all.err).toContain("replayed 4 of 4");
    expect(JSON.parse((await run(...RANGE, "--unit", UNIT, "--json")).out)).toMatchObject({ total: 1, identical: 1 });
    expect(JSON.parse((await run(...RANGE, "--channel", "cli", "--json")).out)).toMatchObject({ total: 1 });
    const again = await run(...RANGE, "--reparse", "--jsonl");
    const lines = again.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ against, result }) => `${against} ${result.outcome}`)).toEqual([
      ...Array.from({ length: 3 }, () => "read-again identical"),
      "read-again erased",
    ]);
    expect(again.out).not.toContain("Sở Tài chính làm gì");
    expect((await run(...RANGE, "--jsonl", "--words")).out).toContain(QUESTION);
    expect(await contentsOf(db)).toEqual(before);
  });

  it("ends with 1 where answers differ, sums them up by kind, and shows words only when asked to", async () => {
    const [gone] = (await listDocuments(db)).filter(({ number }) => number === "12/UBND-KT");
    await retireDocument(db, gone!.id);
    const { code, out } = await run(...RANGE, "--against", "now");
    expect(code).toBe(1);
    expect(out).toContain("answered → not_found");
    expect(out).toMatch(/4 replayed: \d identical, \d differ, 1 erased, 0 failed/);
    expect(out).not.toContain(QUESTION);
    expect((await run(...RANGE)).code).toBe(0);
    expect((await run(plain, "--against", "now")).out).toMatch(/\[-|\{\+/);
  });

  it.each([
    [[], "Give ids of answers, or --from DAY --to DAY."],
    [["a", ...RANGE], "Give ids of answers, or --from DAY --to DAY."],
    [["--from", today], "A range needs --from DAY and --to DAY."],
    [["--from", today, "--to", today], "--to is the day after the last one"],
    [["--from", "2026-02-30", "--to", today], '"2026-02-30" is not a day'],
    [["a", "--against", "later"], "--against must be then or now."],
    [["a", "--json", "--jsonl"], "not both"],
    [["a", "--unit", UNIT], "narrow a range"],
    [["a", "--nothing"], "Unknown option"],
  ])("refuses %j", async (args, sentence) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});

describe("the console's page of it", { timeout: 300_000 }, () => {
  let reviewer: Browser;
  beforeAll(async () => {
    reviewer = await openConsole(db, { embedder, replay: replay() }).as("reviewer");
  });

  it("shows a reviewer the same as then, what differs today, and what cannot be asked", async () => {
    const page = async (id: string, query = "") =>
      (await reviewer.get(`/quan-tri/ra-soat/${id}/hoi-lai${query}`)).text();
    const then = await page(plain);
    expect(then).toContain("Câu trả lời giống hệt.");
    expect(then).toContain("bản dựng lại");
    expect(then).toContain(QUESTION);
    expect(then.match(/<h1[\s>]/g)).toHaveLength(1);
    const now = await page(plain, "?voi=hien-nay");
    expect(now).toContain("<del>có trả lời</del> <ins>không tìm thấy</ins>");
    expect(now).not.toMatch(/undefined|\[object|NaN/);
    expect(await page(modelled, "?voi=hien-nay")).toContain("Lời văn do mô hình ngôn ngữ viết");
    expect(await page(erased)).toContain("đã được xóa nên không hỏi lại được");
    expect((await reviewer.get("/quan-tri/ra-soat/khong-co/hoi-lai")).status).toBe(404);
  });

  it("puts no word of a person on the page as markup", async () => {
    const id = await ask("<script>alert(1)</script> Công văn 11/UBND-KT giao Sở Tài chính làm gì?", { channel: "web" });
    const text = await (await reviewer.get(`/quan-tri/ra-soat/${id}/hoi-lai`)).text();
    expect(text).toContain("&lt;script&gt;");
    expect(text).not.toContain("<script>alert");
  });
});

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { type Database, eraseConsequencesOf, ingestDocument } from "../../retrieval/index.ts";
import { runAdmin } from "../../server/cli/admin.ts";
import { addEvalQuestion } from "../../server/review/eval-questions.ts";
import type { Runtime } from "../../server/runtime.ts";
import { answering, samplesFolder } from "../bot/answering.ts";
import { talking } from "../bot/talking.ts";
import { scoreReviewed } from "../eval/reviewed.ts";
import type { EvalQuestion } from "../eval/score.ts";
import { openConsole } from "../support/console.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { run } from "../support/program.ts";
import { judge } from "../support/reviews.ts";

const { db } = await answering();
afterAll(() => db.close());
const at = openConsole(db);
const talk = talking(db);
const embedder = createHashedEmbedder();
const LAO_CAI = "ban-tom-luoc-lao-cai-465-ubnd-vx";

async function asked(question: string, unit: string | null = null): Promise<string> {
  const talker = await talk.official(unit);
  return (await talker.send({ kind: "text", text: question })).answerId as string;
}

async function markersOf(answerId: string): Promise<number[]> {
  const rows = await db.query<{ marker: number }>(
    "select marker from answer_citations where answer_id = $1 order by 1",
    [answerId],
  );
  return rows.map(({ marker }) => marker);
}

async function judgedRight(answerId: string): Promise<void> {
  const markers = await markersOf(answerId);
  await judge(db, { answerId, claims: markers.map((marker) => ({ marker, verdict: "supported" as const })) });
}

/** One press on the exchange's page, and the file that comes of it. */
async function pressed(answerId: string): Promise<{ status: number; location: string; lines: EvalQuestion[] }> {
  const reviewer = await at.as("reviewer");
  const offered = await (await reviewer.get(`/quan-tri/cau-hoi-danh-gia/moi?tra-loi=${answerId}`)).text();
  expect(offered).toContain(`name="tra-loi" value="${answerId}"`);
  const response = await reviewer.post("/quan-tri/cau-hoi-danh-gia", { "tra-loi": answerId });
  const location = response.headers.get("location") ?? "";
  const file = await reviewer.get("/quan-tri/cau-hoi-danh-gia.jsonl");
  expect(file.headers.get("content-type")).toMatch(/^application\/x-ndjson/);
  const lines = (await file.text()).split("\n").filter(Boolean);
  return { status: response.status, location, lines: lines.map((line) => JSON.parse(line) as EvalQuestion) };
}

const lineOf = (lines: readonly EvalQuestion[], answerId: string) => lines.find(({ id }) => id === `log-${answerId}`);
const scored = (questions: readonly EvalQuestion[], of: Database = db) =>
  scoreReviewed({ db: of, embedder, questions, say: () => {} });

describe("a reviewed exchange", () => {
  it("becomes a question that the evaluation passes, and fails once the answer is another one", async () => {
    const answerId = await asked("Chúng tôi phải làm gì theo Công văn 465?", "Sở Nội vụ tỉnh Lào Cai");
    await judgedRight(answerId);
    const { status, location, lines } = await pressed(answerId);
    expect(status).toBe(303);
    expect(location).toMatch(/^\/quan-tri\/cau-hoi-danh-gia\/\d+\?xong=ch-them$/);
    const question = lineOf(lines, answerId) as EvalQuestion;
    expect(question).toMatchObject({
      kind: "reviewed",
      question: "Chúng tôi phải làm gì theo Công văn 465?",
      unit: "Sở Nội vụ tỉnh Lào Cai",
      askedOn: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      status: "answered",
      expect: [{ document: LAO_CAI, contains: expect.stringContaining("Sở Nội vụ") }],
    });
    expect(question).not.toHaveProperty("needs");
    const before = await db.query("select count(*)::integer as n from answers");
    expect(await scored([question])).toMatchObject({ passed: 1, total: 1 });
    expect(await db.query("select count(*)::integer as n from answers")).toEqual(before);
    // Pressed again it is still one question.
    expect((await pressed(answerId)).lines.filter(({ id }) => id === question.id)).toHaveLength(1);
    const other = await answering();
    try {
      const text = readFileSync(join(samplesFolder, `${LAO_CAI}.txt`), "utf8");
      const changed = text.replace(/tham mưu xếp vị trí việc làm[^.]*\./, "tham mưu việc khác hẳn trong năm nay.");
      expect(changed).not.toBe(text);
      const bytes = new TextEncoder().encode(changed);
      await ingestDocument({ db: other.db, embedder }, { bytes, sourceName: `${LAO_CAI}.txt`, collection: "samples" });
      expect((await scored([question], other.db)).failures).toMatchObject([
        { why: expect.arrayContaining([expect.stringMatching(/expected passages cited/)]) },
      ]);
    } finally {
      await other.db.close();
    }
  });

  it("asks with what was said before, and forbids what was wrong", async () => {
    const talker = await talk.official();
    await talker.say("Sở Nội vụ Lào Cai phải làm gì?");
    const { answerId } = await talker.send({ kind: "text", text: "thế còn Sở Tài chính?" });
    await judgedRight(answerId as string);
    const follow = lineOf((await pressed(answerId as string)).lines, answerId as string) as EvalQuestion;
    expect(follow.history?.[0]).toEqual({ role: "user", content: "Sở Nội vụ Lào Cai phải làm gì?" });
    expect(await scored([follow])).toMatchObject({ passed: 1 });

    const mixed = await asked("Sở Tài chính phải làm gì theo Chỉ thị 07?");
    const [first, ...others] = await markersOf(mixed);
    const claims = [
      { marker: first as number, verdict: "supported" as const },
      ...others.map((marker) => ({ marker, verdict: "wrong-document" as const })),
    ];
    await judge(db, { answerId: mixed, claims });
    const line = lineOf((await pressed(mixed)).lines, mixed) as EvalQuestion;
    expect(line.expect).toHaveLength(1);
    expect(line.forbidDocuments).toContain("ban-tom-luoc-lang-son-ubnd-kgvx");
    expect((await scored([line])).failures[0]?.why).toContain("cites ban-tom-luoc-lang-son-ubnd-kgvx");
  });

  it("that should have abstained wants not_found", async () => {
    const answerId = await asked("Sở Nội vụ Lào Cai phải làm gì trong tháng này?");
    await judge(db, { answerId, overall: "should-abstain" });
    const line = lineOf((await pressed(answerId)).lines, answerId) as EvalQuestion;
    expect(line.status).toBe("not_found");
    expect(line.expect).toBeUndefined();
    expect((await scored([line])).failures[0]?.why).toContain("status answered, not not_found");
  });

  it("that lacked something is exported once a reviewer has added it, and only words that are held", async () => {
    const answerId = await asked("Sở Thông tin và Truyền thông Lào Cai được giao gì?");
    const [marker] = await markersOf(answerId);
    const claims = [{ marker: marker as number, verdict: "supported" as const }];
    await judge(db, { answerId, overall: "missing", missing: "Thiếu phần chuyển đổi số.", claims });
    const { location, lines } = await pressed(answerId);
    expect(lineOf(lines, answerId)).toBeUndefined();
    const path = location.split("?")[0] as string;
    const reviewer = await at.as("reviewer");
    expect(await (await reviewer.get(path)).text()).toContain("Cần bổ sung: Thiếu phần chuyển đổi số.");
    const save = (words: string) =>
      reviewer.post(path, { "trang-thai": "answered", "van-ban": LAO_CAI, chu: words, "da-du": "co" });
    const refused = await save("chữ không có ở đâu");
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("Không tìm thấy “chữ không có ở đâu”");
    expect((await save("Tham mưu chuyển đổi số")).status).toBe(303);
    const file = await (await reviewer.get("/quan-tri/cau-hoi-danh-gia.jsonl")).text();
    expect(file).toContain('"contains":"Tham mưu chuyển đổi số"');
    expect(file).not.toContain("needs");
  });

  it("needs a judgement; the question goes with the words", async () => {
    const answerId = await asked("Ai ký Chỉ thị 07?");
    const reviewer = await at.as("reviewer");
    const refused = await reviewer.post("/quan-tri/cau-hoi-danh-gia", { "tra-loi": answerId });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("chưa được rà soát");
    await judgedRight(answerId);
    await addEvalQuestion(db, { answerId, actor: "hoa" });
    await db.transaction((tx) => eraseConsequencesOf(tx, [answerId]));
    expect(await db.query("select 1 from eval_questions where answer_id = $1", [answerId])).toEqual([]);
  });
});

const SCORER = fileURLToPath(new URL("../../../shared/eval/score.mjs", import.meta.url));

it.skipIf(!existsSync(SCORER))(
  "the shared scorer takes the same lines (skipped where ../shared is absent)",
  async () => {
    const answerId = await asked("Sở Nội vụ Lào Cai được giao nhiệm vụ nào?");
    await judgedRight(answerId);
    const question = lineOf((await pressed(answerId)).lines, answerId) as EvalQuestion;
    const answer = await createPipeline({ db, embedder }).ask({ question: question.question });
    const folder = mkdtempSync(join(tmpdir(), "td-eval-"));
    const [questions, answers] = [join(folder, "questions.jsonl"), join(folder, "answers.jsonl")];
    writeFileSync(questions, `${JSON.stringify(question)}\n`);
    writeFileSync(answers, `${JSON.stringify({ ...answer, id: question.id })}\n`);
    const printed = execFileSync(process.execPath, [SCORER, questions, answers, samplesFolder], { encoding: "utf8" });
    expect(printed).toContain("passed 1/1");
  },
);

it("goes from the command line into a file and through npm run eval -- --file", async () => {
  const answerId = await asked("Sở Nội vụ tỉnh Lào Cai có nhiệm vụ gì?");
  await judgedRight(answerId);
  await addEvalQuestion(db, { answerId, actor: "hoa" });
  const out: string[] = [];
  const runtime = { console: { db } } as Runtime;
  const stdout = { write: (text: string) => out.push(text) };
  expect(await runAdmin(["eval-questions"], runtime, stdout)).toBe(0);
  const line = out.find((one) => one.includes(answerId)) as string;
  const wrong = line.replace('"status":"answered"', '"status":"not_found"').replace("log-", "wrong-");
  const file = join(mkdtempSync(join(tmpdir(), "td-eval-")), "questions.jsonl");
  writeFileSync(file, `${line}${wrong}`);
  const scores = await run(
    ["test/eval/run.ts", "--file", file, "--documents", `samples/${LAO_CAI}.txt`, "--failures"],
    {},
  );
  expect(scores.out).toContain("passed 1/2");
  expect(scores.out).toMatch(/wrong-\S+\t.*\n\tstatus answered, not not_found/);
  expect(scores.code).toBe(1);
}, 240_000);

import { afterAll, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { currentGeneration, getAnswer, listMissingDocuments } from "../../retrieval/index.ts";
import { answering, directive, falseCitations, hold } from "./answering.ts";

const plan = directive({
  issuer: "Ủy ban nhân dân\ntỉnh Lào Cai",
  number: "31/KH-UBND",
  type: "Kế hoạch",
  title: "Cấp nước sạch cho các xã vùng cao",
  place: "Lào Cai",
  date: "5/6/2024",
  opening: "Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
  clauses: [
    "1. Sở Y tế\n\nKiểm tra chất lượng nước tại trường học, trạm y tế và công khai kết quả hằng quý.",
    "2. Sở Xây dựng\n\nThẩm định thiết kế các công trình cấp nước tập trung.",
  ],
});

const { db, ask } = await answering({ "ke-hoach-31.txt": plan });
afterAll(() => db.close());

/** Changes a stored text behind the program's back, as a fault or an intruder would. */
async function tamper(table: "document_versions" | "passages", from: string, to: string): Promise<void> {
  const trigger = table === "passages" ? "passages_fixed" : "document_versions_text_fixed";
  await db.query(`alter table ${table} disable trigger ${trigger}`);
  await db.query(`update ${table} set text = replace(text, $1, $2)`, [from, to]);
  await db.query(`alter table ${table} enable trigger ${trigger}`);
}

describe("every answer is stored before it is given", () => {
  test("with its question, history, citations, what was looked for and found, the index's generation and timings", async () => {
    const answer = await ask("Còn Sở Y tế?", "Sở Xây dựng Lào Cai làm gì theo KH 31?");
    const stored = await getAnswer(db, answer.id);
    expect(stored).toMatchObject({
      id: answer.id,
      channel: "test",
      words: {
        question: "Còn Sở Y tế?",
        history: [{ role: "user", content: "Sở Xây dựng Lào Cai làm gì theo KH 31?" }],
        answer: answer.answer,
        understood: { documents: ["KH 31"] },
      },
      status: "answered",
      answer: { id: answer.id, citations: answer.citations },
      answeredBy: "extractive",
      prompt: null,
      searched: {
        documents: [{ seq: "31", type: "Kế hoạch" }],
        agencies: ["so y te"],
        inherited: expect.arrayContaining(["documents"]),
      },
      found: { held: [expect.any(Number)], cited: [expect.any(Number)] },
      timings: { understand: expect.any(Number), answer: expect.any(Number) },
    });
    expect(stored?.generation).toBe(await currentGeneration(db));
    expect(stored?.citations).toEqual(
      answer.citations.map(({ marker, versionId, passageId, start, end, quote }) => ({
        marker,
        versionId,
        passageId,
        start,
        end,
        quote,
      })),
    );
    expect(stored?.citations.length).toBeGreaterThan(0);
  });

  test("also when nothing was found, and then what is missing is counted", async () => {
    const first = await ask("Thông tư 77/TT-BYT quy định gì?");
    const second = await ask("thông tư 77/TT-BYT nói gì?");
    expect(first.id).not.toBe(second.id);
    expect(await getAnswer(db, second.id)).toMatchObject({ status: "not_found", citations: [] });
    expect(await listMissingDocuments(db)).toMatchObject([{ label: "Thông tư 77/TT-BYT", asked: 2 }]);
  });

  test("under the id and by the clock that it was given", async () => {
    let now = 0;
    const pipeline = createPipeline({ db, newId: () => "answer-1", clock: () => (now += 5) });
    const answer = await pipeline.ask({ question: "Sở Y tế làm gì theo KH 31?" });
    expect(answer.id).toBe("answer-1");
    expect(await getAnswer(db, "answer-1")).toMatchObject({ channel: "web", timings: { understand: 5, answer: 5 } });
  });
});

describe("what cannot be asked", () => {
  test.each([
    ["", "question.empty"],
    [" \n\t", "question.empty"],
    ["a".repeat(2_001), "question.too_long"],
    ["Sở Y tế làm gì? ".repeat(700), "question.too_long"],
    ["\u0000\u0001\u0002PK", "question.not_text"],
    ["câu hỏi \u0007", "question.not_text"],
    ["\ufffd\ufffd\ufffd\ufffd", "question.not_text"],
    ["?!…", "question.not_text"],
  ])("%j is refused in a courteous sentence", async (question, code) => {
    const before = await count();
    await expect(ask(question)).rejects.toMatchObject({
      code,
      userMessage: expect.stringMatching(/^[\p{Lu}].*\.$/su),
    });
    expect(await count()).toBe(before);
  });

  test("2,000 characters are still a question", async () => {
    const question = `Sở Y tế làm gì theo KH 31? ${"Xin cảm ơn. ".repeat(200)}`.slice(0, 2_000).trimEnd();
    await expect(ask(question)).resolves.toMatchObject({ id: expect.any(String) });
  });

  const count = async () => (await db.query<{ n: number }>("select count(*)::integer as n from answers"))[0]?.n;
});

// The last ones: they break what is held.
describe("a quote that is no longer the document's words does not leave", () => {
  const question = "Sở Y tế làm gì theo KH 31?";

  test("when the version's text was changed", async () => {
    expect((await ask(question)).citations).toHaveLength(1);
    await tamper("document_versions", "công khai kết quả", "giữ kín kết quả");
    const answer = await ask(question);
    expect(answer).toMatchObject({ status: "not_found", citations: [] });
    expect(answer.answer).not.toMatch(/giữ kín|công khai|giao Sở Y tế/);
    await tamper("document_versions", "giữ kín kết quả", "công khai kết quả");
    expect((await ask(question)).citations).toHaveLength(1);
  });

  test("when the passage's copy was changed, while the clauses beside it still answer", async () => {
    await tamper("passages", "hằng quý", "hằng năm");
    expect((await ask(question)).answer).not.toContain("hằng năm");
    const other = await ask("Sở Xây dựng làm gì theo KH 31?");
    expect(other.citations[0]?.quote).toContain("Thẩm định thiết kế các công trình cấp nước tập trung");
    await tamper("passages", "hằng năm", "hằng quý");
  });

  test("and a new version answers from its own words, the old answer keeps its own", async () => {
    const old = await ask(question);
    await hold(db, { "ke-hoach-31.txt": plan.replace("hằng quý", "hằng tháng") });
    const fresh = await ask(question);
    expect(fresh.citations[0]?.quote).toContain("hằng tháng");
    expect(fresh.citations[0]?.versionId).not.toBe(old.citations[0]?.versionId);
    expect((await getAnswer(db, old.id))?.citations[0]?.quote).toContain("hằng quý");
  });

  test("none of all these answers holds a false quote", async () => {
    expect(await falseCitations(db)).toEqual([]);
  });
});

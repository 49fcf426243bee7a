import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  type AnswerWords,
  getAnswer,
  insertAnswer,
  listMissingDocuments,
  type NewAnswer,
  passagesOf,
  recordMissingDocument,
  saveDocumentVersion,
} from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { parsedDocument } from "../support/parsed-document.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const parsed = parsedDocument({ lines: ["Sở Y tế hướng dẫn 🙂 các trạm y tế.", "Phòng Nội vụ tổng hợp."] });
const { versionId } = await saveDocumentVersion(db, {
  sourceName: "a.txt",
  contentHash: "a",
  parserVersion: "1",
  parsed,
});
const passages = await passagesOf(db, versionId);

const words = (parts: Partial<AnswerWords> = {}): AnswerWords => ({
  ...{ question: "?", history: [], answer: "…", choices: null, understood: {}, model: null },
  ...parts,
});

let sequence = 0;
function answer(parts: Partial<NewAnswer> = {}): NewAnswer {
  sequence += 1;
  return {
    id: `answer-${sequence}`,
    channel: "test",
    words: words({ question: "Sở Y tế làm gì?", history: [{ role: "user", content: "Chào" }] }),
    status: "answered",
    answer: { status: "answered" },
    answeredBy: "extractive",
    searched: { agencies: ["so y te"] },
    found: [],
    generation: 1,
    timings: { total: 12.5 },
    citations: [],
    ...parts,
  };
}

describe("the log of answers", () => {
  test("gives back what was stored", async () => {
    const { id, start, end, text } = passages[0]!;
    const one = answer({ citations: [{ marker: 1, versionId, passageId: id, start, end, quote: text }] });
    await insertAnswer(db, one);
    expect(await getAnswer(db, one.id)).toMatchObject({ ...one, prompt: null, askedAt: expect.any(Date) });
  });

  test("stores only quotes that are the version's words at that place", async () => {
    const whole = parsed.text;
    const offset = fc.nat(whole.length);
    const place = fc.record({
      start: offset,
      end: offset,
      passage: fc.constantFrom(...passages),
      changed: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ start, end, passage, changed }) => {
        const words = whole.slice(start, end);
        const quote = changed ? `${words}!` : words;
        const isTrue = !changed && words !== "" && start >= passage.start && end <= passage.end;
        const one = answer({ citations: [{ marker: 1, versionId, passageId: passage.id, start, end, quote }] });
        fc.pre(words.isWellFormed());
        if (isTrue) await insertAnswer(db, one);
        else await expect(insertAnswer(db, one)).rejects.toMatchObject({ code: "answer.quote_not_in_source" });
        expect((await getAnswer(db, one.id)) !== null).toBe(isTrue);
      }),
      { numRuns: 60 },
    );
    const stored = await db.query<{ quote: string; start: number; end: number; text: string }>(
      `select c.quote, c.span_start as "start", c.span_end as "end", v.text
         from answer_citations c join document_versions v on v.id = c.version_id`,
    );
    for (const { quote, start, end, text } of stored) expect(text.slice(start, end)).toBe(quote);
  });

  test("takes any question that a person can send", async () => {
    const one = answer({ words: words({ question: "a\u0000b\ud800c" }), searched: { text: "x\u0000\udfff" } });
    await insertAnswer(db, one);
    expect((await getAnswer(db, one.id))?.words?.question).toBe("a\uFFFDb\uFFFDc");
  });

  test.each([
    "update answers set status = 'x'",
    "delete from answers",
    "truncate answers cascade",
    "update answer_citations set quote = 'x'",
    "delete from answer_citations",
    "truncate answer_citations cascade",
    "update answer_words set question = 'x'",
    "delete from answer_words",
    "truncate answer_words",
    "update answer_people set person_key = null",
    "delete from answer_people",
    "truncate answer_people",
    "update audit_log set hash = 'x'",
    "delete from audit_log",
    "truncate audit_log",
  ])("refuses: %s", async (statement) => {
    await expect(db.query(statement)).rejects.toThrow(/append-only/);
  });
});

test("the register of missing documents counts", async () => {
  const wanted = { seq: "16", symbol: "ct-ttg", type: "Chỉ thị", label: "Chỉ thị 16/CT-TTg" };
  await recordMissingDocument(db, wanted);
  await recordMissingDocument(db, { ...wanted, label: "ct16" });
  expect(await listMissingDocuments(db)).toMatchObject([{ label: "Chỉ thị 16/CT-TTg", asked: 2, typeKey: "chi thi" }]);
});

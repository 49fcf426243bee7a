import { afterAll, describe, expect, test } from "vitest";
import { createPipeline } from "../../bot/index.ts";
import { type Database, getAnswer, ingestFiles } from "../../retrieval/index.ts";
import { openTestDatabase } from "../support/database.ts";
import { createHashedEmbedder } from "../support/hashed-embedder.ts";
import { samplesFolder } from "./answering.ts";

const db: Database = await openTestDatabase();
afterAll(() => db.close());
const embedder = createHashedEmbedder();
await ingestFiles({ db, embedder }, [samplesFolder], { collection: "samples" });

/** What the log says of how a question was answered. */
async function logged(question: string, log: NonNullable<Parameters<typeof createPipeline>[0]["log"]> = {}) {
  const pipeline = createPipeline({ db, embedder, log: { program: "9.9", sampleShare: 0, ...log } });
  const { id } = await pipeline.ask({ question }, { channel: "test" });
  return (await getAnswer(db, id))!;
}

describe("what the log holds as evidence of an answer", () => {
  test("each passage that was found, with its score by leg, best first; how much of the question the best quote says", async () => {
    const { candidates, citations, confidence, status } = await logged("kinh phí chi thường xuyên cho truyền thông");
    expect(status).toBe("answered");
    expect(candidates.length).toBeGreaterThan(3);
    expect(candidates.map(({ score }) => score)).toEqual(
      candidates.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(candidates.some(({ lexical, dense }) => lexical > 0 && dense > 0)).toBe(true);
    const cited = candidates.filter(({ passageId }) => citations.some((citation) => citation.passageId === passageId));
    expect(confidence).toBe(Math.max(...cited.map(({ lexical }) => lexical)));
  });

  test.each([
    ["Sở Tài chính phải làm gì theo Chỉ thị 07?", "level"],
    ["Bộ Tài chính phải làm gì theo Chỉ thị 07?", "assigned"],
    ["Chỉ thị 16/CT-TTg quy định gì?", "not-held"],
    ["Tính đến 1/1/2020, Chỉ thị 07/CT-TTg giao Bộ Tài chính việc gì?", "issued-later"],
    ["kinh phí chi thường xuyên cho truyền thông", null],
  ])("what became of what was taken for granted: %s → %s", async (question, premise) => {
    expect(await logged(question)).toMatchObject({ premise });
  });

  test("duties and premises are looked up, so that no ranking says how sure they are", async () => {
    const { candidates, confidence, signals } = await logged("Sở Tài chính phải làm gì theo Chỉ thị 07?");
    expect(candidates.length).toBeGreaterThan(0);
    expect(confidence).toBeNull();
    expect(signals).not.toContain("low-confidence");
  });

  test("what is drawn for the reviewers hangs on the share alone", async () => {
    const drawn = async (sampleShare: number, doubleShare: number) =>
      (await logged("Ai ký Chỉ thị 07?", { sampleShare, doubleShare })).signals.filter((one) =>
        /sample|double/.test(one),
      );
    expect(await drawn(1, 1)).toEqual(["sample", "double"]);
    expect(await drawn(1, 0)).toEqual(["sample"]);
    expect(await drawn(0, 1)).toEqual([]);
  });

  test("the program, the parser and the day; no word of the person beside the words", async () => {
    const { words, ...rest } = await logged("kinh phí zetaqux cho truyền thông ở Lào Cai");
    expect(rest).toMatchObject({ versions: { program: "9.9", parser: expect.any(String) } });
    expect(rest.askedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(JSON.stringify(words)).toContain("zetaqux");
    expect(JSON.stringify(rest)).not.toContain("zetaqux");
  });
});

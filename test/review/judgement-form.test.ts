import { describe, expect, test } from "vitest";
import { readJudgement, type TypedJudgement } from "../../server/review/judgement-form.ts";

const typed = (parts: Partial<TypedJudgement> = {}): TypedJudgement => ({
  ...{ claims: { 1: "supported" }, overall: "complete", missing: "", corrected: "", note: "" },
  ...parts,
});
const read = (parts: Partial<TypedJudgement> = {}, status = "answered", markers = [1]) =>
  readJudgement(typed(parts), { status, markers });
const fields = (parts: Partial<TypedJudgement>, status = "answered", markers = [1]) =>
  read(parts, status, markers).faults?.map(({ field }) => field);

describe("a judgement as it was typed", () => {
  test("is taken when it is whole", () => {
    expect(read({ note: "  ý kiến\n" })).toEqual({
      judgement: { overall: "complete", claims: [{ marker: 1, verdict: "supported" }] },
      words: { missing: null, corrected: null, note: "ý kiến" },
      faults: null,
    });
    expect(read({ overall: "missing", missing: "thời hạn" }).words?.missing).toBe("thời hạn");
    // Without a quote the whole alone is judged.
    expect(read({ claims: {} }, "not_found", []).judgement).toEqual({ overall: "complete", claims: [] });
  });

  test("wants a verdict on every quote and on the whole, each with its field", () => {
    expect(fields({ claims: { 1: "x" }, overall: "" }, "answered", [1, 2])).toEqual(["y-1", "y-2", "chung"]);
  });

  test("wants to know what is missing, and only then", () => {
    expect(fields({ overall: "missing", missing: " " })).toEqual(["con-thieu"]);
    expect(fields({ missing: "thời hạn" })).toEqual(["con-thieu"]);
  });

  test("does not say that a not-found should have abstained", () => {
    expect(fields({ overall: "should-abstain" }, "not_found", [])).toEqual(["chung"]);
    expect(read({ overall: "should-abstain" }).faults).toBeNull();
  });

  test("has its bounds, and says by how much", () => {
    const { faults } = read({ note: "x".repeat(4001) });
    expect(faults).toEqual([{ field: "ghi-chu", sentence: expect.stringContaining("4001") }]);
  });
});

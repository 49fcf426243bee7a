import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isVerbatim, keepGrounded, keepVerbatim, ungrounded } from "../../prompts/index.ts";
import type { Library } from "../../retrieval/index.ts";
import { card, draft, quote } from "./drafts.ts";

const text =
  "3. Sở Y tế chủ trì kiểm tra nước sinh hoạt tại 15 xã theo Quyết định số 8/2024/QĐ-UBND trước ngày 30/6/2024.";
const plan = card(1, {
  number: "12/KH-UBND",
  type: "Kế hoạch",
  issuer: "UBND tỉnh Mẫu Sơn",
  issuedOn: "2024-06-05",
  title: "Nước sạch",
});

/** Only the text of live versions is asked for. */
const library = { text: async (versionId: number) => (versionId === plan.versionId ? text : "") } as Library;
const part = (from: string, to: string) => ({ start: text.indexOf(from), end: text.indexOf(to) + to.length });
const quoted = (span: { start: number; end: number }) =>
  quote(plan, text.slice(span.start, span.end), { start: span.start });

describe("a quote", () => {
  test("is verbatim only as exactly the span that it names", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(text.length),
        fc.nat(text.length),
        fc.constantFrom("", "x", " "),
        async (start, end, added) => {
          const words = text.slice(start, end) + added;
          const expected = end > start && added === "";
          expect(await isVerbatim(library, { versionId: plan.versionId, start, end, quote: words })).toBe(expected);
        },
      ),
    );
    expect(await isVerbatim(library, { versionId: 99, start: 0, end: 5, quote: text.slice(0, 5) })).toBe(false);
  });

  test("that is not the document's words is dropped, the true one beside it stays", async () => {
    const good = quoted(part("kiểm tra", "15 xã"));
    const changed = quote(plan, "kiểm tra nước sinh hoạt tại 50 xã", { start: good.evidence.span.start });
    const moved = quote(plan, good.evidence.text, { start: good.evidence.span.start + 1 });
    const kept = await keepVerbatim(library, draft({ lead: ["Kế hoạch giao:"], quotes: [changed, good, moved] }));
    expect(kept.status).toBe("answered");
    expect(kept.sections.flatMap((section) => section.quotes)).toEqual([good]);
    expect(kept.lead).toEqual(["Kế hoạch giao:"]);
  });

  test("when none is true nothing that rested on them is said, and the nearest document is named", async () => {
    const kept = await keepVerbatim(
      library,
      draft({
        lead: ["Kế hoạch giao Sở Y tế việc bịa."],
        quotes: [quote(plan, "việc bịa")],
        notes: ["Hạn 1/1/2030."],
        choices: ["?"],
      }),
    );
    expect(kept).toMatchObject({ status: "not_found", sections: [] });
    expect(JSON.stringify(kept)).not.toMatch(/bịa|2030/);
    expect(kept.notes.join()).toContain("Kế hoạch 12/KH-UBND");
    expect(kept).not.toHaveProperty("choices");
  });

  test("an answer without any quote is not an answer", async () => {
    const kept = await keepVerbatim(library, draft({ lead: ["Bản đang giữ không ghi người ký."] }));
    expect(kept).toMatchObject({ status: "not_found", lead: ["Bản đang giữ không ghi người ký."] });
  });
});

describe("our own sentences", () => {
  const grounds = { question: "Sở Nội vụ làm gì theo công văn 465?", cited: [text], cards: [plan] };
  test.each([
    ["Kế hoạch 12/KH-UBND (UBND tỉnh Mẫu Sơn, 5/6/2024) giao Sở Y tế:"],
    ["Kế hoạch không giao việc cho Sở Nội vụ."],
    ["Công văn 465 chưa có trong kho văn bản."],
    ["Theo Quyết định 08/2024/QĐ-UBND, hạn là 30/6/2024, tháng 6/2024."],
    ["Việc này làm ở 15 xã [3]."],
    ["Các sở, ban, ngành được giao chung:"],
    ["Kế hoạch nói “giao 99 xã theo 7/QĐ-X trước 1/1/2031”."], // a quotation is checked as one
  ])("may say what the question, the clauses or the header hold: %s", (sentence) => {
    expect(ungrounded(sentence, grounds)).toEqual([]);
  });

  test.each([["Sở YTDP thuộc “Các sở, ban, ngành” được giao chung:"], ["Sở YTDP còn cùng làm phần việc giao chung."]])(
    "know where a name ends that no table holds: %s",
    (sentence) => {
      expect(ungrounded(sentence, { ...grounds, question: "Sở YTDP làm gì?" })).toEqual([]);
      expect(ungrounded(sentence, grounds)).toEqual(["Sở YTDP"]);
    },
  );

  test.each([
    ["Kế hoạch 13/KH-UBND giao Sở Y tế.", "13/KH-UBND"],
    ["Hạn là 30/7/2024.", "30/7/2024"],
    ["Việc này giao Sở Xây dựng.", "Sở Xây dựng"],
    ["Việc này làm ở 5 xã.", "5"],
    ["Hỗ trợ 1.500 hộ.", "1.500"],
    ["Ban hành tháng 7/2024.", "7/2024"],
  ])("may not say %s", (sentence, missing) => {
    expect(ungrounded(sentence, grounds).join()).toContain(missing);
  });

  test("that claim what nothing cited holds are dropped, the others stay", () => {
    const given = draft({
      lead: ["Kế hoạch 12/KH-UBND giao Sở Y tế:", "Sở Xây dựng phải báo cáo trước 1/1/2030."],
      quotes: [quoted(part("Sở Y tế", "15 xã"))],
    });
    expect(keepGrounded(given, "Sở Y tế làm gì?").lead).toEqual(["Kế hoạch 12/KH-UBND giao Sở Y tế:"]);
  });

  test("leave a plain sentence that nothing speaks against when all of them go", () => {
    const given = draft({
      lead: ["Sở Xây dựng phải báo cáo trước 1/1/2030."],
      quotes: [quoted(part("Sở Y tế", "15 xã"))],
    });
    const [lead = "", ...rest] = keepGrounded(given, "Ai làm?").lead;
    expect(rest).toEqual([]);
    expect(lead).not.toBe("");
    expect(ungrounded(lead, { question: "Ai làm?", cited: [text], cards: [plan] })).toEqual([]);
  });

  test("may name a document that is known beside the cited ones", () => {
    const other = card(2, { number: "77/CT-BYT", type: "Chỉ thị", issuer: "Bộ Y tế", issuedOn: "2024-01-02" });
    const given = draft({
      lead: ["Chỉ thị 77/CT-BYT (Bộ Y tế, 2/1/2024) không giao việc cho Sở Y tế."],
      quotes: [quoted(part("Sở Y tế", "15 xã"))],
    });
    expect(keepGrounded(given, "Sở Y tế làm gì?", [other]).lead).toEqual(given.lead);
    expect(keepGrounded(given, "Sở Y tế làm gì?").lead).not.toEqual(given.lead);
  });
});

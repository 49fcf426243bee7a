import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MESSAGE_LIMIT, render } from "../../prompts/index.ts";
import { vietnameseText } from "../text/vietnamese.ts";
import { card, draft, quote } from "./drafts.ts";

const plan = card(1, {
  number: "12/KH-UBND",
  type: "Kế hoạch",
  issuer: "UBND tỉnh Mẫu Sơn",
  issuedOn: "2024-06-05",
  title: "Nước sạch",
});
const letter = card(
  2,
  { number: "5/UBND", type: "Công văn", issuer: "UBND xã Suối Đá", issuedOn: "2024-05" },
  { tier: "unnumbered-copy", sample: true },
);

const words = vietnameseText.filter((text) => text.trim() !== "");
const anyQuote = fc
  .tuple(fc.constantFrom(plan, letter), words, fc.nat(9_000), fc.option(words), words)
  .map(([of, text, start, label, locator]) => quote(of, text, { start, label, locator }));
const anyDraft = fc
  .record({
    status: fc.constantFrom("answered" as const, "not_found" as const, "clarify" as const),
    lead: fc.array(words, { maxLength: 3 }),
    sections: fc.array(fc.record({ heading: fc.option(words), quotes: fc.array(anyQuote, { maxLength: 8 }) }), {
      maxLength: 5,
    }),
    notes: fc.array(words, { maxLength: 3 }),
    choices: fc.array(words, { maxLength: 5 }),
  })
  .map((parts) => draft(parts));

describe("a rendered answer", () => {
  test("says which quotes were recognised doubtfully from a scan", () => {
    const doubt = (start: number, end: number) => ({ code: "ocr.doubtful", message: "…", span: { start, end } });
    const scan = card(3, { number: "8/CV" }, { warnings: [doubt(100, 110)] });
    const sure = quote(scan, "Sở Xây dựng rà soát.", { start: 0 });
    const unsure = quote(scan, "Chi 4.250 triệu đồng.", { start: 95 });
    const other = quote(plan, "Chi 4.250 triệu đồng.", { start: 95 });
    const line = "Đoạn trích [2] được nhận dạng từ bản quét, có chỗ chưa chắc chắn; xin đối chiếu bản gốc.";
    expect(render(draft({ quotes: [sure, unsure, other] })).answer).toContain(line);
    expect(render(draft({ quotes: [sure, other] })).answer).not.toContain("bản quét");
  });

  test("says so of every quote of a document whose number is in doubt", () => {
    const number = { value: "8/CV", span: { start: 5, end: 9 } };
    const scan = card(3, {}, { warnings: [{ code: "ocr.doubtful", message: "…", span: { start: 5, end: 9 } }] });
    const doubted = { ...scan, header: { ...scan.header, number } };
    expect(render(draft({ quotes: [quote(doubted, "Sở Xây dựng rà soát.", { start: 50 })] })).answer).toContain(
      "Đoạn trích [1] được nhận dạng từ bản quét",
    );
  });

  test("is under 2,000 characters, whatever the draft", () => {
    expect(MESSAGE_LIMIT).toBeLessThan(2000);
    fc.assert(
      fc.property(anyDraft, (given) => {
        expect(render(given).answer.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
      }),
      { numRuns: 150 },
    );
    const huge = quote(plan, "rà soát ".repeat(5_000));
    expect(render(draft({ lead: ["Dài ".repeat(4_000)], quotes: [huge] })).answer.length).toBeLessThanOrEqual(
      MESSAGE_LIMIT,
    );
  });

  test("cites each span once, numbered from 1, and its quotes are the evidence to the letter", () => {
    fc.assert(
      fc.property(anyDraft, (given) => {
        const { citations, status } = render(given);
        const evidence = given.sections.flatMap((section) => section.quotes.map((one) => one.evidence));
        expect(status).toBe(given.status);
        expect(citations.map((one) => one.marker)).toEqual(citations.map((_, index) => index + 1));
        expect(new Set(citations.map((one) => `${one.versionId}:${one.start}:${one.end}`)).size).toBe(citations.length);
        for (const one of citations) {
          expect(
            evidence.some(
              ({ card: of, span, text }) =>
                of.versionId === one.versionId &&
                span.start === one.start &&
                span.end === one.end &&
                text === one.quote,
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("names every marker that the text uses among its citations", () => {
    fc.assert(
      fc.property(fc.array(anyQuote, { minLength: 1, maxLength: 20 }), (quotes) => {
        const plain = quotes.map((one) => ({
          ...one,
          evidence: { ...one.evidence, text: "rà soát các cầu yếu", locator: "Mục 1" },
          label: null,
        }));
        const { answer, citations } = render(draft({ quotes: plain }));
        const used = [...answer.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
        expect(new Set(used)).toEqual(new Set(citations.map((one) => one.marker)));
      }),
      { numRuns: 100 },
    );
  });

  test("reads from the verdict to the sources", () => {
    const given = draft({
      lead: ["Kế hoạch 12/KH-UBND giao Sở Y tế:"],
      sections: [
        {
          heading: null,
          quotes: [
            quote(plan, "- kiểm tra nước sinh hoạt tại trường học;", {
              start: 40,
              label: "Chủ trì",
              locator: "Mục II.3",
            }),
          ],
        },
        {
          heading: "Văn bản thực hiện:",
          quotes: [quote(letter, "**cử** một người\nlàm đầu mối", { start: 90, locator: "Mục 1" })],
        },
      ],
      notes: ["Các đoạn này không nêu thời hạn."],
    });
    expect(render(given).answer).toBe(
      [
        "Kế hoạch 12/KH-UBND giao Sở Y tế:",
        "",
        "• Chủ trì: “kiểm tra nước sinh hoạt tại trường học;” [1]",
        "",
        "Văn bản thực hiện:",
        "• “cử một người làm đầu mối” [2]",
        "",
        "Các đoạn này không nêu thời hạn.",
        "",
        "Nguồn",
        "[1] Mục II.3 – Kế hoạch 12/KH-UBND, UBND tỉnh Mẫu Sơn, 5/6/2024",
        "[2] Mục 1 – Công văn 5/UBND, UBND xã Suối Đá, 5/2024, bản tóm lược để dùng thử, bản chưa ghi đủ ngày ban hành",
      ].join("\n"),
    );
    expect(render(given).citations[0]).toMatchObject({
      source: "tai-lieu-1.txt",
      documentNumber: "12/KH-UBND",
      issuer: "UBND tỉnh Mẫu Sơn",
      issuedOn: "2024-06-05",
      sourceTier: "original",
      quote: "- kiểm tra nước sinh hoạt tại trường học;",
      start: 40,
      end: 81,
    });
  });

  test("says what each copy is", () => {
    const sourceLine = (of: ReturnType<typeof card>) =>
      render(draft({ quotes: [quote(of, "rà soát")] }))
        .answer.split("\n")
        .at(-1);
    const lineOf = (rest: Parameters<typeof card>[2]) =>
      sourceLine(card(3, { type: "Chỉ thị", number: "5/CT-UBND" }, rest));
    expect(lineOf({ tier: "press" })).toContain("qua bài báo, chưa có nguyên bản");
    expect(lineOf({ tier: "portal" })).toContain("tin trên cổng thông tin, chưa có nguyên bản");
    expect(lineOf({ tier: "unnumbered-copy" })).toContain("bản chưa ghi đủ ngày ban hành");
    expect(sourceLine(card(4, { blankNumber: "/UBND-TH" }, { tier: "unnumbered-copy" }))).toContain("chưa ghi số");
    expect(lineOf({ tier: "original" })).not.toMatch(/bản|báo/);
    expect(lineOf({ tier: "original", sample: true })).toContain("bản tóm lược để dùng thử");
  });

  describe("that is too long for one message", () => {
    const clauses = (count: number, label: string | null) =>
      Array.from({ length: count }, (_, index) => {
        const text = "rà soát, sửa chữa các công trình cấp nước ".repeat(12).trim();
        return quote(plan, text, { start: index * 1000, locator: `Mục ${index + 1}`, label });
      });

    test("names the clauses that are not shown, so that they can be asked for", () => {
      const label = "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn tỉnh Mẫu Sơn (chủ trì)";
      const { answer, citations } = render(draft({ lead: ["Các việc được giao:"], quotes: clauses(11, label) }));
      expect(citations).toHaveLength(11);
      const quoted = [...answer.matchAll(/” \[(\d+)\]/g)].length;
      expect(quoted).toBeGreaterThan(2);
      expect(quoted).toBeLessThan(11);
      expect(answer).toMatch(/Còn nữa: .*\[11\] Mục 11/);
    });

    test("says how many there are beyond the most that it cites", () => {
      const { answer, citations } = render(draft({ lead: ["Các việc được giao:"], quotes: clauses(15, null) }));
      expect(citations).toHaveLength(12);
      expect(answer).toContain("Còn ba đoạn khác");
      expect(render(draft({ quotes: clauses(12, null) })).answer).not.toContain("đoạn khác");
    });
  });

  test("offers choices as they can be sent", () => {
    const choices = ["Kế hoạch 12/KH-UBND nói về việc gì?", "Công văn 5 nói về việc gì?"];
    const rendered = render(draft({ status: "clarify", lead: ["Xin cho biết rõ hơn."], choices }));
    expect(rendered.choices).toEqual(choices);
    expect(rendered.answer).toContain("1. Kế hoạch 12/KH-UBND nói về việc gì?\n2. Công văn 5");
    expect(render(draft({ lead: ["Xong."] }))).not.toHaveProperty("choices");
  });
});

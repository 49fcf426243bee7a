import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findDocumentMentions } from "../../retrieval/search/question/index.ts";
import { fold } from "../../retrieval/text/index.ts";
import { anyText } from "../text/vietnamese.ts";

/** "seq year type codes" of every document that a question names. */
const named = (question: string) =>
  findDocumentMentions(question).map(({ seq, year, type, codes }) => [seq, year, type, codes.join("-")]);

describe("a document by its number, however it is typed", () => {
  test.each([
    ["CT07 nói gì?", "7", null, "Chỉ thị", ""],
    ["ct 7", "7", null, "Chỉ thị", ""],
    ["chỉ thị số 7 của Thủ tướng", "7", null, "Chỉ thị", ""],
    ["CHI THI SO 07", "7", null, "Chỉ thị", ""],
    ["Chỉ thị 07/CT-TTg", "7", null, "Chỉ thị", "ct-ttg"],
    ["07/CT-TTg", "7", null, "Chỉ thị", "ct-ttg"],
    ["07/ct-ttg quy định gì", "7", null, "Chỉ thị", "ct-ttg"],
    ["công văn 465 Lào Cai", "465", null, "Công văn", ""],
    ["CV số 465 /UBND-VX", "465", null, "Công văn", "ubnd-vx"],
    ["cv 11306 vpcp nn", "11306", null, "Công văn", "vpcp-nn"],
    ["KH 151", "151", null, "Kế hoạch", ""],
    ["kế hoạch số: 151", "151", null, "Kế hoạch", ""],
    ["QĐ 80/2025/QĐ-UBND", "80", "2025", "Quyết định", "qd-ubnd"],
    ["80/2025/qd-ubnd", "80", "2025", "Quyết định", "qd-ubnd"],
    ["quyết định 80/2025 Hà Tĩnh", "80", "2025", "Quyết định", ""],
    ["thông báo kết luận số 12", "12", null, "Thông báo", ""],
    ["nghị quyết 57-NQ/TW", "57", null, "Nghị quyết", "nq-tw"],
    ["nghi quyet 57 nq tw", "57", null, "Nghị quyết", "nq-tw"],
    ["47-QĐ/TW", "47", null, "Quyết định", "qd-tw"],
    ["Luật 41/2024/QH15", "41", "2024", "Luật", "qh15"],
    ["vb 465 nói gì", "465", null, null, ""],
    ["Nghị định 168/2024/NĐ-CPquy định về xử phạt", "168", "2024", "Nghị định", "nd-cp"],
    ["số 35/КН-UВND", "35", null, "Kế hoạch", "kh-ubnd"], // Cyrillic К, Н, В
    ["Chỉ thị 07 Bộ Tài chính phải làm gì", "7", null, "Chỉ thị", ""],
    ["chi thi 07 so giao duc lam gi", "7", null, "Chỉ thị", ""],
    ["chi thi 07 bo tttt lam gi", "7", null, "Chỉ thị", ""],
    ["Quyết định 80 tỉnh Hà Tĩnh nói gì", "80", null, "Quyết định", ""],
    ["Kế hoạch 12 xã Thạch Bàn", "12", null, "Kế hoạch", ""],
    // The symbol is printed, the word beside it is whatever people call such a paper.
    ["Công văn 61/CĐ-TTg", "61", null, "Công điện", "cd-ttg"],
    ["quyết định 12/KH-UBND", "12", null, "Kế hoạch", "kh-ubnd"],
  ])("%s", (question, seq, year, type, codes) => {
    expect(named(question)).toEqual([[seq, year, type, codes]]);
  });

  test("a copy whose number is blank goes by its symbol, with the type before it", () => {
    const question = "Ai ký công văn số: /UBND-KGVX?";
    const [found] = findDocumentMentions(question);
    expect(found).toMatchObject({ seq: "", codes: ["ubnd", "kgvx"], raw: "/UBND-KGVX" });
    expect(question.slice(found?.start, found?.end)).toBe("công văn số: /UBND-KGVX");
  });

  test("an agency's shorthand after a number is the agency, not a code", () => {
    expect(named("công điện 229 ttg vpcp làm gì")).toEqual([["229", null, "Công điện", "ttg"]]);
    expect(named("CV 5095 STC")).toEqual([["5095", null, "Công văn", ""]]);
  });

  test("a bare number is only a guess until a document with it is held", () => {
    expect(findDocumentMentions("còn theo 9634 thì sao?")).toMatchObject([
      { seq: "9634", type: null, tentative: true },
    ]);
    expect(findDocumentMentions("chỉ thị 9634")[0]).not.toHaveProperty("tentative");
  });

  test("several in one question, in order", () => {
    expect(named("CT07 khác gì công văn 465 và 12/KH-UBND?").map(([seq]) => seq)).toEqual(["7", "465", "12"]);
  });

  test.each([
    ["trong 30 ngày phải làm gì"],
    ["hd 5 người"],
    ["tt 12 xã"],
    ["theo 500 tỷ đồng vốn"],
    ["tăng 15% so với 2023"],
    ["ngày 12/5/2024 có gì"],
    ["16 phường, xã phải làm gì"],
    ["hướng dẫn 45 bộ thủ tục"],
    ["quyết định 3 xã sáp nhập"],
    ["kế hoạch 3 tỉnh"],
    ["kế hoạch 20 sở ngành"],
  ])("none in %s", (question) => {
    expect(named(question)).toEqual([]);
  });
});

test("spans slice to what was typed, in order, none over another, and diacritics make no difference", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let end = 0;
      for (const found of findDocumentMentions(text)) {
        expect(found.start).toBeGreaterThanOrEqual(end);
        expect(found.end).toBeLessThanOrEqual(text.length);
        expect(text.slice(found.start, found.end)).toContain(found.raw);
        expect(found.raw).not.toBe("");
        end = found.end;
      }
    }),
  );
  for (const question of ["Chỉ thị số 07 nói gì?", "Kế hoạch 151 của Bắc Giang", "nghị định 9/2017"]) {
    expect(named(fold(question))).toEqual(named(question));
  }
});

describe("figures that number no document", () => {
  test.each([
    "Kế hoạch 5G của tỉnh có mục tiêu gì?",
    "ke hoach 4g o vung sau",
    "Cao tốc CT.03 qua huyện nào?",
    "vật liệu cho tuyến cao tốc Bắc - Nam (CT.01) lấy ở đâu",
    "Chương trình 1.500 tỷ đồng dùng vào việc gì?",
  ])("%s", (question) => expect(named(question)).toEqual([]));

  test("a directive may be on a motorway", () =>
    expect(named("Cao tốc theo Chỉ thị 03 xong khi nào?")).toEqual([["3", null, "Chỉ thị", ""]]));
});

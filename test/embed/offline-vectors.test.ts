import { describe, expect, test } from "vitest";
import { createOfflineEmbedder } from "../../retrieval/embed/offline-vectors.ts";
import { leadOf } from "../../retrieval/embed/offline-vectors-lead.ts";
import { fold } from "../../retrieval/text/index.ts";

const embedder = createOfflineEmbedder();

const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, at) => sum + value * b[at]!, 0);

async function questions(...texts: string[]): Promise<Float32Array[]> {
  return await embedder.embed(texts, "question");
}

describe("offline word vectors", () => {
  test("have length 1 and the stated dimensions, and are the same each time", async () => {
    const [first] = await questions("Ai chủ trì lập dự toán kinh phí?");
    const [again] = await createOfflineEmbedder().embed(["Ai chủ trì lập dự toán kinh phí?"], "question");
    expect(first).toHaveLength(embedder.dimensions);
    expect(Math.hypot(...first!)).toBeCloseTo(1, 5);
    expect(again).toEqual(first);
  });

  test.each([[""], ["   "], ["☃ ☃"]])("are all zeros for a text without words: %j", async (text) => {
    const [vector] = await embedder.embed([text], "passage");
    expect(vector!.every((value) => value === 0)).toBe(true);
  });

  test("bring related words together that share no syllable", async () => {
    const [asked, near, far] = await questions("bệnh viện khám cho người dân", "cơ sở y tế", "đường sắt đô thị");
    expect(cosine(asked!, near!)).toBeGreaterThan(cosine(asked!, far!) + 0.1);
  });

  test("are the same for the older and the newer tone placement, and for NFD", async () => {
    const [newer, older, split] = await questions(
      "uỷ ban hoà giải",
      "ủy ban hòa giải",
      "ủy ban hòa giải".normalize("NFD"),
    );
    expect(older).toEqual(newer);
    expect(split).toEqual(newer);
  });

  test.each([
    ["Sở Tài chính bố trí kinh phí thực hiện kế hoạch"],
    ["Cơ quan nào chịu trách nhiệm kiểm tra việc phòng cháy chữa cháy ở chung cư?"],
    ["Thời hạn báo cáo kết quả thực hiện nhiệm vụ là khi nào?"],
  ])("land in the same place without diacritics: %s", async (text) => {
    const [accented, bare, capitals] = await questions(text, fold(text), fold(text).toUpperCase());
    expect(cosine(accented!, bare!)).toBeGreaterThan(0.95);
    expect(cosine(accented!, capitals!)).toBeGreaterThan(0.95);
  });

  test("of a passage lean to its heading", async () => {
    const body =
      "1. Tổ chức, cá nhân có nhu cầu gửi hồ sơ đến cơ quan tiếp nhận trong giờ hành chính và nhận giấy hẹn.";
    const [asked] = await questions("Trình tự cấp giấy phép xây dựng");
    const [headed, bare] = await embedder.embed([`Trình tự cấp giấy phép xây dựng\n\n${body}`, body], "passage");
    expect(cosine(asked!, headed!)).toBeGreaterThan(cosine(asked!, bare!) + 0.1);
  });
});

describe("leadOf", () => {
  test("takes the heading lines before the body, up to the first list item", () => {
    expect(leadOf("Kế hoạch\n12/KH-UBND\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế chủ trì.\n2. Sở Nội vụ phối hợp.")).toBe(
      "Kế hoạch\n12/KH-UBND\nIII. TỔ CHỨC THỰC HIỆN",
    );
  });

  test("keeps the last words of long context", () => {
    const lead = leadOf(`${"tên cơ quan ban hành\n".repeat(8)}Điều kiện hỗ trợ\na) Có đơn đề nghị.`);
    expect(lead.endsWith("Điều kiện hỗ trợ")).toBe(true);
    expect(lead.split(/\s+/)).toHaveLength(24);
  });

  test("stops before an inline list, else takes the opening words", () => {
    expect(leadOf("Quyền của người học 1. Được học. 2. Được nghỉ.")).toBe("Quyền của người học");
    expect(leadOf("một hai ba bốn năm sáu bảy tám chín mười mười một mười hai")).toBe(
      "một hai ba bốn năm sáu bảy tám chín mười mười một",
    );
    expect(leadOf("")).toBe("");
  });
});

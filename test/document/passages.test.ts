import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { densePage, spacedPage, structureOf, tablePage, words } from "./structure-fixtures.ts";

const linesOf = (text: string) =>
  structureOf(text).passages.map((passage) => `[${passage.kind}] ${passage.locator} | ${words(text, passage.span)}`);

describe("passages", () => {
  it("cuts a page with blank lines, heals the page break, joins a heading to its one clause", () => {
    expect(linesOf(spacedPage)).toEqual([
      "[preamble] Phần mở đầu | Thực hiện Chỉ thị số 88/CT-TTg ngày 05/3/2024 của Thủ tướng Chính phủ về vệ sinh trường học, Chủ tịch UBND tỉnh yêu cầu:",
      "[heading] Mục 1 | 1. Sở Giáo dục và Đào tạo",
      "[clause] Mục 1, điểm a | a) Lập danh sách trường chưa có nước sạch, gửi về Sở Xây dựng trước ngày 30/6/2024.",
      "[clause] Mục 1, điểm b | b) Chủ trì, phối hợp với Sở Y tế tập huấn cho nhân viên y tế của Chính phủ số và các trường bán trú.",
      "[clause] Mục 2 | 2. Sở Tài chính Cân đối kinh phí mua thiết bị lọc nước cho các điểm trường lẻ.",
      "[heading] Mục 3 | 3. Các sở, ban, ngành; UBND các xã, phường:",
      "[clause] Mục 3, gạch đầu dòng 1 | - Kiểm tra bếp ăn mỗi tháng một lần.",
      "[clause] Mục 3, gạch đầu dòng 2 | - Giao Công an xã giữ trật tự cổng trường giờ tan học.",
      "[closing] Đoạn kết | Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
    ]);
  });

  it("unwraps a page without blank lines; a wrapped '- Vũng Tàu' opens nothing", () => {
    expect(linesOf(densePage).map((line) => line.split(" | ")[1]!.slice(0, 34))).toEqual([
      "Xét báo cáo của Bộ Y tế về nguồn t",
      "1. Vụ Kế hoạch",
      "- Rà soát số thuốc còn hạn ở các k",
      "- Đặt mua bổ sung, hoàn thành tron",
      "2. Cục Quản lý Dược Công bố danh m",
      "Việc công bố thực hiện trên cổng c",
      "3. Bộ Quốc phòng sẵn sàng phương t",
      "Văn phòng Chính phủ thông báo để c",
    ]);
  });

  it("makes each row of a table a passage and its head a heading", () => {
    expect(linesOf(tablePage)).toEqual([
      "[heading] Phụ lục | PHỤ LỤC PHÂN CÔNG VIỆC LÀM SẠCH KÊNH (Kèm theo Kế hoạch số 12/KH-UBND ngày 02/5/2024)",
      "[heading] Phụ lục, tiêu đề bảng | TT Nội dung công việc Cơ quan chủ trì Cơ quan phối hợp Thời gian hoàn thành",
      "[table-row] Phụ lục, nhóm I | I NẠO VÉT",
      "[table-row] Phụ lục, dòng 1 | 1 Nạo vét bùn đoạn qua chợ và kè lại hai bờ Sở Xây dựng UBND các xã, phường Quý III/2024",
      "[table-row] Phụ lục, dòng 2 | 2 Đo chất lượng nước hai tuần một lần Sở Nông nghiệp và Môi trường Trước ngày 31/12/2024",
    ]);
  });

  it("keeps a time line with the clause that it dates", () => {
    const text =
      "1. UBND các xã\n\n- Lập tổ kiểm kê kho lương thực của địa phương.\n\nThời hạn hoàn thành: Trước ngày 15/4/2026.\n\n- Báo cáo kết quả kiểm kê.\n";
    expect(linesOf(text)[1]).toBe(
      "[clause] Mục 1, gạch đầu dòng 1 | - Lập tổ kiểm kê kho lương thực của địa phương. Thời hạn hoàn thành: Trước ngày 15/4/2026.",
    );
  });

  it("numbers a report's paragraphs and never reaches into furniture", () => {
    const text = "UBND tỉnh vừa ban hành kế hoạch trồng rừng.\n\nQUẢNG CÁO\n\nSở Tư pháp rà soát văn bản.\n";
    const start = text.indexOf("QUẢNG");
    const { passages } = structureOf(text, { tier: "press", furniture: [{ start, end: start + 9 }] });
    expect(passages.map((passage) => [passage.locator, words(text, passage.span)])).toEqual([
      ["Đoạn 1 của bài báo", "UBND tỉnh vừa ban hành kế hoạch trồng rừng."],
      ["Đoạn 2 của bài báo", "Sở Tư pháp rà soát văn bản."],
    ]);
  });

  it("paths lead from the top heading down", () => {
    const text = "**III. TỔ CHỨC THỰC HIỆN**\n\n**5. Sở Xây dựng**\n\na) Cấp phép.\n\nb) Thu hồi phép.\n";
    expect(structureOf(text).passages.at(-1)?.path).toEqual(["III. TỔ CHỨC THỰC HIỆN", "5. Sở Xây dựng"]);
  });
});

const piece = fc.constantFrom(
  "**I. MỤC TIÊU**",
  "1. Sở Y tế",
  "- Kiểm tra vệ sinh;",
  "a) Lập sổ",
  "+ Báo cáo Sở Nội vụ trước ngày 1/2/2025.",
  "**Điều 3. Hiệu lực**",
  "|",
  "|\n1\n|\nViệc\n|\n|",
  "tiếp theo ở trang sau",
  "Yêu cầu các sở, ngành thực hiện./.",
  "PHỤ LỤC I",
  "[1] Chú thích",
  "## Kinh phí",
  "---",
  "** **",
  "Nơi nhận:\n- Như trên;",
  "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
  "Thời gian: quý I/2026",
  "*(Kèm theo Kế hoạch)*",
  "….. / …..",
); // prettier-ignore
const page = fc
  .array(fc.tuple(piece, fc.constantFrom("\n", "\n\n", "\n\n\n", " ")), { maxLength: 30 })
  .map((pieces) => pieces.flat().join(""));
const free = fc.string({
  unit: fc.constantFrom("a", "Đ", "1", ".", "-", ")", "|", "*", "\n", " ", ":", ";", "#", "(", "ệ", "/"),
  maxLength: 200,
});

describe("any text", () => {
  it("has every letter outside furniture in exactly one passage, trimmed, in order", () => {
    fc.assert(
      fc.property(fc.oneof(page, free), fc.nat(), fc.nat({ max: 40 }), (text, at, length) => {
        const start = text.length === 0 ? 0 : at % text.length;
        const furniture = length > 20 ? [{ start, end: Math.min(text.length, start + length) }] : [];
        const { passages } = structureOf(text, { furniture });
        const seen = new Uint8Array(text.length);
        for (const { start: from, end } of furniture) seen.fill(2, from, end);
        let last = 0;
        for (const { span } of passages) {
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(text.slice(span.start, span.end)).toBe(text.slice(span.start, span.end).trim());
          for (let index = span.start; index < span.end; index += 1) expect(seen[index]).toBe(0);
          seen.fill(1, span.start, span.end);
          last = span.end;
        }
        const missed =
          [...text].length === text.length
            ? [...text].filter((character, index) => /[\p{L}\p{N}]/u.test(character) && seen[index] === 0)
            : [];
        expect(missed).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("has duties and references inside their passages", () => {
    fc.assert(
      fc.property(page, (text) => {
        const { passages, duties, references, outline } = structureOf(text);
        for (const duty of duties) {
          const { span } = passages[duty.passage]!;
          expect(duty.span.start >= span.start && duty.span.end <= span.end && duty.span.start < duty.span.end).toBe(
            true,
          );
          expect(duty.agencySpan.end).toBeLessThanOrEqual(text.length);
        }
        for (const { span } of references)
          expect(passages.some((passage) => passage.span.start <= span.start && span.end <= passage.span.end)).toBe(
            true,
          );
        for (const node of outline) expect(node.parent === null || node.parent < node.index).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

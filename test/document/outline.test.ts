import { describe, expect, it } from "vitest";
import { readLabel } from "../../retrieval/document/outline/labels.ts";
import { structureOf, words } from "./structure-fixtures.ts";

const outlineOf = (text: string) =>
  structureOf(text).outline.map((node) => {
    const depth = (index: number | null): number => (index === null ? 0 : 1 + depth(outline[index]?.parent ?? null));
    const outline = structureOf(text).outline;
    return `${"  ".repeat(depth(node.parent))}${node.kind} ${node.label}${node.heading ? ` ${node.heading}` : ""}`;
  });

describe("labels", () => {
  it.each([
    ["Điều 12. Hiệu lực", "dieu", "Điều 12"],
    ["Chương II CÁC QUY ĐỊNH", "chuong", "Chương II"],
    ["Mục 1. CUNG CẤP THÔNG TIN", "muc", "Mục 1"],
    ["IV. TỔ CHỨC THỰC HIỆN", "muc", "IV"],
    ["3. Sở Y tế", "number", "3"],
    ["3.1. Mục tiêu chung", "number", "3.1"],
    ["đ) Kiểm tra", "diem", "đ"],
    ["(2) Bố trí", "number", "2"],
    ["- Giao ban", "dash", "-"],
    ["+ Sở Xây dựng", "dash", "+"],
    ["PHỤ LỤC II", "annex", "Phụ lục II"],
  ])("reads %s", (plain, kind, text) => {
    expect(readLabel(plain)).toMatchObject({ kind, text });
  });

  it.each([
    "Điều 5 Luật Đất đai quy định như trên.",
    "1.000 đồng một lít",
    "16 phường, xã",
    "Mục 1.3 của Kế hoạch",
    "30% số hộ",
  ])("takes %s for prose", (plain) => {
    expect(readLabel(plain)).toBeNull();
  });
});

describe("outline", () => {
  it("restarts at Điều 1 in the enclosed part and keeps khoản under Điều", () => {
    const text = `**Điều 1.** Ban hành Quy chế.

**Điều 2.** Quyết định này có hiệu lực từ ngày ký.

|
Nơi nhận:
- Như trên.
|
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
|

**QUY CHẾ**

QUẢN LÝ NHÀ VĂN HÓA

*(Ban hành kèm theo Quyết định số 9/QĐ-UBND)*

**Chương I**

**QUY ĐỊNH CHUNG**

**Điều 1. Phạm vi**

Quy chế này áp dụng cho nhà văn hóa thôn.

**Điều 2. Giờ mở cửa**

1. Mở từ 7 giờ đến 21 giờ.

a) Ngày lễ mở đến 22 giờ.

2. Đóng cửa ngày thứ Hai.
`;
    expect(outlineOf(text)).toEqual([
      "dieu Điều 1",
      "dieu Điều 2",
      "annex Quy chế QUY CHẾ QUẢN LÝ NHÀ VĂN HÓA (Ban hành kèm theo Quyết định số 9/QĐ-UBND)",
      "  chuong Chương I QUY ĐỊNH CHUNG",
      "    dieu Điều 1 Phạm vi",
      "    dieu Điều 2 Giờ mở cửa",
      "      khoan 1",
      "        diem a",
      "      khoan 2",
    ]);
  });

  it("nests Roman numerals, numbers, decimals, letters and dashes", () => {
    const text = `**I. MỤC TIÊU**\n\n**1. Mục tiêu chung**\n\n1.1. Trồng cây.\n\n- Cây bóng mát.\n\n1.2. Tưới cây.\n\n**2. Chỉ tiêu**\n\na) Mười nghìn cây.\n\n**II. KINH PHÍ**\n\nDo ngân sách bảo đảm.\n`;
    expect(outlineOf(text)).toEqual([
      "muc I MỤC TIÊU",
      "  number 1 Mục tiêu chung",
      "    number 1.1",
      "      dash -",
      "    number 1.2",
      "  number 2 Chỉ tiêu",
      "    diem a",
      "muc II KINH PHÍ",
    ]);
  });

  it("reads markdown headings of a report by their level", () => {
    const text = "## Mục đích\n\nLàm sạch phố.\n\n### Ai làm\n\nSở Xây dựng.\n\n## Kinh phí\n\nXã hội hóa.\n";
    const { outline } = structureOf(text, { tier: "press" });
    expect(outline.map(({ heading, parent }) => [heading, parent])).toEqual([
      ["Mục đích", null],
      ["Ai làm", 0],
      ["Kinh phí", null],
    ]);
  });

  it("a node's span holds its children", () => {
    const text = "**1. Việc chung**\n\na) Quét đường.\n\nb) Thu rác.\n\n**2. Việc riêng**\n\na) Rửa xe.\n";
    const [first] = structureOf(text).outline;
    expect(words(text, first!.span)).toBe("1. Việc chung a) Quét đường. b) Thu rác.");
  });
});

import { describe, expect, it } from "vitest";
import { structureOf, words } from "./structure-fixtures.ts";

/** A table as portals flatten it: every cell between lines of "|"; a row's last border is its next one's first. */
const table = (rows: readonly (readonly string[])[]) =>
  `|\n${rows.map((row) => row.map((cell) => (cell === "" ? "|" : `${cell}\n|`)).join("\n")).join("\n|\n")}\n`;

const HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"];

describe("groups of a plan's table", () => {
  const text = `**PHỤ LỤC**\n\n${table([
    HEAD,
    ["I", "CẦU TREO"],
    ["1", "Thay ván cầu treo ở bản Mới", "Sở Xây dựng", "UBND các xã, phường", "Tháng 3/2025"],
    ["2", "Sơn lại lan can cầu treo", "Sở Xây dựng", "", "Tháng 4/2025"],
    ["II", "ĐÒ NGANG"],
    ["1", "Phát áo phao cho khách đi đò", "Sở Nội vụ", "Sở Y tế", "Quý II/2025"],
  ])}`;

  it("are named in the locator where numbering restarts", () => {
    expect(structureOf(text).passages.map((passage) => passage.locator)).toEqual([
      "Phụ lục",
      "Phụ lục, tiêu đề bảng",
      "Phụ lục, nhóm I",
      "Phụ lục, nhóm I, dòng 1",
      "Phụ lục, nhóm I, dòng 2",
      "Phụ lục, nhóm II",
      "Phụ lục, nhóm II, dòng 1",
    ]);
  });

  it("do not hide what each cell says", () => {
    const { duties } = structureOf(text);
    const [first] = duties;
    expect(words(text, first!.span)).toBe("Thay ván cầu treo ở bản Mới");
    expect(words(text, first!.deadline!.span)).toBe("Tháng 3/2025");
    expect(first!.partners).toEqual(["UBND các xã, phường"]);
    expect(duties.filter(({ role }) => role === "lead")).toHaveLength(3);
  });

  it("are left out where every row has a number of its own", () => {
    const plain = `**PHỤ LỤC**\n\n${table([HEAD, ["I", "CẦU TREO"], ["1", "Thay ván cầu treo ở bản Mới", "Sở Xây dựng", "", "Tháng 3/2025"]])}`;
    expect(structureOf(plain).passages.at(-1)?.locator).toBe("Phụ lục, dòng 1");
  });
});

describe("a table that goes on without its head", () => {
  const head = table([HEAD, ["1", "Thay ván cầu treo ở bản Mới", "Sở Xây dựng", "", "Tháng 3/2025"]]);

  it("keeps the columns", () => {
    const rest = table([
      ["2", "Phát áo phao cho khách đi đò ngang ở các bến mới mở trong mùa lũ", "Sở Nội vụ", "Sở Y tế", "Tháng 5/2025"],
      ["3", "Dạy bơi cho học sinh các trường ven sông vào dịp nghỉ hè", "Sở Y tế", "Chủ đò", "Tháng 6/2025"],
    ]);
    const { duties } = structureOf(`**PHỤ LỤC**\n\n${head}\nMùa lũ đến sớm, các bến đông khách.\n\n${rest}`);
    expect(duties.map(({ role, agency, deadline }) => [role, agency.key, deadline?.on])).toEqual([
      ["lead", "so xay dung", "2025-03"],
      ["lead", "so noi vu", "2025-05"],
      ["partner", "so y te", "2025-05"],
      ["lead", "so y te", "2025-06"],
    ]);
  });

  it("is another table where nobody stands in the column of those who lead", () => {
    const rest = table([
      ["1", "Ván gỗ lim dài bốn mét", "20 tấm", "Mới", "Kho bản Mới"],
      ["2", "Dây cáp thép hai phân", "3 cuộn", "Cũ", "Kho bản Cũ"],
    ]);
    const { duties } = structureOf(`**PHỤ LỤC**\n\n${head}\nVật tư trong kho.\n\n${rest}`);
    expect(duties).toHaveLength(1);
  });
});

import { describe, expect, it } from "vitest";
import { dutyLine, letterZones, structureOf } from "./structure-fixtures.ts";

const dutiesOf = (text: string, options = {}) => structureOf(text, options).duties.map((duty) => dutyLine(text, duty));

describe("several subjects in one paragraph", () => {
  it("a sentence behind a date or a number has its own subject", () => {
    const text =
      "2. Sở Y tế rà soát trạm xá theo Công văn số 71/BYT-KH ngày 3/4/2024. UBND xã Mẫu Sơn khẩn trương sửa mái trạm.\n";
    expect(dutiesOf(text)).toEqual([
      "lead so y te: Sở Y tế rà soát trạm xá theo Công văn số 71/BYT-KH ngày 3/4/2024.",
      "lead ubnd cap xa: UBND xã Mẫu Sơn khẩn trương sửa mái trạm.",
    ]);
  });

  it("units under a committee do not make the committee one of those ordered", () => {
    const text =
      "1. Thủ trưởng các đơn vị trực thuộc Ủy ban nhân dân tỉnh; Chủ tịch UBND các xã kiểm kê kho lúa giống.\n";
    expect(structureOf(text).duties.map((duty) => duty.agency.key)).toEqual(["cac co quan don vi", "ubnd cap xa"]);
  });

  it("a number that only counts ends no sentence", () => {
    const text = "Sở Y tế rà soát các việc: 2. Khám cho người già ở bản.\n";
    expect(dutiesOf(text)).toHaveLength(1);
  });

  it("a deadline at the end is that of every sentence before it", () => {
    const text =
      "2. Sở Y tế rà soát trạm xá các xã. Sở Nội vụ tổng hợp số bác sĩ còn thiếu. Thời hạn hoàn thành: trước ngày 5/6/2024.\n";
    expect(structureOf(text).duties.map((duty) => [duty.agency.key, duty.deadline?.on])).toEqual([
      ["so y te", "2024-06-05"],
      ["so noi vu", "2024-06-05"],
    ]);
  });
});

describe("provinces named before", () => {
  const letter = (clause: string) => {
    const text = `Kính gửi: Sở Xây dựng các tỉnh, thành phố: Sơn La, Lào Cai.\n\nBộ Xây dựng yêu cầu:\n\n${clause}\n`;
    return structureOf(text, { zones: letterZones(text) }).duties.map(
      ({ role, agency }) => `${role} ${agency.name} @${agency.place}`,
    );
  };

  it.each([
    [
      "1. Các Sở Xây dựng nêu trên sửa lan can cầu treo.",
      "lead Sở Xây dựng Sơn La @Sơn La,lead Sở Xây dựng Lào Cai @Lào Cai",
    ],
    ["1. Các địa phương nêu trên sửa lan can cầu treo.", "lead UBND Sơn La @Sơn La,lead UBND Lào Cai @Lào Cai"],
    [
      "1. Chủ tịch UBND các tỉnh nêu trên sửa lan can cầu treo.",
      "lead Chủ tịch UBND Sơn La @Sơn La,lead Chủ tịch UBND Lào Cai @Lào Cai",
    ],
    [
      "1. Cục Đường bộ phối hợp với các Sở Xây dựng nêu trên đếm cầu treo.",
      "coordinate Cục Đường bộ @null,partner Sở Xây dựng Sơn La @Sơn La,partner Sở Xây dựng Lào Cai @Lào Cai",
    ],
    ["1. Sở Xây dựng trên địa bàn sửa lan can cầu treo.", "lead Sở Xây dựng @null"],
  ])("%s", (clause, expected) => {
    expect(letter(clause).join(",")).toBe(expected);
  });
});

describe("a lead-in orders the list below it", () => {
  const letter = (addressees: string, body: string) => {
    const text = `Kính gửi: ${addressees}.\n\n${body}\n`;
    return dutiesOf(text, { zones: letterZones(text) });
  };

  it("in a letter's opening, whatever its length", () => {
    expect(
      letter(
        "Chi cục Thủy sản; Chi cục Kiểm lâm",
        "Cục Nông thôn đề nghị các chi cục ven biển, các hạt kiểm lâm và những đơn vị quản lý bến cá triển khai thực hiện:\n\n1. Kiểm tra tàu cá trước mùa mưa.\n\n2. Số điện thoại trực ban là số cũ.",
      ),
    ).toEqual([
      "lead chi cuc thuy san: Kiểm tra tàu cá trước mùa mưa.",
      "lead chi cuc kiem lam: Kiểm tra tàu cá trước mùa mưa.",
    ]);
  });

  it("by the name as printed where no recogniser knows it and nobody is greeted", () => {
    expect(
      dutiesOf(
        "Bộ Y tế đề nghị các cơ sở đào tạo trực thuộc Bộ (gọi tắt là cơ sở) nghiêm túc thực hiện các nội dung sau:\n\n1. Rà soát quy chế thi của lớp điều dưỡng.\n",
      ),
    ).toEqual(["lead co so dao tao truc thuoc bo: Rà soát quy chế thi của lớp điều dưỡng."]);
  });

  it("inside a numbered clause, at its end", () => {
    expect(
      dutiesOf(
        "1. Để chuẩn bị tốt, Cục Thú y đề nghị Sở Y tế giúp:\n\n- Thông báo lịch tiêm cho các trạm xá.\n\n2. Giao Sở Nội vụ là cơ quan đầu mối, tổ chức thực hiện các nhiệm vụ sau:\n\n- Lập danh sách cán bộ thú y xã.\n",
      ).filter((line) => !line.includes("đầu mối")),
    ).toEqual(["lead so y te: Thông báo lịch tiêm cho các trạm xá.", "lead so noi vu: Lập danh sách cán bộ thú y xã."]);
  });

  it("'Quý cơ quan' are those whom the letter greets", () => {
    expect(letter("Sở Y tế; Sở Nội vụ", "1. Đề nghị Quý cơ quan phản hồi trước ngày 3/4/2024.")).toEqual([
      "lead so y te: Đề nghị Quý cơ quan phản hồi trước ngày 3/4/2024.",
      "lead so noi vu: Đề nghị Quý cơ quan phản hồi trước ngày 3/4/2024.",
    ]);
  });

  it("what the issuer says of itself, or asks of others, is nobody's below a heading", () => {
    expect(
      dutiesOf(
        "3. Sở Y tế\n\nTổ chức khám cho người già ở bản.\n\nVăn phòng UBND tỉnh xin trân trọng thông báo tới mọi người.\n\n4. Sở Nội vụ\n\nLập danh sách.\n",
      )[0],
    ).toBe("lead so y te: Tổ chức khám cho người già ở bản.");
    expect(dutiesOf("1. Về kiến nghị giao Sở Y tế là cơ quan chủ quản trạm xá bản Mới.\n")).toEqual([]);
  });
});

describe("party committees", () => {
  it.each([
    ["1. Giao Đảng ủy Chính phủ lãnh đạo việc sửa đổi luật đất.", "dang uy chinh phu"],
    ["1. Các tỉnh ủy, thành ủy chỉ đạo kết nạp đảng viên trẻ.", "cac cap uy"],
    ["1. Đảng ủy các xã, phường lãnh đạo việc bầu cử ở thôn.", "cac cap uy"],
    ["1. Bí thư tỉnh ủy và Chủ tịch UBND tỉnh trực tiếp đến nơi sạt lở.", "cac cap uy,ubnd cap tinh"],
    ["1. Yêu cầu các cấp ủy, cơ quan, đơn vị, địa phương tiết kiệm điện.", "cac cap uy,cac co quan don vi"],
  ])("%s", (text, expected) => {
    expect(
      structureOf(`${text}\n`)
        .duties.map((duty) => duty.agency.key)
        .join(","),
    ).toBe(expected);
  });
});

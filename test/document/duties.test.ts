import { describe, expect, it } from "vitest";
import { dateIn, findDeadlines } from "../../retrieval/document/duties/deadlines.ts";
import { densePage, dutyLine, letterZones, spacedPage, structureOf, tablePage, words } from "./structure-fixtures.ts";

const dutiesOf = (text: string, options = {}) => structureOf(text, options).duties.map((duty) => dutyLine(text, duty));
const leads = (text: string, options = {}) => dutiesOf(text, options).filter((line) => !line.startsWith("partner"));

describe("duties by heading", () => {
  it("every clause below a heading is the heading's agency's, until a clause names another", () => {
    expect(dutiesOf(spacedPage)).toEqual([
      "lead so giao duc dao tao: Lập danh sách trường chưa có nước sạch, gửi về Sở Xây dựng trước ngày 30/6/2024.",
      "lead so giao duc dao tao: Chủ trì, phối hợp với Sở Y tế tập huấn cho nhân viên y tế của Chính phủ số và các trường bán trú.",
      "partner so y te: Chủ trì, phối hợp với Sở Y tế tập huấn cho nhân viên y tế của Chính phủ số và các trường bán trú.",
      "lead so tai chinh: Cân đối kinh phí mua thiết bị lọc nước cho các điểm trường lẻ.",
      "lead cac so ban nganh: Kiểm tra bếp ăn mỗi tháng một lần.",
      "lead ubnd cap xa: Kiểm tra bếp ăn mỗi tháng một lần.",
      "lead cong an cap xa: Giao Công an xã giữ trật tự cổng trường giờ tan học.",
      "lead cac co quan don vi: Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.",
    ]);
  });

  it("reads partner, deadline and receiver with the clause", () => {
    const { duties } = structureOf(spacedPage);
    expect(duties[0]).toMatchObject({ deadline: { on: "2024-06-30" }, reportsTo: "Sở Xây dựng" });
    expect(words(spacedPage, duties[0]!.deadline!.span)).toBe("trước ngày 30/6/2024");
    expect(words(spacedPage, duties[0]!.agencySpan)).toBe("Sở Giáo dục và Đào tạo");
    expect(duties[1]!.partners).toEqual(["Sở Y tế"]);
  });

  it("splits a paragraph that tasks two ministries", () => {
    expect(dutiesOf(densePage).slice(-4)).toEqual([
      "lead cuc quan ly duoc: Cục Quản lý Dược Công bố danh mục thuốc thiếu.",
      "lead cuc quan ly duoc: Việc công bố thực hiện trên cổng của Bộ.",
      "lead bo quoc phong: Bộ Quốc phòng sẵn sàng phương tiện vận chuyển;",
      "lead bo cong an: Bộ Công an bảo vệ các đoàn xe.",
    ]);
  });

  it.each([
    ["4. Trách nhiệm của Văn phòng UBND tỉnh\n\nTheo dõi, đôn đốc việc thực hiện Quy chế.\n", "lead van phong ubnd"],
    ["4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh: Vận động nhân dân trồng cây.\n", "lead mttq"],
    ["2. Các Bộ: Y tế; Xây dựng khẩn trương hoàn thiện hướng dẫn.\n", "lead bo y te,lead bo xay dung"],
    [
      "2. Ủy ban nhân dân các tỉnh: Lào Cai, Sơn La rà soát điểm sạt lở.\n",
      "lead ubnd cap tinh (Lào Cai),lead ubnd cap tinh (Sơn La)",
    ],
    ["2. Sở Y tế phối hợp với Sở Nội vụ lập danh sách bác sĩ.\n", "coordinate so y te"],
    ["5. Giao Phó Thủ tướng Nguyễn Văn Mẫu chỉ đạo việc di dân.\n", "lead pho thu tuong nguyen van mau"],
    ["3. Chủ đầu tư các dự án khẩn trương bàn giao mặt bằng sạch.\n", "lead chu dau tu cac du an"],
    ["1. Trên cơ sở Kế hoạch này, các sở, ban, ngành xây dựng lịch tập huấn.\n", "lead cac so ban nganh"],
  ])("%s", (text, expected) => {
    expect(
      leads(text)
        .map((line) => line.split(":")[0])
        .join(","),
    ).toBe(expected);
  });

  it("a letter that asks without saying whom asks its addressees", () => {
    const text =
      "Kính gửi: Sở Y tế; Sở Nội vụ.\n\nVăn phòng UBND tỉnh đề nghị thực hiện các nội dung sau:\n\n1. Rà soát chế độ trực đêm.\n";
    expect(leads(text, { zones: letterZones(text) })).toEqual([
      "lead so y te: Rà soát chế độ trực đêm.",
      "lead so noi vu: Rà soát chế độ trực đêm.",
    ]);
  });

  it("a lead-in's group carries out the numbered clauses that name nobody", () => {
    const text =
      "Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành thực hiện các việc sau:\n\n1. Tiết kiệm điện ở công sở.\n\n2. Sở Công Thương kiểm tra lưới điện.\n";
    expect(leads(text)).toEqual([
      "lead cac so ban nganh: Tiết kiệm điện ở công sở.",
      "lead so cong thuong: Sở Công Thương kiểm tra lưới điện.",
    ]);
  });

  it("counts tasks apart, each with its own deadline", () => {
    const text = "a) Bộ Y tế: (1) Ban hành hướng dẫn trong tháng 3/2025; (2) Tập huấn trước ngày 15/6/2025.\n";
    expect(structureOf(text).duties.map((duty) => [words(text, duty.span), duty.deadline?.on])).toEqual([
      ["Bộ Y tế: (1) Ban hành hướng dẫn trong tháng 3/2025;", "2025-03"],
      ["(2) Tập huấn trước ngày 15/6/2025.", "2025-06-15"],
    ]);
  });

  it("the functions of an agency are its duties", () => {
    const text = `Điều 1. Ban hành Quy định.\n\nNơi nhận:\n- Như trên.\n\n**QUY ĐỊNH**\n\nCHỨC NĂNG, NHIỆM VỤ, QUYỀN HẠN CỦA SỞ XÂY DỰNG\n\n**Điều 2. Nhiệm vụ và quyền hạn**\n\n1. Trình UBND tỉnh quy hoạch đô thị.\n`;
    const recipientsSpan = { start: text.indexOf("Nơi nhận"), end: text.indexOf("\n\n**QUY") };
    expect(
      dutiesOf(text, {
        zones: { bodyStart: 0, headingSpans: [], signatureSpan: null, recipientsSpan, addresseesSpan: null },
      }),
    ).toEqual(["lead so xay dung: Trình UBND tỉnh quy hoạch đô thị."]);
  });
});

describe("no duties", () => {
  it.each([
    "Năm qua, Sở Y tế đã khám cho hai nghìn người.",
    "1. Sở Nội vụ là cơ quan chuyên môn thuộc UBND tỉnh.",
    "I. MỤC TIÊU\n\n- Sở Xây dựng được trang bị hai xe.",
    "Căn cứ Luật Xây dựng ngày 18/6/2014;\n\nTheo đề nghị của Giám đốc Sở Xây dựng tại Tờ trình số 9/TTr-SXD.",
    "1. Trường hợp hồ sơ thiếu, cán bộ hướng dẫn bổ sung.",
  ])("%s", (text) => {
    expect(structureOf(`${text}\n`).duties).toEqual([]);
  });
});

describe("duties in prose", () => {
  it("a report's paragraph without a subject goes on with the last agency's duties", () => {
    const text =
      "Sở Tư pháp rà soát văn bản về đất đai.\n\nĐẩy mạnh tuyên truyền ở các thôn.\n\nÔng Mẫu cho biết việc này rất khó.\n\nTăng cường kiểm tra.\n";
    expect(dutiesOf(text, { tier: "press" })).toEqual([
      "lead so tu phap: Sở Tư pháp rà soát văn bản về đất đai.",
      "lead so tu phap: Đẩy mạnh tuyên truyền ở các thôn.",
    ]);
  });

  it("the orderer is not the ordered", () => {
    const text = "Để thực hiện việc trên, Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành tổ chức hội nghị.\n";
    expect(leads(text, { tier: "press" })).toEqual([
      "lead cac so ban nganh: Để thực hiện việc trên, Chủ tịch UBND tỉnh yêu cầu các sở, ban, ngành tổ chức hội nghị.",
    ]);
  });
});

describe("duties in tables and attribute lines", () => {
  it("reads who leads, who joins and until when from the columns", () => {
    const { duties } = structureOf(tablePage);
    expect(duties.map((duty) => [duty.role, duty.agency.key, duty.deadline?.on, duty.partners])).toEqual([
      ["lead", "so xay dung", "2024-09", ["UBND các xã, phường"]],
      ["partner", "ubnd cap xa", "2024-09", []],
      ["lead", "so nong nghiep moi truong", "2024-12-31", []],
    ]);
    expect(words(tablePage, duties[0]!.span)).toBe("Nạo vét bùn đoạn qua chợ và kè lại hai bờ");
  });

  it("'Cơ quan chủ trì: …' below a task names who does it", () => {
    const text =
      "1. Biên soạn sổ tay phòng cháy cho hộ kinh doanh trong chợ.\n\n- Cơ quan chủ trì: Công an tỉnh.\n\n- Cơ quan phối hợp: Sở Công Thương.\n\n- Thời gian thực hiện: Quý II/2025.\n";
    const { duties, passages } = structureOf(text);
    expect(passages).toHaveLength(1);
    expect(duties.map((duty) => [duty.role, duty.agency.key, duty.deadline?.on, words(text, duty.span)])).toEqual([
      ["lead", "cong an tinh", "2025-06", "1. Biên soạn sổ tay phòng cháy cho hộ kinh doanh trong chợ."],
      ["partner", "so cong thuong", "2025-06", "1. Biên soạn sổ tay phòng cháy cho hộ kinh doanh trong chợ."],
    ]);
  });
});

describe("deadlines", () => {
  it.each([
    ["gửi trước ngày 31/12/2025", "trước ngày 31/12/2025", "2025-12-31"],
    ["xong chậm nhất ngày 10 tháng 12 năm 2025", "chậm nhất ngày 10 tháng 12 năm 2025", "2025-12-10"],
    ["hoàn thành trong quý I/2026", "hoàn thành trong quý I/2026", "2026-03"],
    ["báo cáo trước Thứ Tư ngày 03/12/2025", "trước Thứ Tư ngày 03/12/2025", "2025-12-03"],
    ["nộp trước ngày 25/12 hằng năm", "trước ngày 25/12", null],
    ["định kỳ hằng quý báo cáo Sở Nội vụ", "định kỳ hằng quý", null],
    ["trong thời hạn 10 ngày kể từ ngày nhận", "trong thời hạn 10 ngày kể từ ngày nhận", null],
  ])("%s", (plain, raw, on) => {
    const [found] = findDeadlines(plain);
    expect(plain.slice(found?.start, found?.end)).toBe(raw);
    expect(found?.on).toBe(on);
  });

  it.each(["hoàn thành 3.000 km đường", "Nghị quyết hằng năm của HĐND tỉnh", "ban hành ngày 2/3/2025"])(
    "none in: %s",
    (plain) => {
      expect(findDeadlines(plain)).toEqual([]);
    },
  );

  it("an open-ended time has no date", () => {
    expect(dateIn("Năm 2026 và các năm tiếp theo")).toBeNull();
    expect(dateIn("Từ tháng 11/2025 đến khi xong")).toBeNull();
    expect(dateIn("Từ ngày 01/01/2026 đến ngày 31/3/2026")).toBe("2026-03-31");
  });
});

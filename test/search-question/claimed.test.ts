import { describe, expect, test } from "vitest";
import { parseQuestion } from "../../retrieval/index.ts";
import { findDays, findFigures } from "../../retrieval/search/question/claimed.ts";
import { agencyIndex } from "../../retrieval/search/question/index.ts";

const parse = (question: string) => parseQuestion(question, { agencies: agencyIndex([]), localities: [] });

describe("what a question asks to have confirmed", () => {
  test.each([
    ["Sở Y tế phải gửi báo cáo trước ngày 30/11 hằng năm phải không?", { day: 30, month: 11, year: null }, "by"],
    ["Hội chợ kéo dài đến hết ngày 15 tháng 9 năm 2025, đúng không?", { day: 15, month: 9, year: 2025 }, "by"],
    ["Quy định có hiệu lực từ 1/7/2025 đúng không?", { day: 1, month: 7, year: 2025 }, "from"],
    ["Có phải bán xăng sinh học từ tháng 11/2025 không?", { day: null, month: 11, year: 2025 }, "from"],
  ])("a day: %s", (question, date, bound) =>
    expect(parse(question).claim).toMatchObject({ kind: "date", date, bound }),
  );

  test.each([
    ["Mục tiêu là 30% GRDP đúng không?", 30, "%"],
    ["Được nghỉ Tết 2026 bảy ngày phải không?", 7, "ngay"],
    ["Mỗi tỉnh có hai công ty xổ số phải không?", 2, "cong ty"],
  ])("a figure: %s", (question, value, unit) =>
    expect(parse(question).claim).toMatchObject({ kind: "figure", value, unit }),
  );

  test("is not looked for, what it is said of is", () => {
    const { topic, searchText } = parse("Sở Y tế phải gửi báo cáo dịch bệnh trước ngày 30/11 hằng năm phải không?");
    expect(topic).toBe("gửi báo cáo dịch bệnh");
    expect(searchText).not.toMatch(/30|hằng năm/);
  });

  test.each(["Gửi báo cáo trước ngày nào?", "Hạn 30/11 áp dụng cho ai?", "Sở Y tế có phải báo cáo không?"])(
    "nothing: %s",
    (question) => expect(parse(question).claim).toBeNull(),
  );
});

describe("days and figures of a clause", () => {
  test("a cited letter's day is due by nobody", () =>
    expect(findDays("thực hiện Công văn số 12/UBND-VX ngày 05/3/2025, hoàn thành trước ngày 10/4/2025")).toMatchObject([
      { date: { day: 5, month: 3 }, bound: null },
      { date: { day: 10, month: 4 }, bound: "by" },
    ]));
  test("years are no figures", () =>
    expect(findFigures("Năm 2025 đạt 45% và mở 03 lớp học")).toMatchObject([
      { value: 45, unit: "%" },
      { value: 3, unit: "lop hoc" },
    ]));
});

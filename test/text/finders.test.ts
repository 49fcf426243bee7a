import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  agencyKey,
  canonicalise,
  findAgencies,
  findDates,
  findDocumentNumbers,
  findPlaces,
  fold,
  numberParts,
  plainText,
  type Span,
  sameNumber,
  showDate,
  syllables,
  terms,
} from "../../retrieval/text/index.ts";
import { anyText, vietnameseText } from "./vietnamese.ts";

/** In order, inside the text, not empty, none over another. */
function expectOrdered(text: string, found: readonly Span[]): void {
  let end = 0;
  for (const span of found) {
    expect(span.start).toBeGreaterThanOrEqual(end);
    expect(span.end).toBeGreaterThan(span.start);
    end = span.end;
  }
  expect(end).toBeLessThanOrEqual(text.length);
}

const generated = fc.oneof(
  vietnameseText,
  anyText,
  vietnameseText.map(plainText),
  vietnameseText.map((text) => canonicalise(text.normalize("NFD"))),
);

describe("spans of whatever is found", () => {
  test("document numbers", () => {
    fc.assert(
      fc.property(generated, (text) => {
        const found = findDocumentNumbers(text);
        expectOrdered(text, found);
        for (const { raw, number, parts, start, end } of found) {
          expect(text.slice(start, end)).toBe(raw);
          expect(number).toBe(raw.replace(/\s+/g, "").replace(/–/g, "-"));
          expect(numberParts(number)).toEqual(parts);
          expect(sameNumber(number, raw)).toBe(true);
        }
      }),
    );
  });

  test("dates, each of which is in the calendar", () => {
    fc.assert(
      fc.property(generated, (text) => {
        const found = findDates(text);
        expectOrdered(text, found);
        for (const { raw, iso, start, end } of found) {
          expect(text.slice(start, end)).toBe(raw);
          expect(iso).toMatch(/^\d{4}-\d{2}(?:-\d{2})?$/);
          expect(new Date(iso).toISOString().startsWith(iso)).toBe(true);
        }
      }),
    );
  });

  test("places", () => {
    fc.assert(
      fc.property(generated, (text) => {
        const found = findPlaces(text);
        expectOrdered(text, found);
        for (const { start, end } of found) expect(findPlaces(text.slice(start, end)).length).toBe(1);
      }),
    );
  });

  test("a group ends before the next one, also where a page lost the blank between them", () => {
    const names = (text: string) => findAgencies(text).map(({ name }) => name);
    expect(names("các doanh nghiệp viễn thôngCác sở, ban, ngành")).toHaveLength(2);
    expect(names("các cơ quan chuyên môn thuộc các bộ, ngành và địa phương")).toEqual([
      "các cơ quan chuyên môn",
      "các bộ, ngành và địa phương",
    ]);
  });

  test("agencies", () => {
    fc.assert(
      fc.property(generated, (text) => {
        const found = findAgencies(text);
        expectOrdered(text, found);
        for (const { start, end, name, key } of found) {
          const printed = text.slice(start, end);
          // A member of "các Sở: A, B" gets its head word back: "Sở B".
          if (printed !== name) expect(printed.endsWith(name.replace(/^\S+ /u, ""))).toBe(true);
          expect(key).toMatch(/^[^\p{Lu}]+$/u);
          expect(key).toBe(key.trim().replace(/\s+/g, " "));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("syllables", () => {
    fc.assert(
      fc.property(generated, (text) => {
        const found = syllables(text);
        expectOrdered(text, found);
        for (const { text: word, start, end } of found) expect(text.slice(start, end)).toBe(word);
      }),
    );
  });
});

describe("dates", () => {
  test.each([
    ["ngày 09 tháng 02 năm 2023", "2023-02-09"],
    ["trước ngày 5/6/2024.", "2024-06-05"],
    ["hạn 31-12-2025", "2025-12-31"],
    ["15.3.2024", "2024-03-15"],
    ["tháng 5 năm 2023", "2023-05"],
    ["tháng 11/2024", "2024-11"],
    ["Lạng Sơn, ngày   tháng 01 năm 2023", "2023-01"],
    ["29/02/2024", "2024-02-29"],
  ])("%s → %s", (text, iso) => {
    expect(findDates(text).map((date) => date.iso)).toEqual([iso]);
  });

  test.each([
    ["năm 2023"],
    ["32/1/2023"],
    ["30/02/2023"],
    ["29/02/2023"],
    ["12/13/2024"],
    ["Điều 3.4.5"],
    ["09/2017/NĐ-CP"],
    ["80/2025/QĐ-UBND"],
    ["1.234/2020"],
  ])("no date in %s", (text) => {
    expect(findDates(text)).toEqual([]);
  });

  test("are shown as officials write them, and read again", () => {
    const day = fc
      .date({ min: new Date("1946-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(fc.property(day, (iso) => findDates(showDate(iso))[0]?.iso === iso));
    expect(showDate("2023-02-09")).toBe("9/2/2023");
    expect(showDate("2023-05")).toBe("5/2023");
  });
});

describe("document numbers", () => {
  test.each([
    ["Chỉ thị số 07/CT-TTg ngày 21/3/2023", "07/CT-TTg", { seq: "7", year: null, symbol: "ct-ttg" }],
    [
      "theo Nghị định số 168/2025/NĐ-CPquy định chi tiết",
      "168/2025/NĐ-CP",
      { seq: "168", year: "2025", symbol: "nd-cp" },
    ],
    ["số 1234 / UBND - VX", "1234/UBND-VX", { seq: "1234", year: null, symbol: "ubnd-vx" }],
    ["Quy định số 47-QĐ/TW", "47-QĐ/TW", { seq: "47", year: null, symbol: "qd-tw" }],
    ["Kế hoạch 12a/KH-BCĐ35", "12a/KH-BCĐ35", { seq: "12a", year: null, symbol: "kh-bcd35" }],
    ["Luật số 41/2024/QH15", "41/2024/QH15", { seq: "41", year: "2024", symbol: "qh15" }],
    ["Nghị định 62/2020/NĐ–CP", "62/2020/NĐ-CP", { seq: "62", year: "2020", symbol: "nd-cp" }],
  ])("%s", (text, number, parts) => {
    const found = findDocumentNumbers(text);
    expect(found.map((one) => one.number)).toEqual([number]);
    expect(found[0]?.parts).toEqual(parts);
  });

  test("with Cyrillic or Greek look-alikes are the number that they look like", () => {
    const [found] = findDocumentNumbers("số 35/КН-UВND"); // Cyrillic К, Н, В
    expect(found && sameNumber(found.number, "35/KH-UBND")).toBe(true);
    expect(numberParts("07/СТ-ТТg")).toEqual(numberParts("07/CT-TTg")); // Cyrillic С, Т
  });

  test.each([["tỷ lệ 3/4"], ["ngày 12/5/2024"], ["mục 2/a"], ["19-UBND"], ["24/7"], ["1/10 dân số"]])(
    "none in %s",
    (text) => {
      expect(findDocumentNumbers(text)).toEqual([]);
    },
  );

  test.each([
    ["07/CT-TTg", "7/CT-TTg", true],
    ["07/CT-TTg", "07", true],
    ["80/2025/QĐ-UBND", "80/QĐ-UBND", true],
    ["80/2025/QĐ-UBND", "80/2024/QĐ-UBND", false],
    ["80/2025/QĐ-UBND", "80/2025/NQ-HĐND", false],
    ["465/UBND-VX", "4650/UBND-VX", false],
    ["", "", false],
  ])("sameNumber(%s, %s) is %s, both ways", (a, b, same) => {
    expect(sameNumber(a, b)).toBe(same);
    expect(sameNumber(b, a)).toBe(same);
  });

  test("are one search term in every writing", () => {
    const numbers = (text: string) => terms(text, { folded: true }).filter((term) => term.startsWith("no:"));
    expect(numbers("Chỉ thị 07/CT-TTg")).toEqual(["no:7/ct-ttg"]);
    expect(numbers("số 7 / CT - TTg")).toEqual(["no:7/ct-ttg"]);
  });
});

describe("places", () => {
  test.each([
    ["Sở Y tế tỉnh Lào Cai", ["Lào Cai"]],
    ["SỞ Y TẾ TỈNH LÀO CAI", ["Lào Cai"]],
    ["so y te lao cai va lang son", ["Lào Cai", "Lạng Sơn"]],
    ["TP.HCM và Hà Nội", ["Hồ Chí Minh", "Hà Nội"]],
    ["UBND tỉnh Thừa Thiên - Huế", ["Huế"]],
    ["Bà Rịa - Vũng Tàu", ["Bà Rịa - Vũng Tàu"]],
    ["giữ gìn hòa bình, cuộc sống thái bình", []],
    ["lắng sơn, lào cải", []],
    ["Đoàn TNCS Hồ Chí Minh", []],
  ])("%s", (text, names) => {
    expect(findPlaces(text).map((place) => place.name)).toEqual(names);
  });

  test("a merged province keeps its name and knows today's", () => {
    expect(findPlaces("tỉnh Bắc Giang")[0]).toMatchObject({ name: "Bắc Giang", province: "Bắc Ninh" });
  });
});

describe("search terms", () => {
  test("are syllables, pairs inside a sentence, and nothing across its end", () => {
    expect(terms("Y tế. Nội vụ", { folded: true })).toEqual(["y", "te", "y_te", "noi", "vu", "noi_vu"]);
    expect(terms("Y tế. Nội vụ", { folded: false })).toEqual(["y", "tế", "y_tế", "nội", "vụ", "nội_vụ"]);
  });

  test("of the folded field are those of the text typed bare", () => {
    fc.assert(
      fc.property(vietnameseText, (text) => {
        const words = (from: string) => terms(from, { folded: true }).filter((term) => !term.startsWith("no:"));
        expect(words(fold(text))).toEqual(words(text));
      }),
    );
  });
});

test("agencyKey is one for every writing of a name", () => {
  const same = [
    [
      "Sở Tài chính",
      "SỞ TÀI CHÍNH",
      "sở tài chính",
      "so tai chinh",
      "Sở TC",
      "STC",
      "Giám đốc Sở Tài chính",
      "Sở Tài chính tỉnh Lạng Sơn",
      "**Sở Tài\nchính**",
    ],
    ["Ủy ban nhân dân tỉnh Lào Cai", "UBND tỉnh", "Chủ tịch UBND tỉnh", "uỷ ban nhân dân tỉnh"],
    ["Bộ Thông tin và Truyền thông", "Bộ TTTT", "BTTTT", "Bộ TT&TT", "Bộ trưởng Bộ Thông tin và Truyền thông"],
    ["UBND xã", "UBND các phường", "Ủy ban nhân dân cấp xã", "UBND đặc khu"],
  ];
  for (const [first, ...others] of same)
    expect(others.map(agencyKey)).toEqual(others.map(() => agencyKey(first as string)));
  const keys = same.map(([first]) => agencyKey(first as string));
  expect(
    new Set([...keys, agencyKey("Bộ Tài chính"), agencyKey("Phòng Tài chính - Kế hoạch"), agencyKey("UBND huyện")])
      .size,
  ).toBe(keys.length + 3);
});

describe("an agency's name", () => {
  test.each([
    ["Tôi làm ở Ban Quản lý rừng phòng hộ ở Quảng Trị. Dạo này dân lấn đất rừng", "Ban Quản lý rừng phòng hộ"],
    ["TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"],
    ["Giao Trung tâm Khuyến nông Quảng Trị. Sau đó báo cáo", "Trung tâm Khuyến nông Quảng Trị"],
  ])("ends where it ends: %s", (text, name) => {
    expect(findAgencies(text).map((agency) => agency.name)).toEqual([name]);
  });

  test("is none in the word for a contest", () => {
    expect(findAgencies("Hội thi mật ong được tổ chức hằng năm")).toEqual([]);
  });
});
